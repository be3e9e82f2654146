using System.Net;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

/// <summary>A journey that was entered as the days went by, looked at from every one of them.</summary>
public sealed class DayByDay(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    internal TestPathway Pathway { get; private set; } = null!;

    /// <summary>Whoever reads it when all has been entered.</summary>
    internal Desk Desk { get; private set; } = null!;

    internal Guid Id { get; private set; }

    /// <summary>For each version the instant at which it was recorded, and the state that was answered then.</summary>
    internal List<(DateTimeOffset RecordedAt, string State)> Answers { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Pathway = await TestPathway.Start(postgres);
        var time = Pathway.Time;
        foreach (var (day, happened) in new (string, string?)[]
        {
            ("2025-09-01T10:00:00", null),
            ("2025-11-12T10:00:00.123456", Said.Event("chemotherapy_recorded", "2025-11-12", """ "regimen": "FOLFOX", "cycles": 5, "startedOn": "2025-09-08", "lastDoseOn": "2025-11-10", "intent": "conversion" """)),
            ("2025-11-24T23:59:59.999999", Said.Strategy("2025-11-24")),
            ("2025-12-08T00:00:00", Said.Stage1("2025-12-08")),
            ("2025-12-09T09:00:00", Said.Scan("2025-11-20")), // Late entry.
            ("2025-12-16T09:00:00", Said.Scan("2025-12-15", 640)),
            ("2025-12-18T15:00:00", Said.Stage2("2025-12-18")),
            ("2025-12-20T15:00:00", Said.Complication("2025-12-19")),
            ("2026-01-02T11:00:00", Said.Event("note_recorded", "2026-01-01", "\"note\": \"Talked to the family.\"")),
            ("2026-01-05T11:00:00", Said.Discharged("2026-01-05")),
            ("2026-03-01T11:00:00", Said.Seen("2026-02-27")),
        })
        {
            time.Now = DateTimeOffset.Parse($"{day}Z");
            using var desk = new Desk(Pathway.As(Role.Coordinator));
            JsonElement state;
            if (happened is null)
            {
                state = await Desk.Created(await desk.Post("/api/pathways", Said.Opened()));
                Id = state.GetProperty("id").GetGuid();
            }
            else
            {
                state = (await desk.Record(Id, happened)).GetProperty("state");
            }

            Answers.Add((time.Now, state.GetRawText()));
        }

        time.Now = DateTimeOffset.Parse("2026-05-01T12:00:00Z");
        Desk = new(Pathway.As(Role.Auditor));
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await Pathway.DisposeAsync();
    }
}

public sealed class TimeTravelTests(DayByDay course) : IClassFixture<DayByDay>
{
    private readonly Desk desk = course.Desk;
    private readonly Guid id = course.Id;

    [Fact]
    public async Task Each_version_shows_what_was_answered_when_it_was_recorded()
    {
        for (var version = 1; version <= course.Answers.Count; version++)
        {
            var answer = await desk.TryRead(id, $"?asOfVersion={version}");
            Assert.Equal(course.Answers[version - 1].State, await answer.Content.ReadAsStringAsync());
            Assert.StartsWith($"\"{version}-", answer.Headers.ETag?.ToString(), StringComparison.Ordinal);
            Assert.Equal(version, (await desk.Events(id, $"?asOfVersion={version}")).Count);
        }
    }

