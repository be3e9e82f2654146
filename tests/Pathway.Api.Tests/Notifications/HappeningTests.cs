using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.CommandLine;
using Pathway.Api.Pathways;
using Pathway.Api.Simulation;
using Pathway.Api.Tests.Samples;
using Pathway.Api.Tests.Simulation;
using Pathway.Domain.Happenings;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.EventStore;
using Pathway.Projections.Overview;
using Pathway.Testing;
using Said = Pathway.Api.Tests.Pathways.Said;

namespace Pathway.Api.Tests.Notifications;

/// <summary>What is told to happen, from entries to the database.</summary>
public sealed partial class HappeningTests(ThrowAwayPostgres postgres)
{
    private static readonly string[] _words = [.. Words<Gate>(), .. Words<Overall>(), .. Words<DueTask>()];
    private static readonly string[] _rules = [.. ShippedProtocols.Shelf.All.SelectMany(p => p.Schedule.Select(r => r.Id).Concat(p.CourseRules.Select(r => r.Id))).Distinct()];

    [Fact]
    public async Task No_body_of_any_journey_holds_a_measurement_a_text_or_who_the_patient_is()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("deathRecorded");
        var pathway = told.Pathway;
        await Load(pathway);
        await Followed(pathway);

        var bodies = (await Column(pathway, "select body from pathway_happening order by number")).ConvertAll(b => JsonElement.Parse(b));
        Assert.InRange(bodies.Count, 500, int.MaxValue);
        Assert.All(bodies, body =>
        {
            Assert.Equal(["id", "type", "timestamp", "data"], body.EnumerateObject().Select(p => p.Name));
            Assert.All(body.GetProperty("data").EnumerateObject(), field => Assert.True(
                field.Name switch
                {
                    "pathwayId" or "eventId" => field.Value.TryGetGuid(out _),
                    "logPosition" => field.Value.TryGetInt64(out _),
                    "occurredOn" or "dueOn" => IsDate().IsMatch(field.Value.GetString()!),
                    "isCorrection" => field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                    "gate" or "overall" or "what" => _words.Contains(field.Value.GetString()),
                    "ruleId" => _rules.Contains(field.Value.GetString()),
                    _ => false,
                },
                $"{body}"));
        });

        // Every kind came up, or nothing was held against these words.
        Assert.Equal(Words<HappeningKind>().Order(StringComparer.Ordinal), bodies.Select(b => b.GetProperty("type").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(bodies.Count, bodies.Select(b => b.GetProperty("id").GetGuid()).Distinct().Count());
    }

    [Fact]
    public async Task What_is_overdue_is_told_once_for_each_date_also_after_a_restart_and_a_correction()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("itemOverdue");
        var id = await told.Desk.OpenWith(Said.Scan("2026-03-01"), Said.Strategy("2026-03-02"), Said.Stage1("2026-03-08"));
        await told.UntilFollowed(4);

        // After ALPPS on the 8th: the laboratory of day 5 is in time until day 7, as are the scan and the test of function of day 7.
        told.Pass(TimeSpan.FromDays(1));
        await told.Receiver.Until(m => m.Count >= 3);
        Assert.Equal(
            [("laboratory", "2026-03-13"), ("firstInterstageVolumetry", "2026-03-15"), ("interstageFunction", "2026-03-15")],
            told.Receiver.Messages.Select(m => (m.Data.GetProperty("what").GetString(), m.Data.GetProperty("dueOn").GetString())));
        Assert.All(told.Receiver.Messages, m => Assert.Equal(
            (id, "2026-03-16", 4L, false), (m.PathwayId, m.Data.GetProperty("occurredOn").GetString(), m.Data.GetProperty("logPosition").GetInt64(), m.Data.GetProperty("isCorrection").GetBoolean())));

        await told.Replace(await TestPathway.Start(told.Pathway.Database, node: told.Pathway));
        var labs = await told.Desk.RecordOne(id, Said.Event("laboratory_recorded", "2026-03-16", """ "inr": 1.1, "bilirubin": { "value": 1, "unit": "mg/dL" } """));
        await told.Desk.Record(id, Said.Corrected(labs, on: "2026-03-16")); // Withdrawn: what was overdue is so again, since the same date.
        await told.UntilFollowed(6);
        told.Pass(TimeSpan.FromDays(1));
        await Looked(told.Pathway, "2026-03-17");
        told.Pass(TimeSpan.FromDays(20));
        await Looked(told.Pathway, "2026-04-06");
        var last = (await told.Receiver.Until(m => m.Count >= 4)).Skip(3);
        Assert.Equal([("growthReview", "2026-04-05")], last.Select(m => (m.Data.GetProperty("what").GetString()!, m.Data.GetProperty("dueOn").GetString()!)));
    }

