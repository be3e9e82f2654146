using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Pathway.EventStore.Marten;

/// <summary>Marten puts what the driver threw into exceptions of its own; the port promises the driver's.</summary>
internal static class Failure
{
    /// <summary>What the port promises to throw.</summary>
    /// <param name="failure">What Marten or Wolverine threw.</param>
    /// <returns>What the driver threw; the same where it was cancelled or the driver has no part in it.</returns>
    public static Exception Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException or OperationCanceledException)
            {
                return cause;
            }
        }

        return failure;
    }

    /// <summary>Throws it as the port promises.</summary>
    /// <param name="failure">What was caught.</param>
    [DoesNotReturn]
    public static void Throw(Exception failure) => ExceptionDispatchInfo.Throw(Of(failure));
}
