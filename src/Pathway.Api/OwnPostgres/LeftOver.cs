namespace Pathway.Api.OwnPostgres;

/// <summary>What a Pathway that was killed left behind: a server still running, its sessions, or its process file alone.</summary>
internal static class LeftOver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Ends whatever still runs on a database, so that a new server can start on it.</summary>
    /// <param name="cluster">The database's folder, free of symbolic links.</param>
    /// <param name="log">Is told when something was found.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task Clear(string cluster, ILogger log, CancellationToken cancellation)
    {
        if (ProcessesOn(cluster) is { Count: > 0 } running)
        {
            log.LogWarning("PostgreSQL was left running on {Cluster} ({Count} processes); it is being stopped", cluster, running.Count);
            if (ServerProcess.ReadProcessFile(cluster) is { } file && running.Contains(file.ProcessId))
            {
                Native.Send(file.ProcessId, Native.Interrupt);
            }

            // Sessions whose server is dead notice it and end by themselves, unless they are busy for long.
            var started = TimeProvider.System.GetTimestamp();
            while (ProcessesOn(cluster) is { Count: > 0 } still)
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                {
                    still.ForEach(processId => Native.Send(processId, Native.Kill));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
            }
        }

        // No process is on the folder, so a process file in it is stale, even if a dead server has not been reaped
        // and its number still seems taken, which is what PostgreSQL itself would stumble over.
        File.Delete(ServerProcess.ProcessFile(cluster));
    }

    /// <summary>The processes that are PostgreSQL's and on this folder. A number alone could be anybody's by now.</summary>
    internal static List<int> ProcessesOn(string cluster) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => (folder, isProcess: int.TryParse(Path.GetFileName(folder), out var processId), processId))
            .Where(p => p.isProcess && LinkOf(Path.Combine(p.folder, "cwd")) == cluster)
            .Where(p => Path.GetFileName(LinkOf(Path.Combine(p.folder, "exe")))?.StartsWith("postgres", StringComparison.Ordinal) == true)
            .Select(p => p.processId),
    ];

    /// <summary>Where a link of the process table leads; null when the process has ended or is somebody else's.</summary>
    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
