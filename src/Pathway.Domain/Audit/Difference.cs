using System.Text.Json;

namespace Pathway.Domain.Audit;

/// <summary>One step from a JSON value to another. Steps are taken one after the other, each on what the one before it left, as in a JSON Patch (RFC 6902).</summary>
/// <param name="Op">What is done.</param>
/// <param name="Path">Where, as a JSON pointer (RFC 6901). In a list, what is added or removed moves everything behind it by one place.</param>
/// <param name="Before">What stood there; null when something is added.</param>
/// <param name="After">What stands there now; null when something is removed.</param>
public sealed record Difference(DifferenceOp Op, string Path, JsonElement? Before, JsonElement? After);

/// <summary>What is done in one step from a JSON value to another; the words are those of RFC 6902.</summary>
public enum DifferenceOp
{
    /// <summary>Something new stands there.</summary>
    Add,

    /// <summary>What stood there is gone.</summary>
    Remove,

    /// <summary>Something else stands there.</summary>
    Replace,
}
