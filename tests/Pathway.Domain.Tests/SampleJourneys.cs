using System.Text;
using System.Text.Json.Nodes;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests;

/// <summary>The sample journeys that come with the program, as streams.</summary>
internal static class SampleJourneys
{
    /// <summary>Each of them, in the order of entry.</summary>
    public static IEnumerable<IReadOnlyList<RecordedEvent>> All =>
        Directory.GetFiles(Repository.File("samples"), "*.json").Order(StringComparer.Ordinal).Select(Read);

    private static IReadOnlyList<RecordedEvent> Read(string file)
    {
        var sample = JsonNode.Parse(File.ReadAllText(file))!;
        var happened = new List<PathwayEvent> { Only(EventReader.ReadOpening(Utf8(sample["opening"]!.ToJsonString()))) };
        var labels = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var entry in sample["events"]!.AsArray().Select(e => e!.DeepClone().AsObject()))
        {
            if (entry.Remove("label", out var label))
            {
                labels.Add($"\"@{label!.GetValue<string>()}\"", IdOf(happened.Count + 1));
            }

            var body = labels.Aggregate(entry.ToJsonString(), (json, named) => json.Replace(named.Key, $"\"{named.Value}\"", StringComparison.Ordinal));
            happened.Add(Only(EventReader.Read(Utf8(body))));
        }

        return Stream(happened);
    }

    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static PathwayEvent Only(EventReading reading) => reading.IsRead ? Assert.Single(reading.Events) : throw new InvalidOperationException(reading.Rejections[0].Detail);
}
