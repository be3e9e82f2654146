using System.Text;
using System.Text.Json;

namespace Pathway.Domain.Tests.Protocols;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":[true,false,null],"":{}}""", """{"":{},"a":[true,false,null],"b":1}""")]
    [InlineData("""{"\u20ac":"Euro Sign","\r":"CR","\u00f6":"o","1":"One","\ud83d\ude02":"Smiley","\ufb33":"Dalet","\u0080":"Control"}""",
        "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"o\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude02\":\"Smiley\",\"\ufb33\":\"Dalet\"}")]
    [InlineData("[]", "[]")]
    [InlineData("""[ 1 , "µ" ]""", """[1,"µ"]""")]
    public void Keys_are_in_the_order_of_their_units_and_nothing_is_between(string given, string expected) => Assert.Equal(expected, Canonical(given));

    [Fact]
    public void Characters_are_escaped_as_the_standard_says() =>
        Assert.Equal("\"\\b\\t\\n\\f\\r\\\"\\\\\\u000f\\u001f/\u20ac$\"", Canonical("\"\\b\\t\\n\\f\\r\\\"\\\\\\u000F\\u001f\\/\\u20ac$\""));

    [Theory]
    [InlineData("333333333.33333329", "333333333.3333333")] // RFC 8785, section 3.2.2 and appendix B
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("-0", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-5e-324", "-5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("999999999999999700000", "999999999999999700000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("9.999999999999997e-7", "9.999999999999997e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("333333333.3333332", "333333333.3333332")]
    [InlineData("-0.0000033333333333333333", "-0.0000033333333333333333")]
    [InlineData("1424953923781206.25", "1424953923781206.2")]
    [InlineData("100", "100")]
    [InlineData("120.5", "120.5")]
    public void Numbers_are_written_as_ECMAScript_writes_them(string given, string expected) => Assert.Equal(expected, Canonical(given));

    [Fact]
    public void Half_of_a_surrogate_pair_has_no_canonical_form() => Assert.Throws<InvalidOperationException>(() => Canonical("\"\\ud800\""));

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement));
    }
}
