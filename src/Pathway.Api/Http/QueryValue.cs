using System.Globalization;
using System.Text.Json;

namespace Pathway.Api.Http;

/// <summary>Reads values of query parameters.</summary>
internal static class QueryValue
{
    /// <summary>Reads one of an enumeration's words, as JSON writes them.</summary>
    /// <param name="text">What was given; null when nothing was.</param>
    /// <param name="value">The value; null when nothing was given.</param>
    /// <returns>Whether it is absent or one of the words.</returns>
    internal static bool TryEnumeration<T>(string? text, out T? value)
        where T : struct, Enum
    {
        value = null;
        if (text is null)
        {
            return true;
        }

        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Name(candidate) == text)
            {
                value = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>What an instant must be, as a sentence says it.</summary>
    internal const string AnInstant = "an instant with its offset, for example 2026-03-03T17:30:00Z";

    private static readonly string[] _instants = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <summary>Reads an instant with its offset from UTC.</summary>
    /// <param name="text">What was given; null when nothing was.</param>
    /// <param name="value">The instant, UTC; null when nothing was given.</param>
    /// <returns>Whether it is absent or an instant.</returns>
    internal static bool TryInstant(string? text, out DateTimeOffset? value)
    {
        value = null;
        if (text is null)
        {
            return true;
        }

        var isOne = DateTimeOffset.TryParseExact(text, _instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed);
        value = isOne ? parsed : null;
        return isOne;
    }

    /// <summary>The words, as a sentence says them.</summary>
    internal static string Names<T>()
        where T : struct, Enum => $"one of {string.Join(", ", Enum.GetValues<T>().Select(Name))}";

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
