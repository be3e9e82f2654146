using System.Runtime.InteropServices;

namespace Pathway.Api.CommandLine;

/// <summary>Hears, from its creation on, when this process is told to stop: Ctrl-C, a terminal that closes, or SIGTERM.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource told = new();
    private readonly PosixSignalRegistration[] registrations;

    internal StopSignal() => registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true; // Whoever listens ends the process, in its order.
            told.Cancel();
        })),
    ];

    /// <summary>Is cancelled by the first signal.</summary>
    internal CancellationToken Token => told.Token;

    /// <summary>Waits for the first signal.</summary>
    internal async Task Wait()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = told.Token.Register(waiting.SetResult);
        await waiting.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        told.Dispose();
    }
}
