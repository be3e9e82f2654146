using System.Text.Json;

namespace Pathway.Domain.Scores;

/// <summary>Answers as words, spelled as in the events.</summary>
internal static class Words
{
    internal static string Of<T>(T answer)
        where T : struct => answer is bool yes ? (yes ? "yes" : "no") : JsonNamingPolicy.CamelCase.ConvertName(answer.ToString()!);
}
