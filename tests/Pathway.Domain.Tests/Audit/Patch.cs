using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Domain.Audit;

namespace Pathway.Domain.Tests.Audit;

/// <summary>Takes the steps of differences as RFC 6902 says, and insists that each finds what it says was there.</summary>
internal static class Patch
{
    internal static JsonNode? Apply(JsonNode? value, IEnumerable<Difference> steps)
    {
        foreach (var step in steps)
        {
            value = Apply(value, step.Path.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray(), step);
        }

        return value;
    }

    private static JsonNode? Apply(JsonNode? value, ReadOnlySpan<string> path, Difference step)
    {
        switch (value)
        {
            case var _ when path.IsEmpty:
                Found(value, step);
                return Node(step.After);
            case JsonObject fields when path.Length > 1:
                fields[path[0]] = Apply(Taken(fields, path[0]), path[1..], step);
                return fields;
            case JsonArray items when path.Length > 1:
                var at = int.Parse(path[0], CultureInfo.InvariantCulture);
                var item = items[at];
                items.RemoveAt(at);
                items.Insert(at, Apply(item, path[1..], step));
                return items;
            case JsonObject fields:
                Assert.Equal(step.Op is not DifferenceOp.Add, fields.ContainsKey(path[0]));
                Found(Taken(fields, path[0]), step);
                if (step.Op is not DifferenceOp.Remove)
                {
                    fields[path[0]] = Node(step.After);
                }

                return fields;
            case JsonArray items:
                var place = int.Parse(path[0], CultureInfo.InvariantCulture);
                if (step.Op is not DifferenceOp.Add)
                {
                    Found(items[place], step);
                    items.RemoveAt(place);
                }

                if (step.Op is not DifferenceOp.Remove)
                {
                    items.Insert(place, Node(step.After));
                }

                return items;
            default:
                throw new InvalidOperationException($"{step.Path} leads nowhere.");
        }
    }

    private static JsonNode? Taken(JsonObject fields, string name)
    {
        var value = fields[name];
        fields.Remove(name);
        return value;
    }

    private static void Found(JsonNode? value, Difference step)
    {
        if (step.Op is not DifferenceOp.Add)
        {
            Assert.True(JsonNode.DeepEquals(value, Node(step.Before)), $"{step.Path} is {value?.ToJsonString()}, not {step.Before}.");
        }
    }

    private static JsonNode? Node(JsonElement? value) => value is { } v ? JsonNode.Parse(v.GetRawText()) : null;
}
