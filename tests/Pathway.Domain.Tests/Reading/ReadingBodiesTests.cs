using System.Text;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Tests.Reading;

public class ReadingBodiesTests
{
    private static readonly string _scan = Bodies.Example("volumetry_recorded");

    [Theory]
    [InlineData("", 1, 1, "The body is empty.")]
    [InlineData(" \n ", 2, 2, "The body is empty.")]
    [InlineData("{", 1, 2, "The body ends too early")]
    [InlineData("{\"type\": \"discharged", 1, 21, "The body ends too early")]
    [InlineData("{\n  \"flrVolumeMl\": NaN }", 2, 18, "no NaN")]
    [InlineData("{\"a\": -Infinity}", 1, 8, "no NaN and no Infinity")]
    [InlineData("{\"a\": nan}", 1, 8, "no NaN")]
    [InlineData("{\"a\": True}", 1, 7, "true, false and null, in small letters")]
    [InlineData("{'a': 1}", 1, 2, "double quotation marks")]
    [InlineData("{\"a\": 1,}", 1, 9, "A closing bracket is not expected here.")]
    [InlineData("{\"a\": [1}", 1, 9, "A closing bracket is not expected here.")]
    [InlineData("{\"é\": 1} // later", 1, 10, "no comments")]
    [InlineData("{\"a\": \"one\ntwo\"}", 1, 11, "A line break or tab inside a text")]
    [InlineData("{} {}", 1, 4, "\"{\" is not expected here.")]
    [InlineData("{\"a\": 01}", 1, 8, "\"1\" is not expected here.")]
    [InlineData("{\"a\": .5}", 1, 7, "\".\" is not expected here.")]
    [InlineData("{\"a\": \"\\x\"}", 1, 9, "\"x\" is not expected here.")]
    [InlineData("{\"a\": \"\\ud83\"}", 1, 13, "is not expected here.")]
    public void Broken_json_is_refused_with_line_and_position(string body, int line, int position, string words)
    {
        var refused = Assert.IsType<InvalidJson>(Bodies.Refused(body));
        Assert.Equal((line, position), (refused.Line, refused.Position));
        Assert.Contains(words, refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_at_their_place()
    {
        byte[] body = [.. "{\n\"note\": \"caf"u8, 0xE9, .. "\"}"u8];
        Assert.Equal(
            new InvalidJson(2, 13, "The byte 0xE9 is no UTF-8. Save or send the text in UTF-8."), Assert.Single(EventReader.Read(body).Rejections));
    }

    [Fact]
    public void A_body_nested_too_deeply_is_refused()
    {
        var deep = Bodies.Refused(new string('[', 65) + new string(']', 65));
        Assert.Equal(new InvalidJson(1, 65, "Nested more than 64 deep."), deep);
        Assert.IsType<WrongType>(Bodies.Refused(new string('[', 64) + new string(']', 64)));
        Assert.IsType<InvalidJson>(Bodies.Refused(new string('[', 1_000_000)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"volumetry_recorded\"")]
    [InlineData("true")]
    public void A_body_that_is_neither_object_nor_list_is_refused(string body) => Assert.Equal(
        new WrongType("", "The body", "an event, as a JSON object", body, ""), Bodies.Refused(body));

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.True(EventReader.Read((byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(_scan)]).IsRead);

    [Theory]
    [InlineData("{\"type\": \"discharged\", \"a\\u0000b\": 1}", "U+0000")]
    [InlineData("{\"type\": \"discharged\", \"a\\ud83d\": 1}", "surrogate")]
    public void A_field_name_that_cannot_be_stored_is_refused_at_its_object(string body, string words)
    {
        var refused = Bodies.Read(body).Rejections[0];
        Assert.Equal(("invalid-text", ""), (refused.Code, refused.Field));
        Assert.Contains(words, refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_too_long_for_a_pointer_is_refused_at_its_object_and_shortened()
    {
        var name = new string('x', 100_000);
        var refused = Bodies.Refused(Bodies.With("discharged", name, "1"));
        Assert.Equal("", refused.Field);
        Assert.True(refused.Detail.Length < 300);
    }

    [Fact]
    public void A_list_of_events_is_read_in_its_order()
    {
        var reading = Bodies.Read($"[{_scan}, {Bodies.Example("discharged")}]");
        Assert.Equal([typeof(VolumetryRecorded), typeof(Discharged)], reading.Events.Select(e => e.GetType()));
        Assert.True(reading.IsList);
        Assert.False(Bodies.Read(_scan).IsList);
    }

    [Fact]
    public void Every_bad_event_of_a_list_is_told_with_its_index_and_none_gets_in()
    {
        var reading = Bodies.Read($"[{_scan}, {Bodies.With("discharged", "occurredOn", "7")}, {_scan}, 5, {{}}]");
        Assert.Empty(reading.Events);
        Assert.Equal(["/1/occurredOn", "/3", "/4/type"], reading.Rejections.Select(r => r.Field));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_list_holds_1_to_100_events(int count, bool isRead)
    {
        var reading = Bodies.Read($"[{string.Join(',', Enumerable.Repeat(_scan, count))}]");
        Assert.Equal(isRead, reading.IsRead);
        Assert.Equal(isRead ? count : 0, reading.Events.Length);
    }

    [Fact]
    public void A_hostile_body_gets_a_bounded_answer()
    {
        var fields = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"f{i}\":{i}"));
        Assert.InRange(Bodies.Read($"{{\"type\":\"discharged\",{fields}}}").Rejections.Length, 1, 101);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("\"pathway_opened\"")]
    public void An_opening_may_leave_out_its_type(string? type) => Assert.IsType<PathwayOpened>(Assert.Single(
        EventReader.ReadOpening(Encoding.UTF8.GetBytes(Bodies.With("pathway_opened", "type", type))).Events));

    [Fact]
    public void Nothing_but_an_opening_opens_a_pathway()
    {
        Assert.Contains(new NotAnOpening("/type", "\"discharged\""), EventReader.ReadOpening(Encoding.UTF8.GetBytes(Bodies.Example("discharged"))).Rejections);
        Assert.Equal("wrong-type", Assert.Single(EventReader.ReadOpening("[]"u8.ToArray()).Rejections).Code);
    }
}