    [Fact]
    public async Task Each_instant_shows_what_was_known_then_to_the_microsecond()
    {
        for (var i = 0; i < course.Answers.Count; i++)
        {
            var (recordedAt, state) = course.Answers[i];
            Assert.Equal(state, await desk.ReadText(id, $"?asOfRecorded={recordedAt:yyyy-MM-dd'T'HH:mm:ss.ffffff}Z"));
            if (i > 0)
            {
                var justBefore = await desk.Read(id, $"?asOfRecorded={recordedAt.AddMicroseconds(-1):yyyy-MM-dd'T'HH:mm:ss.ffffff}Z");
                Assert.Equal(i, justBefore.GetProperty("version").GetInt32());
            }
        }

        Assert.Equal(4, (await desk.Read(id, "?asOfRecorded=2025-12-08T01:00%2B01:00")).GetProperty("version").GetInt32());
        Assert.Equal(3, (await desk.Read(id, "?asOfRecorded=2025-12-08T00:59%2B01:00")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Before_the_opening_was_recorded_nothing_was_known() =>
        await (await desk.TryRead(id, "?asOfRecorded=2025-09-01T09:59:59Z")).ShouldBeProblem(HttpStatusCode.NotFound, "not-yet-recorded");

    [Theory]
    [InlineData("2025-09-01", "assessment")]
    [InlineData("2025-11-12", "chemotherapy")]
    [InlineData("2025-11-24", "planned")]
    [InlineData("2025-12-07", "planned")]
    [InlineData("2025-12-08", "interstage")]
    [InlineData("2025-12-18", "postoperative")]
    [InlineData("2026-02-26", "postoperative")]
    [InlineData("2026-02-27", "surveillance")]
    [InlineData("2026-05-01", "surveillance")]
    public async Task Each_date_shows_where_the_patient_stood_by_all_that_is_known_today(string date, string phase)
    {
        var state = await desk.Read(id, $"?asOfOccurred={date}");
        Assert.Equal(phase, state.GetProperty("phase").GetString());
        Assert.Equal(date, state.GetProperty("asOf").GetString());
        Assert.Equal(11, state.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task What_was_known_then_about_an_earlier_date_is_asked_with_both()
    {
        // By Dec 10 stage 1 had been recorded; on Nov 30 it had not happened.
        Assert.Equal("planned", await desk.PhaseOf(id, "?asOfRecorded=2025-12-10T00:00:00Z&asOfOccurred=2025-11-30"));
        Assert.Equal("planned", await desk.PhaseOf(id, "?asOfVersion=5&asOfOccurred=2025-11-30"));

        // Of what happened by Dec 19, the complication was not known on Dec 19.
        Assert.Equal(0, (await desk.Read(id, "?asOfRecorded=2025-12-19T23:59:00Z&asOfOccurred=2025-12-19")).GetProperty("complications").GetArrayLength());
        Assert.Equal(1, (await desk.Read(id, "?asOfRecorded=2025-12-21T00:00:00Z&asOfOccurred=2025-12-19")).GetProperty("complications").GetArrayLength());

        // The narrower of version and instant counts.
        Assert.Equal(3, (await desk.Read(id, "?asOfVersion=3&asOfRecorded=2026-01-01T00:00:00Z")).GetProperty("version").GetInt32());
        Assert.Equal(4, (await desk.Read(id, "?asOfVersion=9&asOfRecorded=2025-12-08T12:00:00Z")).GetProperty("version").GetInt32());

        // What was known then, looked at today: stage 2 long past, time alone made it surveillance.
        Assert.Equal("surveillance", await desk.PhaseOf(id, "?asOfVersion=7&asOfOccurred=2026-05-01"));
        Assert.Equal("postoperative", await desk.PhaseOf(id, "?asOfVersion=7"));
    }

    [Fact]
    public async Task A_protocol_may_be_named() =>
        Assert.Equal("staged-hepatectomy", (await desk.Read(id, "?protocol=staged-hepatectomy@1")).GetProperty("protocol").GetProperty("id").GetString());

    [Theory]
    [InlineData("asOfVersion=0", "asOfVersion")]
    [InlineData("asOfVersion=-1", "asOfVersion")]
    [InlineData("asOfVersion=1.5", "asOfVersion")]
    [InlineData("asOfVersion=", "asOfVersion")]
    [InlineData("asOfVersion=99999999999999999999", "asOfVersion")]
    [InlineData("asOfRecorded=2026-01-01", "asOfRecorded")]
    [InlineData("asOfRecorded=2026-01-01T10:00:00", "asOfRecorded")] // Whose clock?
    [InlineData("asOfRecorded=2026-01-01T10:00", "asOfRecorded")]
    [InlineData("asOfRecorded=yesterday", "asOfRecorded")]
    [InlineData("asOfRecorded=2026-05-01T12:00:01Z", "asOfRecorded")] // Nobody knows the future.
    [InlineData("asOfRecorded=9999-12-31T23:59:59Z", "asOfRecorded")]
    [InlineData("asOfRecorded=0001-01-01T00:00:00%2B14:00", "asOfRecorded")]
    [InlineData("asOfOccurred=2026-05-02", "asOfOccurred")]
    [InlineData("asOfOccurred=2026-02-30", "asOfOccurred")]
    [InlineData("asOfOccurred=01.02.2026", "asOfOccurred")]
    [InlineData("protocol=staged-hepatectomy", "protocol")]
    [InlineData("protocol=staged-hepatectomy@2000", "protocol")]
    [InlineData("protocol=staged-hepatectomy@one", "protocol")]
    [InlineData("protocol=@1", "protocol")]
    public async Task A_moment_that_is_none_is_400_and_named(string query, string parameter)
    {
        var problem = await (await desk.TryRead(id, $"?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_version_that_was_not_reached_is_404()
    {
        await (await desk.TryRead(id, "?asOfVersion=12")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-version");
        await (await desk.TryReadEvents(id, "?asOfVersion=12")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-version");
    }

    [Fact]
    public async Task Dates_from_the_year_of_birth_on_can_be_asked_for_and_none_before()
    {
        foreach (var part in new[] { "", "/volumetric", "/functional", "/readiness", "/strategies", "/audit", "/decisions" })
        {
            await desk.ReadText(id, $"{part}?asOfOccurred=1961-01-01");
            foreach (var date in new[] { "1960-12-31", "0001-01-01" })
            {
                var problem = await (await desk.TryRead(id, $"{part}?asOfOccurred={date}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
                Assert.Equal("asOfOccurred", problem.GetProperty("parameter").GetString());
            }
        }

        Assert.Equal("on", (await (await desk.TryRead(id, "/readiness?on=1960-12-31")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter")).GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("on=2026-05-02", "on")]
    [InlineData("on=2026-02-30", "on")]
    [InlineData("on=2026-02-01&asOfOccurred=2026-02-01", "on")]
    [InlineData("gate=stage3", "gate")]
    [InlineData("gate=Stage2", "gate")]
    public async Task Readiness_asked_wrongly_is_400_and_named(string query, string parameter)
    {
        var problem = await (await desk.TryRead(id, $"/readiness?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Readiness_on_a_date_is_readiness_as_of_it() => Assert.Equal(
        await desk.ReadText(id, "/readiness?asOfOccurred=2025-12-16"), await desk.ReadText(id, "/readiness?on=2025-12-16"));
}
