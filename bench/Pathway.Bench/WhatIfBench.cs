using System.Diagnostics;
using Pathway.Api;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.Simulation;
using Pathway.Domain.Reporting;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Overview;
using Pathway.Projections.Protocols;
using Pathway.Projections.Reports;

namespace Pathway.Bench;

/// <summary>What-if over a simulated cohort, on a database that nobody else uses: every patient with stage 1 under another protocol, from the events to the report.</summary>
internal static class WhatIfBench
{
    /// <summary>The word that it is asked for by.</summary>
    public const string Row = "what-if";

    private const double TargetSeconds = 30;
    private const int TargetPathways = 100_000;
    private const int Pathways = 20_000;

    // The same journeys on whatever day it is measured.
    private static readonly Api.Simulation.Cohort _cohort = new(Seed: 1, Centers: 8, new(2019, 1, 1), new(2025, 12, 31));

    /// <summary>Answers a few times, after once to warm up.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<BenchRow> Run(int rounds, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.Start(cancellation);
        var connections = database.Connections;
        var published = new PublishedProtocols(connections);
        await Fill(connections, published, cancellation);
        await Progress.Tell("Deriving what reports are made of");
        await new CohortRebuild(connections, published).Run(dryRun: false, _ => { }, cancellation);

        using var cohorts = new CohortReader(connections);
        var runner = new WhatIfRunner(connections, published, cohorts);
        var under = (await published.Refresh(cancellation)).Find("review-stage2-thresholds", 1)!;
        var seconds = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var patients = 0;
            using var process = Process.GetCurrentProcess();
            var (since, busy) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            await runner.Run(new ReportQuestion(_cohort.To), under, (_, of) => patients = of, cancellation);
            var took = Stopwatch.GetElapsedTime(since);
            process.Refresh();
            await Progress.Tell(
                $"{(round == 0 ? "What-if, to warm up" : $"What-if {round} of {rounds}")}: {patients:N0} patients of {Pathways:N0} pathways in {took.TotalSeconds:N1} s, "
                + $"{(process.TotalProcessorTime - busy).TotalSeconds:N1} s of processor beside the database; {process.PeakWorkingSet64 >> 20:N0} MB at most so far");
            if (round > 0)
            {
                seconds.Add(took.TotalSeconds);
            }
        }

        var scaled = Spread.Of(seconds.Select(s => s * TargetPathways / Pathways));
        return new(
            $"what-if over {Pathways:N0} simulated pathways, scaled to {TargetPathways:N0}", 1, (Pathways / Spread.Of(seconds).Median).ToString("N0"), "", "",
            $"{scaled.Write("0.0")} s", $"< {TargetSeconds} s", scaled.Median < TargetSeconds);
    }

    private static async Task Fill(Npgsql.NpgsqlDataSource connections, PublishedProtocols published, CancellationToken cancellation)
    {
        await using var store = new PostgresEventStore(connections);
        using var journeys = new Journeys(store, published);
        var clock = new HospitalClock(TimeProvider.System, TimeZoneInfo.Utc);
        using var recorder = new Recorder(store, journeys, clock, published);
        await Progress.Tell($"Simulating {Pathways:N0} pathways");
        var progress = new Api.CommandLine.Progress(Console.Error, isTerminal: false);
        await new CohortLoader(recorder, new PathwayList(connections, JsonForm.Options), store, clock, progress).Load(_cohort, Pathways, cancellation);
    }
}
