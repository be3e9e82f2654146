using System.Text;
using System.Text.Json.Nodes;
using Pathway.Domain.Journey;
using Pathway.Domain.Tests.Reading;

namespace Pathway.Domain.Tests.StoredEvents;

public class StoredEventTests
{
    public static TheoryData<string> AllTypes => Bodies.AllTypes;

    public static TheoryData<string> AllSamples => [.. Directory.GetFiles(Bodies.SampleFolder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(AllSamples))]
    public void Every_stored_sample_loads_and_writes_back_unchanged_those_of_earlier_shapes_too(string file)
    {
        var stored = File.ReadAllBytes(Path.Combine(Bodies.SampleFolder, file));
        var written = EventJson.Write(EventJson.Read(file.Split('.')[0], stored));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(written)), Encoding.UTF8.GetString(written));
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void The_latest_stored_sample_has_every_field(string type) => Assert.Equal(
        EventDefinition.Find(type)!.Fields.Select(f => f.Name),
        JsonNode.Parse(File.ReadAllBytes(Bodies.SamplePath(type)))!.AsObject().Select(f => f.Key));

    [Fact]
    public void The_type_of_a_replacement_is_found_wherever_the_database_puts_it()
    {
        var first = """{"occurredOn":"2026-02-14","eventId":"0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c48","reason":"r","replacement":{"type":"biomarkers_recorded","occurredOn":"2026-02-11","ras":"mutant"}}"""u8;
        var last = """{"reason":"r","eventId":"0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c48","occurredOn":"2026-02-14","replacement":{"ras":"mutant","occurredOn":"2026-02-11","type":"biomarkers_recorded"}}"""u8;
        Assert.Equal(EventJson.Read("event_corrected", first), EventJson.Read("event_corrected", last));
    }

    [Theory]
    [InlineData("""{"occurredOn":"2026-03-03","ward":"B"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"occurredOn":null}""")]
    [InlineData("null")]
    public void What_was_never_written_like_that_does_not_load(string stored) =>
        Assert.Throws<UnreadableEventException>(() => EventJson.Read("discharged", Encoding.UTF8.GetBytes(stored)));

    [Fact]
    public void Nulls_are_left_out_and_the_type_stands_beside_not_inside() =>
        Assert.Equal("""{"occurredOn":"2026-03-03"}""", Encoding.UTF8.GetString(EventJson.Write(new Discharged(new(2026, 3, 3)))));

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void With_nothing_but_what_is_required_it_comes_back_as_it_was(string type)
    {
        var body = JsonNode.Parse(File.ReadAllBytes(Bodies.SamplePath(type)))!.AsObject();
        foreach (var field in EventDefinition.Find(type)!.Fields.Where(f => !f.Required))
        {
            body.Remove(field.Name);
        }

        body["type"] = type;
        var least = Bodies.Accepted(body.ToJsonString());
        Assert.Equal(least, EventJson.Read(type, EventJson.Write(least)));
    }

    [Fact]
    public void Numbers_of_15_digits_come_back_as_they_were()
    {
        foreach (var digits in new[] { "123.456789012345", "0.123456789012345", "999.999999999999", "10.0000000000001", "5999.99999999999" })
        {
            var body = Bodies.With("volumetry_recorded", "tumorVolumeMl", digits);
            var written = JsonNode.Parse(EventJson.Write(Bodies.Accepted(body)))!["tumorVolumeMl"]!.ToJsonString();
            Assert.Equal(digits, written);
        }
    }
}
