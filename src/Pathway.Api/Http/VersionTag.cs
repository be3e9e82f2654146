using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Pathway.Api.Http;

/// <summary>The version of a stream as an entity tag: <c>"7"</c>; of something that was read of it, with a mark of what that said: <c>"7-V2hhdCBpdCBz"</c>.</summary>
internal static class VersionTag
{
    /// <summary>The header that asks for a version.</summary>
    internal static readonly CallParameter IfMatch = new(
        "If-Match", typeof(string),
        "The version that the call was decided on, as ETag gave it; refused with 412 when the pathway has moved on. Any version will do when not given.", "\"7\"");

    /// <summary>The header that tells the version.</summary>
    internal static readonly CallParameter ETag = new("ETag", typeof(string), "The version of the pathway, to be sent as If-Match.", "\"8\"");

    /// <summary>The header that tells what was read.</summary>
    internal static readonly CallParameter ReadETag = new(
        "ETag", typeof(string), "The version of the pathway and a mark of this answer: to be sent as If-Match with what follows from it, or as If-None-Match to be told whether it still holds.",
        "\"8-V2hhdCBpdCBzYWlk\"");

    /// <summary>The header that asks whether what is known still holds.</summary>
    internal static readonly CallParameter IfNoneMatch = new(
        "If-None-Match", typeof(string), "The ETag of an earlier answer; 304 without a body when it would be the same.", "\"8-V2hhdCBpdCBzYWlk\"");

    internal static string Of(long version) => $"\"{version}\"";

    /// <summary>The tag of what was read.</summary>
    /// <param name="version">The version that it was derived from.</param>
    /// <param name="mark">What tells it from everything else that is derived from that version; visible ASCII without quotation marks.</param>
    internal static string Of(long version, string mark) => $"\"{version}-{mark}\"";

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
            && long.TryParse(tag[1..^1].Split('-', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0)
        {
            version = parsed;
            return true;
        }

        return false;
    }
}
