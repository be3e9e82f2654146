using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Audit;

namespace Pathway.Domain.Tests.Audit;

public sealed class DifferencesTests
{
    /// <summary>Values with few names and numbers, so that two of them have much in common; names of fields need escaping.</summary>
    private static readonly Gen<string> _json = Gen.Sized(size => Value(Math.Min(size, 5)));

    [Theory]
    [InlineData("""{ "a": 1 }""", """{ "a": 1.0 }""")]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("""{ "a": 1, "b": null }""", """{ "b": null, "a": 1 }""")]
    public void Equal_values_have_none(string before, string after) => Assert.Empty(Between(before, after));

    [Theory]
    [InlineData("1", "2", "replace  1 2")]
    [InlineData("""{ "a": { "b": 1 } }""", """{ "a": { "b": 2 } }""", "replace /a/b 1 2")]
    [InlineData("""{ "a": null }""", """{ "a": {} }""", "replace /a null {}")]
    [InlineData("""{ "a/b": 1, "m~n": 2 }""", """{ "m~n": 3, "": 4 }""", "remove /a~1b 1 ", "replace /m~0n 2 3", "add /  4")]
    [InlineData("""["x", "y"]""", """["w", "x", "z"]""", "add /0  \"w\"", "remove /2 \"y\" ", "add /2  \"z\"")]
    public void Each_step_says_where_and_what(string before, string after, params string[] steps) => Assert.Equal(steps, Between(before, after).Select(Told));

    [Fact]
    public void What_has_an_id_is_compared_with_itself_wherever_it_stands() => Assert.Equal(
        ["""add /0  {"eventId":"c","ml":3}""", "replace /2/ml 2 5"],
        Between("""[{"eventId":"a","ml":1},{"eventId":"b","ml":2}]""", """[{"eventId":"c","ml":3},{"eventId":"a","ml":1},{"eventId":"b","ml":5}]""").Select(Told));

    [Fact]
    public void What_comes_twice_under_one_name_is_kept_in_order() => Assert.Equal(
        ["""remove /0 {"ruleId":"r","day":1} """],
        Between("""[{"ruleId":"r","day":1},{"ruleId":"s"}]""", """[{"ruleId":"s"}]""").Select(Told));

    [Fact]
    public void From_nothing_every_field_is_new() => Assert.Equal(
        ["add /a  1"], Differences.Between(null, JsonElement.Parse("""{ "a": 1 }""")).Select(Told));

    [Fact]
    public void Applied_in_order_they_rebuild_the_one_from_the_other() => Prop.ForAll(
        (from before in _json from after in _json select (before, after)).ToArbitrary(),
        c => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(c.after), Patch.Apply(JsonNode.Parse(c.before), Between(c.before, c.after)))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_value_has_none_to_itself() => Prop.ForAll(_json.ToArbitrary(), json => Assert.Empty(Between(json, json))).QuickCheckThrowOnFailure();

    private static Gen<string> Value(int depth) => depth == 0
        ? Gen.Elements("null", "1", "2", "true", "\"x\"")
        : Gen.OneOf(
            Value(0),
            from items in Gen.Choose(0, 4).SelectMany(n => Value(depth - 1).ArrayOf(n)) select $"[{string.Join(',', items)}]",
            from items in Gen.Choose(0, 4).SelectMany(n => (from id in Gen.Choose(1, 4) from value in Value(depth - 1) select $$"""{"eventId":{{id}},"v":{{value}}}""").ArrayOf(n)) select $"[{string.Join(',', items)}]",
            from names in Gen.SubListOf("a", "b/c", "d~e", "~1", "")
            from values in Value(depth - 1).ArrayOf(names.Count)
            select $"{{{string.Join(',', names.Zip(values, (n, v) => $"\"{n}\":{v}"))}}}");

    private static ValueList<Difference> Between(string before, string after) => Differences.Between(JsonElement.Parse(before), JsonElement.Parse(after));

    private static string Told(Difference step) =>
        $"{JsonNamingPolicy.CamelCase.ConvertName(step.Op.ToString())} {step.Path} {step.Before?.GetRawText()} {step.After?.GetRawText()}";
}
