using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.Simulation;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.Projections.Overview;
using Pathway.Projections.Protocols;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway simulate</c>: fills a database with patients who never were.</summary>
internal static class SimulateCommand
{
    private const int MostPathways = 1_000_000;
    private const int MostCenters = 100;
    private const int YearsBack = 5;
    private const int MostShown = 1_000;

    private static readonly JsonSerializerOptions _indented = new(EventJson.Options) { WriteIndented = true };

    private const string About = """
        Records the journeys of patients who never were, as plausible as the published figures make them
        (docs/simulator.md). Every pseudonym begins with SIM-, every center with simulated-.

        The same options give the same journeys, down to their ids: run again, it adds what is missing and
        nothing twice. Ctrl-C stops it after whole journeys. It works on the server that
        ConnectionStrings__Pathway names or on the private one of the data folder, also while Pathway runs.
        """;

    internal static Command Create()
    {
        var pathways = Number("--pathways", "How many patients.", "N", 1, MostPathways);
        pathways.Required = true;
        var seed = Number("--seed", "Tells one cohort from another.", "S", 0, int.MaxValue);
        seed.DefaultValueFactory = _ => 1;
        var centers = Number("--center-count", "How many centers they come from.", "C", 1, MostCenters);
        centers.DefaultValueFactory = _ => 8;
        var from = Date("--from", $"First date on which one comes; {YearsBack} years before --to unless given.");
        var to = Date("--to", "Last date on which anything is entered; it must be over: yesterday unless given.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Prints the journeys as JSON and stores nothing." };
        var data = CommandOptions.Data();
        var simulate = new Command("simulate", About) { pathways, seed, centers, from, to, dryRun, data };
        simulate.SetAction(async (parsed, _) =>
        {
            var settings = Settings.Read();
            var clock = new HospitalClock(TimeProvider.System, HospitalClock.ZoneNamed(settings.TimeZone));
            var last = parsed.GetValue(to) ?? clock.Today.AddDays(-1);
            var cohort = new Cohort(parsed.GetValue(seed), parsed.GetValue(centers), parsed.GetValue(from) ?? last.AddYears(-YearsBack), last);
            Check(cohort, clock);
            var output = parsed.InvocationConfiguration.Output;
            return parsed.GetValue(dryRun)
                ? await Print(cohort, parsed.GetValue(pathways), clock, output)
                : await Load(cohort, parsed.GetValue(pathways), clock, settings, parsed.GetRequiredValue(data), output);
        });
        return simulate;
    }

    private static void Check(Cohort cohort, HospitalClock clock)
    {
        if (cohort.To >= clock.Today)
        {
            throw new CannotStartException($"--to is {cohort.To:yyyy-MM-dd}, which is not over yet: today is {clock.Today:yyyy-MM-dd} where the hospital is.");
        }

        if (cohort.From > cohort.To)
        {
            throw new CannotStartException($"--from is {cohort.From:yyyy-MM-dd}, which is after --to, {cohort.To:yyyy-MM-dd}.");
        }

        if (cohort.From.Year < Cohort.EarliestYear)
        {
            throw new CannotStartException($"--from is {cohort.From:yyyy-MM-dd}: before {Cohort.EarliestYear} nobody was treated so.");
        }
    }

    private static async Task<int> Print(Cohort cohort, int pathways, HospitalClock clock, TextWriter output)
    {
        if (pathways > MostShown)
        {
            throw new CannotStartException($"--dry-run prints at most {MostShown} journeys.");
        }

        var journeys = Enumerable.Range(1, pathways).Select(number => cohort.Journey(number, clock)).Select(journey => new
        {
            kind = "synthetic",
            journey.Id,
            sittings = journey.Sittings.Select(s => new { s.RecordedAt, by = s.Actor.Name, entries = s.Entries }),
        });
        await output.WriteLineAsync(JsonSerializer.Serialize(journeys, _indented));
        return 0;
    }

    private static async Task<int> Load(Cohort cohort, int pathways, HospitalClock clock, Settings settings, string folder, TextWriter output)
    {
        using var stop = new StopSignal();
        using var logging = LoggerFactory.Create(ConsoleLog.Configure);
        try
        {
            await using var database = await Database.Open(settings, folder, logging.CreateLogger<OwnPostgres.OwnServer>(), stop.Token);
            LoadedCohort loaded = null!;
            await Database.With(database.AppConnectionString, async () =>
            {
                await using var connections = StoreConnection.DataSource(database.AppConnectionString);
                await using var node = await StoreNode.Start(StoreEngine.Chosen, connections, logging, cancellation: stop.Token);
                var store = node.Store;
                var published = new PublishedProtocols(connections);
                using var journeys = new Journeys(store, published);
                using var recorder = new Recorder(store, journeys, clock, published);
                var list = new PathwayList(connections, JsonForm.Options);
                loaded = await new CohortLoader(recorder, list, store, clock, new Progress(Console.Error, !Console.IsErrorRedirected)).Load(cohort, pathways, stop.Token);
            });
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Simulated pathways: {loaded.Pathways:N0} of {pathways:N0} are there, {loaded.There:N0} were before; {loaded.Events:N0} events recorded."));
            await output.WriteLineAsync($"All of it again, or more of it: {cohort.Client} --pathways N");
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0; // It was told to stop before it had begun.
        }

        return 0;
    }

    private static Option<int> Number(string name, string description, string helpName, int from, int to)
    {
        var number = new Option<int>(name) { Description = description, HelpName = helpName };
        number.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(result.GetValueOrDefault<int>() is var given && given >= from && given <= to))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {from:N0} to {to:N0}."));
            }
        });
        return number;
    }

    private static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            result.AddError($"{name} is a date, such as 2026-03-01.");
            return null;
        },
    };
}
