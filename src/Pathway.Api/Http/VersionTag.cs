using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Pathway.Api.Http;

/// <summary>The version of a stream as an entity tag: <c>"7"</c>.</summary>
internal static class VersionTag
{
    /// <summary>The header that asks for a version.</summary>
    internal static readonly CallParameter IfMatch = new(
        "If-Match", typeof(string),
        "The version that the call was decided on, as ETag gave it; refused with 412 when the pathway has moved on. Any version will do when not given.", "\"7\"");

    /// <summary>The header that tells the version.</summary>
    internal static readonly CallParameter ETag = new("ETag", typeof(string), "The version of the pathway, to be sent as If-Match.", "\"8\"");

    internal static string Of(long version) => $"\"{version}\"";

    /// <summary>Reads an If-Match header.</summary>
    /// <param name="header">The header; may be absent.</param>
    /// <param name="version">The version in it; null when there is no header, or when it is "*": any version will do.</param>
    /// <returns>Whether it is absent or well formed.</returns>
    internal static bool TryRead(StringValues header, out long? version)
    {
        version = null;
        if (header.Count == 0 || header is ["*"])
        {
            return true;
        }

        if (header is [['"', not '0', .., '"'] tag]
            && long.TryParse(tag[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0)
        {
            version = parsed;
            return true;
        }

        return false;
    }
}
