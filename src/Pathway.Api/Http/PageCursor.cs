using System.Buffers.Text;

namespace Pathway.Api.Http;

/// <summary>Where a page of a list ended, in a form that callers hand back and do not read.</summary>
internal static class PageCursor
{
    internal static string After(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>Reads a cursor.</summary>
    /// <param name="cursor">What was given; null for the first page.</param>
    /// <param name="id">The last row of the page before; null for the first page.</param>
    /// <returns>Whether it is absent or a cursor.</returns>
    internal static bool TryParse(string? cursor, out Guid? id)
    {
        id = null;
        if (cursor is null)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (cursor.Length != 22 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written) || written != 16)
        {
            return false;
        }

        id = new Guid(bytes, bigEndian: true);
        return true;
    }
}
