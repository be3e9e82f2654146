using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Tests.Protocols;

public sealed class ProtocolReaderTests
{
    private static readonly Protocol _default = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;

    [Fact]
    public void The_whole_document_reads_back_as_the_same_protocol_with_the_same_hash() =>
        Assert.Equal(_default, ProtocolReader.Read(Encoding.UTF8.GetBytes(_default.Document)).Protocol);

    [Fact]
    public void White_space_order_and_ways_to_write_a_number_do_not_change_the_hash()
    {
        var loose = _default.Document.Replace("\"version\":1,", "\"version\" : 1.0 ,\n", StringComparison.Ordinal);
        Assert.NotEqual(_default.Document, loose);
        Assert.Equal(_default.Hash, ProtocolReader.Read(Encoding.UTF8.GetBytes(loose)).Protocol!.Hash);
    }

    [Fact]
    public void Any_other_threshold_is_another_hash() =>
        Assert.NotEqual(_default.Hash, Read(d => Limit(d, "stage2", 0)["percent"] = 31).Protocol!.Hash);

    [Fact]
    public void A_document_can_say_only_what_it_changes()
    {
        var reading = ReadText("""
            { "basedOn": { "id": "staged-hepatectomy", "version": 1 }, "id": "ours", "title": "Ours",
              "volume": { "stage2": { "share": "flrOfFunctionalLiver" } }, "kinetics": [] }
            """);
        Assert.Empty(reading.Rejections);
        Assert.Equal("ours", reading.Protocol!.Id);
        Assert.Equal(RemnantShareKind.FlrOfFunctionalLiver, reading.Protocol.Volume.Stage2.Share);
        Assert.Equal(_default.Volume.Stage2.Limits, reading.Protocol.Volume.Stage2.Limits);
        Assert.Empty(reading.Protocol.Kinetics);
        Assert.DoesNotContain("basedOn", reading.Protocol.Document, StringComparison.Ordinal);
        Assert.Equal(reading.Protocol, ProtocolReader.Read(Encoding.UTF8.GetBytes(reading.Protocol.Document)).Protocol);
    }

    [Theory]
    [InlineData("""{ "basedOn": { "id": "staged-hepatectomy", "version": 99 } }""")]
    [InlineData("""{ "basedOn": { "id": "nobody", "version": 1 } }""")]
    [InlineData("""{ "basedOn": { "id": "staged-hepatectomy", "version": 1.5 } }""")]
    [InlineData("""{ "basedOn": { "id": 7, "version": "1" } }""")]
    [InlineData("""{ "basedOn": "staged-hepatectomy" }""")]
    public void What_it_is_based_on_must_be_published(string text) => Assert.IsType<UnknownBaseProtocol>(Assert.Single(ReadText(text).Rejections));

    [Fact]
    public void Every_problem_is_named_at_once_at_its_place()
    {
        var reading = Read(d =>
        {
            d["id"] = "Not A Name";
            d.Remove("title");
            d["thresholds"] = 1;
            Limit(d, "pveIndicated", 1)["operator"] = "over";
            Limit(d, "oneStageAdequate", 0)["percent"] = 130;
            d["volume"]!["stage2"]!["limits"]!.AsArray().RemoveAt(2);
            d["function"]!["tests"]![0]!["test"] = "icgR30";
            d["kinetics"]![0]!["limit"]!["unit"] = "%/d";
            d["parenchymaClasses"]![3]!["class"] = 3;
            d["strategies"]![0]!["condition"] = null;
            d["courseRules"]![0]!.AsObject().Remove("asked");
        });
        Assert.Null(reading.Protocol);
        Assert.Equal(
            [
                ("contradictory-rule", "/courseRules/0"),
                ("contradictory-rule", "/strategies/0"),
                ("invalid-text", "/id"),
                ("missing-field", "/title"),
                ("not-named-once", "/volume/stage2"),
                ("out-of-range", "/volume/oneStageAdequate/limits/0/percent"),
                ("unknown-field", "/thresholds"),
                ("unknown-unit", "/kinetics/0/limit/unit"),
                ("unknown-value", "/function/tests/0/test"),
                ("unknown-value", "/volume/pveIndicated/limits/1/operator"),
                ("wrong-type", "/parenchymaClasses/3/class"),
            ],
            reading.Rejections.Select(r => (r.Code, r.Field)).Order());
    }

    [Theory]
    [InlineData("volume", "")]
    [InlineData("kinetics", "{}")]
    [InlineData("version", "0")]
    [InlineData("version", "1.5")]
    [InlineData("version", "\"1\"")]
    [InlineData("title", "\"\"")]
    [InlineData("title", "\"a\\u0000b\"")]
    [InlineData("strategies", "[]")]
    [InlineData("formulas", "[]")]
    [InlineData("function", "null")]
    public void A_field_of_another_form_is_named(string field, string json)
    {
        var reading = Read(d =>
        {
            d.Remove(field);
            if (json.Length > 0)
            {
                d[field] = JsonNode.Parse(json);
            }
        });
        Assert.Equal($"/{field}", Assert.Single(reading.Rejections).Field);
    }

    [Fact]
    public void A_class_answered_for_twice_is_named()
    {
        var twice = Read(d => d["volume"]!["stage2"]!["unanswered"]!.AsArray().Add(new JsonObject { ["parenchymaClass"] = "normal", ["reason"] = "We do not say." }));
        Assert.Equal(new NotNamedOnce("/volume/stage2", "normal", 2, Fix: ((NotNamedOnce)twice.Rejections[0]).Fix), Assert.Single(twice.Rejections));
    }

