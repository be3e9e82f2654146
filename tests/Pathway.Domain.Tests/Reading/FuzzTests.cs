using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Pathway.Domain.Tests.Reading;

public class FuzzTests
{
    /// <summary>What a hostile or broken caller might put anywhere in an event; not all of it is JSON.</summary>
    private static readonly string[] _anything =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "1e-400", "1234567890123456789", "NaN", "\"\"", "\" \"", "\"492\"", "\"2026-02-30\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"",
        "[]", "[null]", "[\"II\",\"II\"]", "{}", "{\"value\":34}", "{\"value\":34,\"unit\":\"umol/L\"}", "{\"value\":\"34\",\"unit\":null}", "{\"type\":\"event_corrected\"}",
        "{\"type\":\"discharged\",\"occurredOn\":\"2026-01-01\"}", "{\"\\ud800\":1}", "{\"\\u0000\":1}", "\"type\"", "[[[[[[[[]]]]]]]]", "\"ct\"", "\"global\"", "\"%\"", "\"1\"",
    ];

    private static readonly string[] _names = [.. EventDefinition.All.SelectMany(d => d.Fields).Select(f => f.Name).Distinct(), "type", "Type", "a/b", "\\ud800", "\\u0000", ""];

    [Fact]
    public void No_bytes_make_the_reader_throw_or_let_an_event_in_half() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void No_change_of_the_bytes_of_an_event_makes_the_reader_throw_or_let_it_in_half()
    {
        var changes = Gen.Elements("{}[]\",:\\\0\u00e9 0-eu".ToCharArray()).Zip(Gen.Choose(0, int.MaxValue)).ListOf();
        var bodies = Gen.Elements(EventCatalogue.All.ToArray()).Zip(changes).Select(drawn =>
        {
            var text = new StringBuilder(Bodies.Full(drawn.Item1.Name).ToJsonString(EventJson.Options));
            foreach (var (character, at) in drawn.Item2)
            {
                text[at % text.Length] = character;
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        });
        Prop.ForAll(bodies.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void No_change_of_the_fields_of_an_event_makes_the_reader_throw_or_let_it_in_half()
    {
        var change = Gen.Elements(_names).Zip(Gen.Elements(_anything));
        var bodies = Gen.Elements(EventCatalogue.All.ToArray()).Zip(change.ListOf()).Select(drawn =>
        {
            var fields = Bodies.Full(drawn.Item1.Name).Select(f => (Name: f.Key, Json: f.Value!.ToJsonString(EventJson.Options)));
            var changed = drawn.Item2.Select(c => (Name: c.Item1, Json: c.Item2)).ToList();
            var kept = fields.Where(f => !changed.Exists(c => c.Name == f.Name));
            return Encoding.UTF8.GetBytes($"{{{string.Join(',', kept.Concat(changed).Select(f => $"\"{f.Name}\":{f.Json}"))}}}");
        });
        Prop.ForAll(bodies.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static bool Holds(byte[] body)
    {
        var reading = EventReader.Read(body);
        return reading.IsRead ? reading.Events.All(e => SaysTheSame(e, body)) : reading.Events.IsEmpty && reading.Rejections.All(IsHelpful);
    }

    /// <summary>What was let in is what was sent, nothing less and nothing more; a null is the same as nothing.</summary>
    private static bool SaysTheSame(PathwayEvent read, byte[] body)
    {
        if (JsonNode.Parse(body) is not JsonObject sent)
        {
            return true;
        }

        var stored = JsonNode.Parse(EventJson.Write(read))!.AsObject();
        sent.Remove("type");
        return sent.Where(f => f.Value is not null).All(f => Same(stored[f.Key], f.Value!)) && stored.All(f => sent[f.Key] is not null);
    }

    private static bool Same(JsonNode? stored, JsonNode sent) => sent switch
    {
        JsonObject o => stored is JsonObject s && o.Where(f => f.Value is not null).All(f => Same(s[f.Key], f.Value!)),
        JsonValue v when v.GetValueKind() == System.Text.Json.JsonValueKind.Number => stored is JsonValue s && s.GetValue<double>() == v.GetValue<double>(),
        _ => JsonNode.DeepEquals(stored, sent),
    };

    private static bool IsHelpful(Rejection rejection) =>
        rejection is { Title.Length: > 0, Detail.Length: > 0 and < 5000 } && (rejection.Field.Length == 0 || rejection.Field[0] == '/')
            && !rejection.Detail.Contains("System.", StringComparison.Ordinal);
}
