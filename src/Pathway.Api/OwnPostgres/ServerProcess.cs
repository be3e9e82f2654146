using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pathway.Api.OwnPostgres;

/// <summary>A running database server, a child of this process.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan FastStop = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HardStop = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>Where it listens, on loopback.</summary>
    internal int Port { get; }

    /// <summary>Its number in the system.</summary>
    internal int ProcessId => process.Id;

    /// <summary>How it ended; known once <see cref="Ended"/> has completed.</summary>
    internal int ExitCode => process.ExitCode;

    /// <summary>Completes when the server has ended, for whatever reason.</summary>
    internal Task Ended(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Starts a server and waits until it answers; after a crash that includes its recovery, however long.</summary>
    /// <param name="binaries">The programs.</param>
    /// <param name="user">Who runs it.</param>
    /// <param name="data">Whose database; nothing else runs on it.</param>
    /// <param name="port">Where to listen on loopback; null for any free port.</param>
    /// <param name="cancellation">Ends the wait, and the server with it.</param>
    /// <exception cref="CannotStartException">It ended at once; the message has what it said last.</exception>
    internal static async Task<ServerProcess> Start(ServerBinaries binaries, ServerUser user, DataFolder data, int? port, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Somebody may take the free port before the server does: then another is tried.
            var tried = port ?? FreePort();
            var server = Launch(binaries, user, data, tried);
            try
            {
                if (await server.IsReady(data.Cluster, cancellation))
                {
                    return server;
                }
            }
            catch (OperationCanceledException)
            {
                await server.Stop();
                server.Dispose();
                throw;
            }

            server.Dispose();
            if (port is not null || attempt == 3)
            {
                throw new CannotStartException($"PostgreSQL did not start. It said: {LastWords(data.ServerLog)} (all of it: {data.ServerLog})");
            }
        }
    }

    /// <summary>Stops the server cleanly, sessions included; by force only when that takes too long.</summary>
    internal async Task Stop()
    {
        foreach (var (signal, patience) in new[] { (Native.Interrupt, FastStop), (Native.Quit, HardStop), (Native.Kill, Timeout.InfiniteTimeSpan) })
        {
            if (process.HasExited)
            {
                return;
            }

            Native.Send(ProcessId, signal);
            using var patient = new CancellationTokenSource(patience);
            try
            {
                await process.WaitForExitAsync(patient.Token);
            }
            catch (OperationCanceledException)
            {
                continue; // It did not listen; the next signal is stronger.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    /// <summary>Where a server notes its process.</summary>
    internal static string ProcessFile(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>What a server noted of itself.</summary>
    /// <returns>Its process, where it listens, and whether it answers; null when there is no such note or it is not yet whole.</returns>
    internal static (int ProcessId, int Port, bool Ready)? ReadProcessFile(string cluster)
    {
        try
        {
            var lines = File.ReadAllLines(ProcessFile(cluster));
            return lines.Length > 0 && int.TryParse(lines[0], out var processId)
                ? (processId, lines.Length >= 4 && int.TryParse(lines[3], out var port) ? port : 0, lines.Length >= 8 && lines[7].Trim() == "ready")
                : null;
        }
        catch (IOException)
        {
            return null; // Not there.
        }
    }

    private static ServerProcess Launch(ServerBinaries binaries, ServerUser user, DataFolder data, int port)
    {
        // A session of its own: Ctrl-C in a terminal reaches every process of the foreground group, and the server must outlive the
        // requests under way. Both programs in front replace themselves with the next, so that the process number is the server's.
        var command = user.Command(
            "/bin/sh",
            [
                "-c", """log=$1; shift; exec setsid "$@" >>"$log" 2>&1 </dev/null""", "sh", data.ServerLog,
                binaries.Postgres, "-D", data.Cluster, "-p", $"{port}",
                "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=",
                "-c", "timezone=UTC",
                "-c", "log_timezone=UTC",
                "-c", "log_line_prefix=%m [%p] ",
            ]);
        command.RedirectStandardOutput = false;
        command.RedirectStandardError = false;
        return new(Process.Start(command)!, port);
    }

    private async Task<bool> IsReady(string cluster, CancellationToken cancellation)
    {
        while (!process.HasExited)
        {
            if (ReadProcessFile(cluster) is { Ready: true } file && file.ProcessId == ProcessId)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string LastWords(string log)
    {
        var lines = File.ReadAllLines(log);
        string[] telling = ["FATAL", "HINT"];
        var told = lines.Where(line => telling.Any(word => line.Contains(word, StringComparison.Ordinal))).TakeLast(2).ToList();
        return told.Count > 0 ? string.Join(" | ", told) : lines.LastOrDefault("nothing");
    }
}
