using System.CommandLine;
using Npgsql;
using Pathway.Api.OwnPostgres;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway up</c>: runs Pathway until it is told to stop.</summary>
internal static class UpCommand
{
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
        var up = new Command("up", "Starts Pathway, with a PostgreSQL of its own unless ConnectionStrings__Pathway names a server.") { port, data };
        up.SetAction((parsed, _) => Run(parsed.GetValue(port), parsed.GetRequiredValue(data), Settings.Read(), parsed.InvocationConfiguration.Output));
        return up;
    }

    private static async Task<int> Run(int port, string folder, Settings settings, TextWriter output)
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
            await Migrate(settings.OwnerConnectionString ?? settings.ConnectionString ?? postgres!.OwnerConnectionString, stop.Token);
            await using var pathway = PathwayHost.Build(new()
            {
                AppConnectionString = settings.ConnectionString ?? postgres!.AppConnectionString,
                SigningKey = settings.KeyFor(data),
                KeysFolder = data.Keys,
                TimeZone = timeZone,
                Listen = listen,
                Port = port,
            });
            var address = await PathwayHost.Start(pathway, stop.Token);
            await output.WriteLineAsync(Welcome(address, data, folder));

            await stop.Wait();
            await pathway.StopAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0; // It was told to stop before it had started.
        }

        return 0;
    }

    private static async Task Migrate(string ownerConnectionString, CancellationToken cancellation)
    {
        try
        {
            await PathwayHost.Migrate(ownerConnectionString, cancellation);
        }
        catch (NpgsqlException e)
        {
            var server = new NpgsqlConnectionStringBuilder(ownerConnectionString);
            throw new CannotStartException($"The database {server.Database} on {server.Host}:{server.Port} cannot be used: {(e as PostgresException)?.MessageText ?? e.Message}", e);
        }
    }

    private static string Welcome(Uri address, DataFolder data, string folder)
    {
        var program = Environment.GetEnvironmentVariable("PATHWAY_COMMAND") ?? "./pathway";
        var where = folder == CommandOptions.DefaultData ? "" : $" --data {data.Path}";
        return $"""
            Pathway is at {address} (what it can do: {address}swagger)
            Its data is in {data.Path}
            Try: curl -H "Authorization: Bearer $({program} token coordinator --name you{where})" {address}api/pathways
            """;
    }
}
