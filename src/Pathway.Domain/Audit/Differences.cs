using System.Text.Json;

namespace Pathway.Domain.Audit;

/// <summary>Tells two JSON values apart, so that a reader sees what changed and a program can rebuild the one from the other.</summary>
public static class Differences
{
    private static readonly JsonElement _nothing = JsonElement.Parse("{}");

    /// <summary>What an item of a list is known by, the first that it has: an entry, a rule, a domain of readiness.</summary>
    internal static readonly string[] Names = ["eventId", "ruleId", "domain"];

    /// <summary>The steps that lead from one value to the other.</summary>
    /// <param name="before">The value before; null when there was none, which counts as an object without fields.</param>
    /// <param name="after">The value after.</param>
    /// <returns>The steps, in order; none when the values are equal.</returns>
    /// <remarks>An item of a list that is in both is compared with itself wherever it stands: one that is put in front of it leaves it alone.</remarks>
    public static ValueList<Difference> Between(JsonElement? before, JsonElement after)
    {
        var found = new List<Difference>();
        Compare(before ?? _nothing, after, "", found);
        return found.ToValueList();
    }

    /// <summary>Adds the steps that lead from one value to the other.</summary>
    /// <param name="before">The value before.</param>
    /// <param name="after">The value after.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="found">What they are added to.</param>
    internal static void Compare(JsonElement before, JsonElement after, string path, List<Difference> found)
    {
        if (JsonElement.DeepEquals(before, after))
        {
            return;
        }

        switch (before.ValueKind, after.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareFields(before, after, path, found);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareItems([.. before.EnumerateArray()], [.. after.EnumerateArray()], NameOf, static item => item, Compare, path, found);
                break;
            default:
                found.Add(new(DifferenceOp.Replace, path, before, after));
                break;
        }
    }

    private static void CompareFields(JsonElement before, JsonElement after, string path, List<Difference> found)
    {
        foreach (var field in before.EnumerateObject().Where(f => !after.TryGetProperty(f.Name, out _)))
        {
            found.Add(new(DifferenceOp.Remove, Below(path, field.Name), field.Value, null));
        }

        foreach (var field in after.EnumerateObject())
        {
            if (before.TryGetProperty(field.Name, out var earlier))
            {
                Compare(earlier, field.Value, Below(path, field.Name), found);
            }
            else
            {
                found.Add(new(DifferenceOp.Add, Below(path, field.Name), null, field.Value));
            }
        }
    }

    /// <summary>Adds the steps that lead from one list to the other.</summary>
    /// <param name="before">Its items before.</param>
    /// <param name="after">Its items after.</param>
    /// <param name="nameOf">What an item is known by.</param>
    /// <param name="asJson">Writes an item.</param>
    /// <param name="compare">Adds the steps that lead from an item to what has become of it.</param>
    /// <param name="path">Where the list stands.</param>
    /// <param name="found">What the steps are added to.</param>
    internal static void CompareItems<T>(
        T[] before, T[] after, Converter<T, object?> nameOf, Func<T, JsonElement> asJson, Action<T, T, string, List<Difference>> compare, string path, List<Difference> found)
    {
        // Whatever stands before "place" is as it will be: so the place of each step is the number of items that are done.
        var isKept = Kept(Array.ConvertAll(before, nameOf), Array.ConvertAll(after, nameOf));
        var next = 0;
        for (var place = 0; place < after.Length || next < before.Length;)
        {
            if (next < before.Length && isKept[next] < 0)
            {
                found.Add(new(DifferenceOp.Remove, Below(path, $"{place}"), asJson(before[next++]), null));
            }
            else if (next < before.Length && isKept[next] == place)
            {
                compare(before[next++], after[place], Below(path, $"{place++}"), found);
            }
            else
            {
                found.Add(new(DifferenceOp.Add, Below(path, $"{place}"), null, asJson(after[place++])));
            }
        }
    }

    /// <summary>For each item of a list its place in the other, -1 where it has none; in both lists what is kept stands in the same order, and as much as possible is kept.</summary>
    private static int[] Kept(object?[] before, object?[] after)
    {
        // What begins alike stays as it is: most lists only grow.
        var start = before.AsSpan().CommonPrefixLength(after);
        var kept = Enumerable.Range(0, before.Length).ToArray();

        // longest[i, j]: how many can be kept of before[i..] and after[j..], counted from the start.
        (before, after) = (before[start..], after[start..]);
        var longest = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                longest[i, j] = Equals(before[i], after[j]) ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < before.Length; i++)
        {
            while (j < after.Length && !Equals(before[i], after[j]) && longest[i, j + 1] >= longest[i + 1, j])
            {
                j++;
            }

            kept[start + i] = j < after.Length && Equals(before[i], after[j]) ? start + j++ : -1;
        }

        return kept;
    }

    private static string NameOf(JsonElement item)
    {
        foreach (var name in item.ValueKind is JsonValueKind.Object ? Names : [])
        {
            if (item.TryGetProperty(name, out var value))
            {
                return $"{name} {value}";
            }
        }

        return item.GetRawText();
    }

    /// <summary>The place of a field or an item.</summary>
    /// <param name="path">Where what it is in stands.</param>
    /// <param name="step">Its name, or its number in a list.</param>
    internal static string Below(string path, string step) =>
        $"{path}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
