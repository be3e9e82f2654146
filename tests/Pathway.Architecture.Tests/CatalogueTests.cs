using System.Diagnostics;
using System.Text.Json;
using Pathway.Domain;

namespace Pathway.Architecture.Tests;

/// <summary>An event type is complete, or it does not exist.</summary>
public class CatalogueTests
{
    private const string Samples = "tests/Pathway.Domain.Tests/StoredEvents";

    public static TheoryData<string> AllTypes => [.. EventCatalogue.All.Select(t => t.Name)];

    [Fact]
    public void Every_record_of_an_event_is_in_the_catalogue_once() => Assert.Equal(
        Assemblies.Domain.GetTypes().Where(t => t.IsSubclassOf(typeof(PathwayEvent))).OrderBy(t => t.Name, StringComparer.Ordinal),
        EventCatalogue.All.Select(t => t.ClrType).OrderBy(t => t.Name, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void It_is_a_sealed_record_stored_under_its_own_name_in_snake_case(string name)
    {
        var type = EventCatalogue.Find(name)!.ClrType;
        Assert.True(type.IsSealed);
        Assert.NotNull(type.GetMethod("<Clone>$"));
        Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name), name);
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void It_has_a_schema_with_an_example_and_words_on_the_type_and_on_each_field(string name)
    {
        var definition = EventDefinition.Find(name)!;
        var schema = EventSchema.Of(definition);
        Assert.NotEmpty((string)schema["description"]!);
        Assert.NotEmpty(schema["examples"]!.AsArray());
        Assert.Equal(["type", .. definition.Fields.Select(f => f.Name)], schema["properties"]!.AsObject().Select(p => p.Key));
        Assert.All(schema["properties"]!.AsObject(), p => Assert.NotEmpty((string?)p.Value!["description"] ?? ""));
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void It_has_a_stored_sample_that_the_facts_can_take_in(string name)
    {
        var happened = EventJson.Read(name, File.ReadAllBytes(Repository.At($"{Samples}/{name}.v1.json")));
        var opening = EventJson.Read("pathway_opened", File.ReadAllBytes(Repository.At($"{Samples}/pathway_opened.v1.json")));
        var facts = PathwayFacts.From([Recorded(1, opening), Recorded(2, happened)]);
        Assert.NotNull(facts.Opened);
    }

    [Fact]
    public void Every_stored_sample_is_of_a_type() => Assert.All(
        Directory.EnumerateFiles(Repository.At(Samples), "*.json"), f => Assert.NotNull(EventCatalogue.Find(Path.GetFileName(f).Split('.')[0])));

    [Fact]
    public void What_has_no_arm_in_evolve_is_a_loud_failure()
    {
        Assert.Throws<UnreachableException>(() => PathwayFacts.From([Recorded(1, new Forgotten())]));
        Assert.Throws<KeyNotFoundException>(() => EventCatalogue.TypeOf(new Forgotten()));
    }

    private static RecordedEvent Recorded(long version, PathwayEvent happened) =>
        new(new Guid((int)version, 0, 0, new byte[8]), version, DateTimeOffset.UnixEpoch, happened);

    private sealed record Forgotten() : PathwayEvent(new DateOnly(2026, 3, 1));
}