    [Fact]
    public void A_quality_of_tissue_without_a_class_is_named() =>
        Assert.Equal(("/parenchymaClasses", "cirrhosis"), Assert.IsType<NotNamedOnce>(Assert.Single(Read(d => d["parenchymaClasses"]!.AsArray().RemoveAt(7)).Rejections)) is var r ? (r.Field, r.Member) : default);

    [Fact]
    public void Two_rules_of_one_name_are_refused() =>
        Assert.Equal("/kinetics/1/limit/id", Assert.IsType<RepeatedRuleId>(Assert.Single(
            Read(d => d["kinetics"]![1]!["limit"]!["id"] = d["kinetics"]![0]!["limit"]!["id"]!.GetValue<string>()).Rejections)).Field);

    [Theory]
    [InlineData("moreThan", 50.0)]
    [InlineData("lessThan", 20.0)]
    public void A_middle_that_is_no_weaker_limit_is_refused(string by, double value) =>
        Assert.IsType<ContradictoryRule>(Assert.Single(
            Read(d => Limit(d, "stage2", 0)["middle"] = new JsonObject { ["operator"] = by, ["value"] = value }).Rejections));

    [Fact]
    public void A_limit_in_percent_above_100_is_refused() =>
        Assert.Equal("/function/icgR15BeforeStage1/value", Assert.Single(Read(d => d["function"]!["icgR15BeforeStage1"]!["value"] = 101).Rejections).Field);

    [Fact]
    public void A_limit_of_a_test_is_in_a_unit_of_the_test() =>
        Assert.IsType<UnknownUnit>(Assert.Single(Read(d => d["function"]!["tests"]![0]!["limit"]!["unit"] = "mg/dL").Rejections));

    [Theory]
    [InlineData("""{ "title": "a\ud800" }""")]
    [InlineData("""{ "basedOn": { "id": "staged-hepatectomy", "version": 1 }, "title": "a\ud800" }""")]
    [InlineData("""{ "basedOn": { "id": "\ud800", "version": 1 } }""")]
    public void Half_of_a_surrogate_pair_is_refused_and_breaks_nothing(string text) => Assert.NotEmpty(ReadText(text).Rejections);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"id\": \"a\", \"id\": \"b\" }")]
    [InlineData("\"text")]
    public void What_is_no_JSON_is_named_with_its_line(string text) => Assert.IsType<InvalidJson>(Assert.Single(ReadText(text).Rejections));

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    public void What_is_no_object_is_named(string text) => Assert.IsType<WrongType>(Assert.Single(ReadText(text).Rejections));

    [Fact]
    public void A_published_version_can_be_sent_again_and_not_changed()
    {
        Assert.Null(ShippedProtocols.Shelf.WhyNot(_default));
        var changed = Read(d => d["title"] = "Another").Protocol!;
        Assert.Equal(new ProtocolVersionPublished(_default.Id, 1, _default.Hash, changed.Hash), ShippedProtocols.Shelf.WhyNot(changed));
        Assert.Null(ShippedProtocols.Shelf.WhyNot(Read(d => d["version"] = 2).Protocol!));
    }

    [Fact]
    public void The_schema_has_every_field_with_its_meaning()
    {
        var schema = ProtocolSchema.Make();
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.GetValue<string>());
        Assert.Equal(JsonNode.Parse(_default.Document)!.AsObject().Select(f => f.Key).Order(StringComparer.Ordinal), schema["properties"]!.AsObject().Select(f => f.Key).Order(StringComparer.Ordinal));
        foreach (var (name, part) in schema["$defs"]!.AsObject())
        {
            Assert.False(part!["additionalProperties"]!.GetValue<bool>());
            Assert.All(part["properties"]!.AsObject(), p => Assert.False(string.IsNullOrWhiteSpace(p.Value!["description"]!.GetValue<string>()), $"{name}.{p.Key}"));
        }

        Assert.Equal(["moreThan", "atLeast", "lessThan", "atMost"], schema["$defs"]!["Limit"]!["properties"]!["operator"]!["enum"]!.AsArray().Select(v => v!.GetValue<string>()));
        Assert.Equal(100, schema["$defs"]!["ClassLimit"]!["properties"]!["percent"]!["maximum"]!.GetValue<double>());
        AssertReferencesResolve(schema, schema);
    }

    private static void AssertReferencesResolve(JsonNode? node, JsonObject root)
    {
        if (node is JsonObject o)
        {
            if (o["$ref"]?.GetValue<string>() is { } reference)
            {
                Assert.NotNull(root["$defs"]![reference["#/$defs/".Length..]]);
            }

            foreach (var (_, value) in o)
            {
                AssertReferencesResolve(value, root);
            }
        }
        else if (node is JsonArray a)
        {
            foreach (var value in a)
            {
                AssertReferencesResolve(value, root);
            }
        }
    }

    private static JsonNode Limit(JsonObject document, string question, int index) => document["volume"]![question]!["limits"]![index]!;

    private static ProtocolReading Read(Action<JsonObject> change)
    {
        var document = JsonNode.Parse(_default.Document)!.AsObject();
        change(document);
        return ProtocolReader.Read(JsonSerializer.SerializeToUtf8Bytes(document));
    }

    private static ProtocolReading ReadText(string text) => ProtocolReader.Read(Encoding.UTF8.GetBytes(text), ShippedProtocols.Shelf);
}
