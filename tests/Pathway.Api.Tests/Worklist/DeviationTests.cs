using System.Net;
using System.Text.Json;
using Pathway.Api.Tests.Pathways;

namespace Pathway.Api.Tests.Worklist;

/// <summary>Reality is recorded even where it breaks the protocol, and whoever records it is told. The clock stands at 2026-03-15.</summary>
public sealed class DeviationTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Whoever_records_a_break_is_told_of_it_and_of_that_alone()
    {
        var id = await desk.OpenWith(Said.Strategy("2026-02-20", "portalVeinEmbolization"), Said.Scan("2026-01-10"));

        var stage1 = await desk.Record(id, Said.Stage1("2026-03-02"));
        Assert.Equal(
            ["course.imagingBeforeStage1", "course.laboratoryDay5", "course.strategyFollowed", "course.trialOfChemotherapy"],
            Rules(stage1.GetProperty("deviations")).Order(StringComparer.Ordinal));

        // Told before, and still in the state.
        var note = await desk.Record(id, Said.Note("2026-03-03", "Sleeps well."));
        Assert.Empty(Rules(note.GetProperty("deviations")));
        Assert.Equal(Rules(stage1.GetProperty("state").GetProperty("deviations")), Rules(note.GetProperty("state").GetProperty("deviations")));

        var stage2 = await desk.Record(id, Said.Stage2("2026-03-10"));
        Assert.Equal(
            ["course.decisionBeforeStage2", "course.functionBeforeStage2"],
            Rules(stage2.GetProperty("deviations")).Order(StringComparer.Ordinal));
        Assert.Contains("course.readyAtStage2", Rules(stage2.GetProperty("state").GetProperty("notJudged")));
    }

    [Fact]
    public async Task A_deviation_names_value_limit_source_and_entries()
    {
        var id = await desk.Open();
        var scan = await desk.RecordOne(id, Said.Scan("2026-01-10"));
        var answer = await desk.Record(id, Said.Stage1("2026-03-02"));

        var deviation = answer.GetProperty("deviations").EnumerateArray().Single(d => d.GetProperty("ruleId").GetString() == "course.imagingBeforeStage1");
        var source = deviation.GetProperty("evidence");
        Assert.StartsWith("Huang M, Song C, Cai H, et al.", source.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"ruleId":"course.imagingBeforeStage1","statement":"The latest volumetry before stage 1 was 51 days old; 42 days or less is asked for.","occurredOn":"2026-03-02","observed":51,"threshold":42,"unit":"d","evidence":{{source.GetRawText()}},"eventIds":["{{answer.GetProperty("events")[0].GetProperty("id")}}","{{scan}}"]}""",
            deviation.GetRawText());
    }

    [Fact]
    public async Task What_is_only_checked_tells_the_same_deviations()
    {
        var id = await desk.OpenWith(Said.Strategy("2026-02-20"), Said.Scan("2026-01-10"));
        var checkedOnly = Desk.Parse(await Text(await desk.Validate(id, Said.Stage1("2026-03-02"))));
        Assert.Equal(Rules(checkedOnly.GetProperty("deviations")), Rules((await desk.Record(id, Said.Stage1("2026-03-02"))).GetProperty("deviations")));
        Assert.NotEmpty(Rules(checkedOnly.GetProperty("deviations")));
    }

    [Fact]
    public async Task A_correction_that_puts_the_date_right_takes_the_deviation_back()
    {
        var id = await desk.OpenWith(Said.Strategy("2026-02-20"));
        var scan = await desk.RecordOne(id, Said.Scan("2026-01-10"));
        await desk.Record(id, Said.Stage1("2026-03-02"));
        Assert.Contains("course.imagingBeforeStage1", Rules((await desk.Read(id)).GetProperty("deviations")));
        await desk.Record(id, Said.Corrected(scan, Said.Scan("2026-02-10")));
        Assert.DoesNotContain("course.imagingBeforeStage1", Rules((await desk.Read(id)).GetProperty("deviations")));
    }

    [Fact]
    public async Task The_state_of_an_earlier_date_shows_what_was_owed_then()
    {
        var id = await desk.OpenWith(Said.Strategy("2026-02-20"), Said.Stage1("2026-03-02"));
        var due = (await desk.Read(id, "?asOfOccurred=2026-03-07")).GetProperty("due").EnumerateArray().First();
        Assert.Equal(
            ("laboratory", "due", "2026-03-07", 0, "schedule.laboratory.stage1"),
            (due.GetProperty("what").GetString(), due.GetProperty("state").GetString(), due.GetProperty("dueOn").GetString(), due.GetProperty("overdueDays").GetInt32(), due.GetProperty("ruleId").GetString()));
        Assert.Equal(6, (await desk.Read(id)).GetProperty("due").EnumerateArray().Single(d => d.GetProperty("what").GetString() == "laboratory").GetProperty("overdueDays").GetInt32());
    }

    private static IReadOnlyList<string?> Rules(JsonElement deviations) => [.. deviations.EnumerateArray().Select(d => d.GetProperty("ruleId").GetString())];

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return text;
    }
}