    [Fact]
    public async Task What_is_followed_after_the_look_of_the_day_and_was_entered_before_it_is_looked_at_too()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("deathRecorded");
        await told.Desk.Open();
        await told.UntilFollowed(1);
        told.Pass(TimeSpan.FromDays(1));
        await Looked(told.Pathway, "2026-03-16");
        await Simulate(told.Pathway, 20); // Patients of years ago.
        await Followed(told.Pathway);
        await Looked(told.Pathway, "2026-03-16");
    }

    [Fact]
    public async Task What_days_do_before_an_entry_is_told_apart_from_what_the_entry_does()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("deathRecorded");
        var id = await told.Desk.OpenWith(Said.Scan("2026-03-01"), Said.Strategy("2026-03-02"), Said.Stage1("2026-03-10"));
        await told.UntilFollowed(4);
        var stage1 = await Column(told.Pathway, "select body from pathway_happening where kind = 'readinessChanged' and position = 4 order by number");
        Assert.Equal(["stage2 insufficientData True"], stage1.ConvertAll(Answer).Where(a => a.StartsWith("stage2", StringComparison.Ordinal)));

        // The question of stage 1 is asked on its very day for the last time: the next day answers it, and no entry does.
        told.Pass(TimeSpan.FromDays(1));
        await Looked(told.Pathway, "2026-03-16");
        Assert.DoesNotContain(await Column(told.Pathway, $"select body from pathway_happening where pathway_id = '{id}' and kind = 'readinessChanged' and position > 4"), b => b.Contains("eventId", StringComparison.Ordinal));

        static string Answer(string body)
        {
            var data = JsonElement.Parse(body).GetProperty("data");
            return $"{data.GetProperty("gate")} {data.GetProperty("overall")} {data.TryGetProperty("eventId", out _)}";
        }
    }

    [Fact]
    public async Task An_entry_that_is_not_known_stops_what_is_told_of_its_pathway_and_no_other_until_a_version_knows_it()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("deathRecorded");
        var (stopped, other) = (await told.Desk.OpenWith(Said.Strategy("2026-01-10"), Said.Stage1("2026-01-20")), await told.Desk.OpenWith(Said.Strategy("2026-01-10")));
        await told.UntilFollowed(5);
        await told.Pathway.DisposeAsync();
        await Execute(told.Pathway, $"""
            update mt_events set type = 'organ_printed' where stream_id = '{stopped}' and version = 2;
            truncate pathway_happening, pathway_happening_watch, pathway_webhook_delivery;
            update mt_event_progression set last_seq_id = 0 where name = 'Happenings:V1:All'
            """);

        told.GoOnWith(await TestPathway.Start(told.Pathway.Database, node: told.Pathway));
        await told.UntilFollowed(5);
        Assert.Equal(["pathwayOpened"], await Kinds(stopped));
        Assert.Equal(["pathwayOpened", "strategyDecided"], await Kinds(other));
        var status = (await told.Get("/api/projections"))[1];
        Assert.Equal((1, stopped, 2, "organ_printed"), (
            status.GetProperty("stoppedPathways").GetInt32(), status.GetProperty("firstStopped")[0].GetProperty("pathwayId").GetGuid(),
            status.GetProperty("firstStopped")[0].GetProperty("version").GetInt32(), status.GetProperty("firstStopped")[0].GetProperty("eventType").GetString()));

        await Execute(told.Pathway, $"update mt_events set type = 'strategy_decided' where stream_id = '{stopped}' and version = 2");
        await told.Replace(await TestPathway.Start(told.Pathway.Database, node: told.Pathway));
        await Until(told.Pathway, "select count(*) = 0 from pathway_happening_watch where stopped_version is not null");
        Assert.Equal(["pathwayOpened", "strategyDecided", "stage1Performed"], await Kinds(stopped));

        async Task<IEnumerable<string>> Kinds(Guid pathway) =>
            (await Column(told.Pathway, $"select kind from pathway_happening where pathway_id = '{pathway}' order by number")).Where(k => k is not ("readinessChanged" or "deviationFound" or "itemOverdue"));
    }

    private static async Task Simulate(TestPathway pathway, int count)
    {
        await using var quiet = new StringWriter();
        var services = pathway.Services;
        await new CohortLoader(
            services.GetRequiredService<Recorder>(), services.GetRequiredService<PathwayList>(), services.GetRequiredService<IEventStore>(), services.GetRequiredService<HospitalClock>(), new(quiet, false))
            .Load(SimulatedCohort.Seven, count, CancellationToken.None);
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(v => JsonNamingPolicy.CamelCase.ConvertName($"{v}"));

    /// <summary>Records the samples, and sixty journeys that are simulated.</summary>
    internal static async Task Load(TestPathway pathway)
    {
        await LoadedSamples.Load(pathway, DemoData.ShippedFolder);
        await Simulate(pathway, 60);
    }

    internal static Task Followed(TestPathway pathway) =>
        Until(pathway, "select last_seq_id = (select max(seq_id) from mt_events) from mt_event_progression where name = 'Happenings:V1:All'");

    internal static Task Looked(TestPathway pathway, string on) => Until(pathway, $"select bool_and(looked_on = '{on}' or not is_open) from pathway_happening_watch");

    internal static async Task Until(TestPathway pathway, string condition)
    {
        for (var waited = 0; (await Column(pathway, $"select coalesce(({condition}), false)::text")).Single() != "true"; waited++)
        {
            Assert.InRange(waited, 0, 3000);
            await Task.Delay(20);
        }
    }

    internal static async Task Execute(TestPathway pathway, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal static async Task<List<string>> Column(TestPathway pathway, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var column = new List<string>();
        while (await reader.ReadAsync())
        {
            column.Add(reader.GetString(0));
        }

        return column;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsDate();
}
