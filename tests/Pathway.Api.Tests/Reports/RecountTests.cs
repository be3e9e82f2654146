using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.CommandLine;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Api.Simulation;
using Pathway.Api.Tests.Audit.Proof;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Simulation;
using Pathway.EventStore;
using Pathway.Projections.Overview;
using Pathway.Testing;
using Said = Pathway.Api.Tests.Pathways.Said;

namespace Pathway.Api.Tests.Reports;

/// <summary>Drop-outs by strategy, counted three times: by the report, in plain SQL, and by a program of another hand from the exported log alone.</summary>
public sealed class RecountTests(ThrowAwayPostgres postgres)
{
    private const int Pathways = 400;

    private static readonly string[] _outcomes = ["stage2", "died", "droppedOut", "lostToFollowUp", "closed", "open"];

    [Fact]
    public async Task The_report_plain_SQL_and_a_recount_of_the_exported_events_agree()
    {
        await using var pathway = await TestPathway.Start(postgres);
        await new CohortLoader(
            pathway.Services.GetRequiredService<Recorder>(), pathway.Services.GetRequiredService<PathwayList>(), pathway.Services.GetRequiredService<IEventStore>(),
            pathway.Services.GetRequiredService<HospitalClock>(), new Progress(TextWriter.Null, isTerminal: false)).Load(SimulatedCohort.Seven, Pathways, CancellationToken.None);
        await EnterHardCases(pathway);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("log.ndjson"), await ExportedLog.Of(pathway));
        MustHoldEverything(await File.ReadAllLinesAsync(folder.At("log.ndjson")));

        var report = await Reported(pathway);
        Assert.True(report.Count > 20, string.Join('\n', report));
        Assert.Equal(report, await Queried(pathway));
        Assert.Equal(report, await Recounted(folder.At("log.ndjson")));
    }

    /// <summary>What is told apart by one rule alone: two on one day, and entries that were put right.</summary>
    private static async Task EnterHardCases(TestPathway pathway)
    {
        using var desk = new Desk(pathway.As(Role.Coordinator));
        string[] begun = [Said.Strategy("2025-12-20"), Said.Stage1("2026-01-01")];
        string[][] more =
        [
            [Said.Stage2("2026-01-10"), Said.Died("2026-01-10")],
            [Said.DroppedOut("2026-01-10"), Said.Died("2026-01-10")],
            [Said.DroppedOut("2026-01-10"), Said.Died("2026-01-11")],
            [Said.DroppedOut("2026-01-10"), Said.Resumed("2026-01-10")],
            [Said.DroppedOut("2026-01-10"), Said.Resumed("2026-01-10"), Said.DroppedOut("2026-01-10")], // entered by a second person: counted once
            [Said.Stage2("2026-01-10"), Said.DroppedOut("2026-01-12", "lostToFollowUp")],
            [Said.DroppedOut("2026-01-10", "lostToFollowUp")],
            [Said.Closed("2026-01-10", "transferred")],
            [Said.Closed("2026-01-10", "enteredInError")],
            [Said.DroppedOut("2026-01-10"), Said.Closed("2026-01-10", "transferred")],
            [Said.DroppedOut("2026-01-10", "patientChoice"), Said.Closed("2026-01-10", "enteredInError")],
        ];
        for (var n = 0; n < more.Length; n++)
        {
            var id = await desk.Open(Said.Opened(patientRef: $"P-{n}"));
            await desk.Record(id, Said.All([.. begun, .. more[n]]));
        }

        // A technique that the way does not begin with names the way; one put right is as if it had been entered so.
        var other = await desk.Open(Said.Opened(patientRef: "P-other"));
        await desk.Record(other, Said.Strategy("2025-12-20"));
        await desk.Record(other, Said.Event("stage1_performed", "2026-01-01", """ "technique": "portalVeinLigation", "approach": "open" """));
        var right = await desk.Open(Said.Opened(patientRef: "P-right"));
        await desk.Record(right, Said.Strategy("2025-12-20"));
        var wrong = await desk.RecordOne(right, Said.Event("stage1_performed", "2026-01-02", """ "technique": "portalVeinLigation", "approach": "open" """));
        await desk.Record(right, Said.Corrected(wrong, Said.Stage1("2026-01-01")));
        var left = await desk.RecordOne(right, Said.DroppedOut("2026-01-10"));
        var taken = await desk.RecordOne(right, Said.Corrected(left));
        await desk.Record(right, Said.Corrected(taken));
    }

    /// <summary>The cohort must hold what could be counted wrongly.</summary>
    private static void MustHoldEverything(string[] lines)
    {
        var events = lines.Select(l => JsonElement.Parse(l)).Where(l => l.TryGetProperty("streamId", out _)).ToList();
        var corrections = events.Where(e => e.GetProperty("type").GetString() == "event_corrected").ToList();
        Assert.Contains(corrections, c => c.GetProperty("data").TryGetProperty("replacement", out var r) && r.ValueKind is JsonValueKind.Object);
        Assert.Contains(corrections, c => !c.GetProperty("data").TryGetProperty("replacement", out var r) || r.ValueKind is JsonValueKind.Null);
        Assert.Contains(events, e => e.GetProperty("type").GetString() == "pathway_resumed");
        Assert.Contains(events.CountBy(e => $"{e.GetProperty("streamId")} {e.GetProperty("type")} {e.GetProperty("data")}"), same => same.Value > 1);
    }

    private static async Task<List<string>> Reported(TestPathway pathway)
    {
        await using var database = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using var end = database.CreateCommand("select max(seq_id) from mt_events");
        using var reporter = pathway.As(Role.Reporter);
        var report = JsonElement.Parse(await reporter.GetStringAsync($"/api/reports/dropout?by=strategy&atLeast={await end.ExecuteScalarAsync()}"));
        var rows = new List<string>();
        foreach (var group in report.GetProperty("groups").EnumerateArray())
        {
            var name = group.GetProperty("group").GetString();
            rows.AddRange(_outcomes.Where(o => o != "droppedOut").Select(o => $"{name}\t{o}\t\t{Count(group.GetProperty(o))}"));
            rows.AddRange(group.GetProperty("reasons").EnumerateArray().Select(r => $"{name}\tdroppedOut\t{r.GetProperty("reason")}\t{Count(r.GetProperty("patients"))}"));
            Assert.Equal(group.GetProperty("patients").GetInt32(), _outcomes.Sum(o => Count(group.GetProperty(o))));
        }

        return Sorted(rows.Where(r => !r.EndsWith("\t0", StringComparison.Ordinal)));

        static int Count(JsonElement share) => share.GetProperty("count").GetInt32();
    }

    /// <summary>The statement of docs/reports.md, as the role that reporting tools have.</summary>
    private static async Task<List<string>> Queried(TestPathway pathway)
    {
        var statement = Documentation.Page("reports.md").SkipWhile(l => l != "```sql").Skip(1).TakeWhile(l => l != "```");
        await using var database = NpgsqlDataSource.Create($"{pathway.Database.OwnerConnectionString};Options=-c role=pathway_reporting");
        await using var query = database.CreateCommand(string.Join('\n', statement));
        await using var rows = await query.ExecuteReaderAsync();
        var read = new List<string>();
        while (await rows.ReadAsync())
        {
            read.Add(string.Join('\t', Enumerable.Range(0, rows.FieldCount).Select(c => rows.IsDBNull(c) ? "" : $"{rows.GetValue(c)}")));
        }

        return Sorted(read);
    }

    private static async Task<List<string>> Recounted(string file)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "recount.py"), file]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        return Sorted(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];
}
