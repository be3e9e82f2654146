using System.CommandLine;
using Pathway.Api.CommandLine;
using Pathway.Bench;

var rows = new Argument<string[]>("ROW") { Description = string.Join('\n', BenchCases.Rows.Select(row => $"{row.Key}: {row.Value}")) + "\nAll of them when none is named.", Arity = ArgumentArity.ZeroOrMore };
rows.AcceptOnlyFromAmong([.. BenchCases.Rows.Keys]);
var rounds = new Option<int>("--rounds") { Description = "How many rounds the figures are the median of.", HelpName = "N", DefaultValueFactory = _ => 7 };
rounds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--rounds is a number from 1.");
    }
});
var pathways = new Option<int>("--pathways") { Description = "How many pathways reports are asked about, 2,000 to 1,000,000.", HelpName = "N", DefaultValueFactory = _ => 100_000 };
pathways.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is not (>= 2_000 and <= 1_000_000))
    {
        result.AddError("--pathways is a number from 2,000 to 1,000,000.");
    }
});
var webhook = new Option<bool>("--webhook") { Description = "Register a webhook first, so that happenings are derived while rows from store to read are measured." };
var bench = new RootCommand("Measures Pathway on a PostgreSQL of its own, which is gone afterwards, as ratios to what the bare database does in the same rounds.") { rows, rounds, pathways, webhook };
bench.SetAction((parsed, _) => Run((parsed.GetValue(rows) is { Length: > 0 } wanted ? wanted : BenchCases.Rows.Keys).ToHashSet(StringComparer.Ordinal), parsed.GetValue(rounds), parsed.GetValue(pathways), parsed.GetValue(webhook)));
return await bench.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

static async Task<int> Run(IReadOnlySet<string> wanted, int rounds, int pathways, bool webhook)
{
    using var stop = new StopSignal();
    try
    {
        string machine;
        List<BenchRow> measured = [];
        await using (var pathway = await BenchPathway.Start(stop.Token))
        {
            machine = await Machine.Describe(pathway.ConnectionString, pathway.Folder, stop.Token);
            if (webhook)
            {
                await pathway.Listen(stop.Token);
            }

            var cases = await BenchCases.Of(pathway, wanted);
            if (cases.Count > 0)
            {
                var slices = await Rounds.Measure(cases, rounds, TimeSpan.FromSeconds(2), stop.Token);
                measured.AddRange(cases.Select(c => BenchRow.Of(c, slices)));
            }
        }

        if (wanted.Contains(RebuildBench.Row))
        {
            measured.Add(await RebuildBench.Run(rounds, stop.Token));
        }

        if (wanted.Contains(EnginesBench.Row))
        {
            measured.AddRange(await EnginesBench.Run(rounds, stop.Token));
        }

        if (wanted.Contains(WhatIfBench.Row))
        {
            measured.Add(await WhatIfBench.Run(rounds, stop.Token));
        }

        if (wanted.Contains(ReportsBench.Row))
        {
            measured.AddRange(await ReportsBench.Run(pathways, rounds, stop.Token));
        }

        if (wanted.Contains(StartBench.Row))
        {
            measured.AddRange(await StartBench.Run(rounds, stop.Token));
        }

        Console.Write(BenchTable.Write(measured));
        Console.WriteLine($"\nMedian (least–most) of {rounds} rounds. {machine}");
        return 0;
    }
    catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
    {
        return 130; // Stopped by Ctrl-C or the like.
    }
}
