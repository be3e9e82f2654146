namespace Pathway.Api.OwnPostgres;

/// <summary>
/// A private PostgreSQL server in a data folder: durable, on loopback, started with Pathway and stopped after it. A server that dies under a
/// running Pathway is started again on the same port; one that a killed Pathway left behind is stopped, cleanly, and started anew.
/// </summary>
public sealed class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ServerBinaries binaries;
    private readonly ServerUser user;
    private readonly DataFolder data;
    private readonly IDisposable folderLock;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task supervision;
    private ServerProcess server;

    private OwnServer(ServerBinaries binaries, ServerUser user, DataFolder data, IDisposable folderLock, ServerProcess server, ILogger log)
    {
        (this.binaries, this.user, this.data, this.folderLock, this.server, this.log) = (binaries, user, data, folderLock, server, log);
        supervision = Task.Run(Supervise);
    }

    /// <summary>Reaches the database as its owner, who may change the schema.</summary>
    public string OwnerConnectionString => Cluster.ConnectionString(data, server.Port, Cluster.Owner);

    /// <summary>Reaches the database as the application, who may do what the schema grants.</summary>
    public string AppConnectionString => Cluster.ConnectionString(data, server.Port, Cluster.Application);

    /// <summary>The server's process; another one after a restart.</summary>
    public int ProcessId => server.ProcessId;

    /// <summary>Starts the server of a data folder, and makes the database first when there is none.</summary>
    /// <param name="data">The folder; nobody else may run on it until the server is disposed.</param>
    /// <param name="binariesFolder">Folder with the programs of a PostgreSQL server; null to search for one.</param>
    /// <param name="log">Is told of starts, stops and deaths.</param>
    /// <param name="cancellation">Ends the start; nothing keeps running then.</param>
    /// <exception cref="CannotStartException">It cannot start, for a reason that the message says how to put right.</exception>
    public static async Task<OwnServer> Start(DataFolder data, string? binariesFolder, ILogger log, CancellationToken cancellation)
    {
        var occupied = data.Occupy();
        try
        {
            var runAs = ServerUser.Choose();
            var version = Cluster.MajorVersion(data.Cluster);
            var found = ServerBinaries.Find(binariesFolder, version);
            await runAs.MustReach(data.Path, cancellation);
            if (version is null)
            {
                await Cluster.Create(found, runAs, data, cancellation);
            }

            runAs.Own(data.Cluster);
            RenewLog(data, runAs);
            await LeftOver.Clear(data.Cluster, log, cancellation);
            var started = await ServerProcess.Start(found, runAs, data, port: null, cancellation);
            try
            {
                await Cluster.Prepare(data, started.Port, cancellation);
            }
            catch
            {
                await started.Stop();
                started.Dispose();
                throw;
            }

            log.LogInformation("PostgreSQL {Version} runs on 127.0.0.1:{Port}", found.MajorVersion, started.Port);
            return new(found, runAs, data, occupied, started, log);
        }
        catch
        {
            occupied.Dispose();
            throw;
        }
    }

    /// <summary>Finds the server of a data folder that another Pathway runs on.</summary>
    /// <param name="data">The folder.</param>
    /// <returns>Reaches it as the application; null when nobody runs on the folder.</returns>
    /// <exception cref="CannotStartException">Somebody runs on it and its server does not answer yet, or no more.</exception>
    public static string? Running(DataFolder data)
    {
        try
        {
            data.Occupy().Dispose();
            return null;
        }
        catch (CannotStartException occupied) when (occupied.InnerException is IOException)
        {
            return ServerProcess.ReadProcessFile(data.Cluster) is { Ready: true } file
                ? Cluster.ConnectionString(data, file.Port, Cluster.Application)
                : throw new CannotStartException($"The Pathway on {data.Path} is just starting or stopping. Try again in a moment.", occupied);
        }
    }

    /// <summary>Stops the server cleanly and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await supervision;
        await server.Stop();
        log.LogInformation("PostgreSQL has stopped");
        server.Dispose();
        stopping.Dispose();
        folderLock.Dispose();
    }

    /// <summary>Starts the server again whenever it ends, until it is meant to.</summary>
    private async Task Supervise()
    {
        try
        {
            while (true)
            {
                await server.Ended(stopping.Token);
                log.LogError("PostgreSQL ended with code {ExitCode}; it is being started again", server.ExitCode);
                var dead = server;
                server = await StartAgain(dead.Port);
                dead.Dispose();
                log.LogWarning("PostgreSQL runs again");
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return; // It was meant to end.
        }
    }

    private async Task<ServerProcess> StartAgain(int port)
    {
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                await LeftOver.Clear(data.Cluster, log, stopping.Token);
                return await ServerProcess.Start(binaries, user, data, port, stopping.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError("{Reason} Trying again in {Pause} ms", e.Message, (long)pause.TotalMilliseconds);
                await Task.Delay(pause, stopping.Token);
            }
        }
    }

    /// <summary>Keeps the log of this run and the one before it.</summary>
    private static void RenewLog(DataFolder data, ServerUser user)
    {
        if (File.Exists(data.ServerLog))
        {
            File.Move(data.ServerLog, data.ServerLog + ".old", overwrite: true);
        }

        DataFolder.WritePrivate(data.ServerLog, "");
        user.Own(data.ServerLog);
    }
}
