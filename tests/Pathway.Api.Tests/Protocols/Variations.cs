using System.Text.Json.Nodes;

namespace Pathway.Api.Tests.Protocols;

/// <summary>Makes protocols as centers might: other thresholds, operators, words and switches, fewer rules, written in any order, whole or as what they change.</summary>
/// <param name="seed">The same seed makes the same documents.</param>
internal sealed class Variations(int seed)
{
    private static readonly string[] _words = ["Überleben", "肝臓", "naïve \"quotes\"", "tab\there", "line\nbreak", "emoji 🫀", "back\\slash", "</script>", "plain"];
    private static readonly string[] _operators = ["moreThan", "atLeast"];

    private readonly Random random = new(seed);

    /// <summary>The next document.</summary>
    /// <returns>What is sent, and the whole that it means.</returns>
    internal (string Sent, JsonObject Meant) Next(string id)
    {
        var whole = Board.Whole();
        whole["id"] = id;
        whole["version"] = random.Next(1, 1_000_001);
        whole["title"] = $"{Pick(_words)} {id}";
        whole["description"] = string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => Pick(_words)));
        foreach (var limit in whole["volume"]!["stage2"]!["limits"]!.AsArray())
        {
            limit!["percent"] = Number();
            limit["operator"] = Pick(_operators);
            limit["evidence"] = new JsonObject { ["source"] = Pick(_words) };
        }

        whole["readiness"]!["globalTestsWarnAtStage2"]!["on"] = random.Next(2) == 0;
        Drop(whole["kinetics"]!.AsArray());
        Drop(whole["schedule"]!.AsArray());
        Drop(whole["strategies"]!.AsArray());
        Drop(whole["readiness"]!["domains"]![1]!["required"]!.AsArray());

        var sent = whole.DeepClone().AsObject();
        if (random.Next(2) == 0)
        {
            foreach (var same in Board.Whole().Where(f => JsonNode.DeepEquals(f.Value, whole[f.Key])))
            {
                sent.Remove(same.Key);
            }

            sent["basedOn"] = new JsonObject { ["id"] = "staged-hepatectomy", ["version"] = 1 };
        }

        return (Shuffled(sent).ToJsonString(new() { WriteIndented = random.Next(2) == 0 }), whole);
    }

    private double Number() => random.Next(3) switch
    {
        0 => random.Next(0, 101),
        1 => random.Next(0, 1001) / 10d,
        _ => random.NextDouble() * 100,
    };

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    /// <summary>Takes out some of a list, never all.</summary>
    private void Drop(JsonArray list)
    {
        for (var i = list.Count - 1; i >= 0 && list.Count > 1; i--)
        {
            if (random.Next(4) == 0)
            {
                list.RemoveAt(i);
            }
        }
    }

    /// <summary>The same with the fields of every object in another order.</summary>
    private JsonNode Shuffled(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(_ => random.Next()).Select(f => KeyValuePair.Create(f.Key, f.Value is null ? null : Shuffled(f.Value))).ToList()),
        JsonArray a => new JsonArray([.. a.Select(i => i is null ? null : Shuffled(i))]),
        _ => node.DeepClone(),
    };
}
