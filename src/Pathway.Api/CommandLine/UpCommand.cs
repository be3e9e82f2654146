using System.CommandLine;
using Npgsql;
using Pathway.Api.OwnPostgres;
using Pathway.Api.Pathways;
using Pathway.Api.Simulation;
using Pathway.EventStore;
using Pathway.Projections.Overview;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway up</c>: runs Pathway until it is told to stop.</summary>
internal static class UpCommand
{
    private const string About = """
        Starts Pathway, with a PostgreSQL of its own unless an existing server is named.

        Environment variables, each optional:
          ConnectionStrings__Pathway       an existing server to use, as an Npgsql connection string
          ConnectionStrings__PathwayOwner  the same database as a role that may make tables
          Pathway__TimeZone                where the hospital is, such as Europe/Zurich
          Pathway__Listen                  address to listen on; beyond this machine it needs the next one
          Pathway__SigningKey              the key that tokens are signed with, 32 bytes or more
          Pathway__LogKey                  file with the key, in PEM, that checkpoints are signed with
          Pathway__LogOrigin               the name of the log in its checkpoints
          Pathway__PlainWebhooks           true lets webhooks lead to other machines by plain http
          Pathway__PostgresBinaries        folder of the PostgreSQL server programs to run
        """;

    internal static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Where to listen; 0 for any free port.", HelpName = "PORT", DefaultValueFactory = _ => 8080 };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("--port is a number from 0 to 65535.");
            }
        });
        var data = CommandOptions.Data();
        var demo = new Option<bool>("--demo") { Description = "Loads the sample journeys and simulated ones first, unless they are there." };
        var up = new Command("up", About) { port, data, demo };
        up.SetAction((parsed, _) => Run(
            parsed.GetValue(port), parsed.GetRequiredValue(data), parsed.GetValue(demo), Settings.Read(), parsed.InvocationConfiguration.Output));
        return up;
    }

    private static async Task<int> Run(int port, string folder, bool demo, Settings settings, TextWriter output)
    {
        using var stop = new StopSignal();
        using var logging = LoggerFactory.Create(ConsoleLog.Configure);
        try
        {
            var listen = settings.ListenAddress();
            var timeZone = HospitalClock.ZoneNamed(settings.TimeZone);
            var data = DataFolder.Open(folder);

            await using var postgres = settings.ConnectionString is null
                ? await OwnServer.Start(data, settings.PostgresBinaries, logging.CreateLogger<OwnServer>(), stop.Token)
                : null;
            var owner = settings.OwnerConnectionString ?? settings.ConnectionString ?? postgres!.OwnerConnectionString;
            var application = settings.ConnectionString ?? postgres!.AppConnectionString;
            await Database.With(owner, async () => await PathwayHost.Migrate(owner, stop.Token));
            await using var pathway = PathwayHost.Build(new()
            {
                AppConnectionString = application,
                SigningKey = settings.KeyFor(data),
                LogKey = settings.LogKeyFor(data),
                LogOrigin = settings.LogOriginChecked(),
                KeysFolder = data.Keys,
                TimeZone = timeZone,
                PlainWebhooks = settings.AllowsPlainWebhooks(),
                Listen = listen,
                Port = port,
            });
            Uri? address = null;
            await Database.With(application, async () =>
            {
                await ClockCheck.Verify(pathway.Services.GetRequiredService<NpgsqlDataSource>(), TimeProvider.System, stop.Token);
                address = await PathwayHost.Start(pathway, stop.Token);
            });
            if (demo)
            {
                await LoadDemo(pathway.Services, output, stop.Token);
            }

            await output.WriteLineAsync(Welcome(address!, data, folder));

            await stop.Wait();
            await pathway.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0; // It was told to stop before it had started.
        }

        return 0;
    }

    private static async Task LoadDemo(IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        var (recorder, store) = (services.GetRequiredService<Recorder>(), services.GetRequiredService<IEventStore>());
        await new DemoData(recorder, store, output).Load(DemoData.ShippedFolder, cancellation);
        var progress = new Progress(Console.Error, !Console.IsErrorRedirected);
        var loaded = await new CohortLoader(recorder, services.GetRequiredService<PathwayList>(), store, services.GetRequiredService<HospitalClock>(), progress)
            .Load(DemoData.Simulated, DemoData.SimulatedPathways, cancellation);
        await output.WriteLineAsync($"Simulated pathways: {loaded.Pathways - loaded.There} loaded, {loaded.There} were there already.");
    }

    private static string Welcome(Uri address, DataFolder data, string folder)
    {
        var program = Environment.GetEnvironmentVariable("PATHWAY_COMMAND") ?? "./pathway";
        var where = folder == CommandOptions.DefaultData ? "" : $" --data {Quoted(data.Path)}";
        return $"""
            Pathway is at {address} (what it can do: {address}swagger)
            Its data is in {data.Path}
            Try: curl -H "Authorization: Bearer $({program} token coordinator --name you{where})" {address}api/pathways
            """;
    }

    /// <summary>A path as a shell reads it back.</summary>
    private static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-') ? path : $"'{path.Replace("'", @"'\''")}'";
}
