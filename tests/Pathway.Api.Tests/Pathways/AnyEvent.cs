using System.Text.Json.Nodes;
using Pathway.Domain;

namespace Pathway.Api.Tests.Pathways;

/// <summary>Makes up events from the definitions that check them: each field within its limits and often at them, dates anywhere in the patient's life.</summary>
internal sealed class AnyEvent(Random chance, DateOnly from, DateOnly to)
{
    /// <summary>An event of any type but an opening.</summary>
    /// <param name="entries">Ids that it may name.</param>
    internal JsonObject Next(IReadOnlyList<Guid> entries) =>
        Make(EventDefinition.All[chance.Next(1, EventDefinition.All.Length)], entries);

    private JsonObject Make(EventDefinition definition, IReadOnlyList<Guid> entries)
    {
        var happened = new JsonObject { ["type"] = definition.Name };
        foreach (var field in definition.Fields.Where(f => f.Required || chance.Next(3) > 0))
        {
            happened[field.Name] = Value(field, entries);
        }

        return happened;
    }

    private JsonNode Value(FieldDefinition field, IReadOnlyList<Guid> entries) => field.Name switch
    {
        "protocolId" => "staged-hepatectomy",
        "protocolVersion" => 1,
        _ => Value(field.Kind, entries),
    };

    private JsonNode Value(FieldKind kind, IReadOnlyList<Guid> entries) => kind switch
    {
        FieldKind.Number { Whole: true } number => (int)Between(number.From, number.To),
        FieldKind.Number number => Between(number.From, number.To),
        FieldKind.TrueOrFalse => chance.Next(2) == 0,
        FieldKind.Date => $"{from.AddDays(chance.Next(to.DayNumber - from.DayNumber + 1)):yyyy-MM-dd}",
        FieldKind.Id => $"{entries[chance.Next(entries.Count)]}",
        FieldKind.Text => $"text-{chance.Next(4)}",
        FieldKind.Choice choice => choice.Values[chance.Next(choice.Values.Count)].Name,
        FieldKind.Measured measured => Quantity(measured.Analyte),
        FieldKind.List list => new JsonArray([.. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => Value(list.Item, entries)).DistinctBy(item => item.ToJsonString())]),
        FieldKind.AnyEvent => Next(entries),
        _ => throw new System.Diagnostics.UnreachableException($"{kind} is no kind of field."),
    };

    private JsonObject Quantity(Analyte analyte)
    {
        var unit = analyte.Units[chance.Next(analyte.Units.Count)];
        var (least, most) = analyte.LimitsIn(unit);
        return new() { ["value"] = Between(least, most), ["unit"] = unit };
    }

    private double Between(double least, double most) => chance.Next(6) switch
    {
        0 => least,
        1 => most,
        _ => Math.Clamp(double.Parse((least + ((most - least) * Math.Pow(chance.NextDouble(), 3))).ToString("G6")), least, most),
    };
}
