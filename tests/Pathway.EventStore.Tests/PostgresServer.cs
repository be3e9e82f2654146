using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Pathway.EventStore.Tests;

/// <summary>A throw-away PostgreSQL on loopback: it can be killed and started again, and is gone with the test.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Owner = "owner";
    private const string Password = "throw-away";

    private readonly string folder;
    private readonly string binaries;
    private readonly int port;
    private readonly string settings;
    private Process? server;

    private PostgresServer(string folder, string binaries, int port, string settings)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
        this.settings = settings;
    }

    /// <summary>Of a login that may create databases and roles.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={port};Username={Owner};Password={Password};Database=postgres;Timeout=15;Maximum Pool Size=40";

    private string DataFolder => Path.Combine(folder, "data");

    // The server refuses to run as root, so a root test drops to the user that comes with it.
    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Starts one.</summary>
    /// <param name="settings">What the server is told beside where it is, as arguments of it.</param>
    public static async Task<PostgresServer> Launch(string settings = "")
    {
        var another = new PostgresServer(Directory.CreateTempSubdirectory("pathway-store-").FullName, FindBinaries(), FreePort(), settings);
        await another.InitializeFolder();
        await another.Start();
        return another;
    }

    public async Task Start()
    {
        server = Run("postgres", $"-D {DataFolder} -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 {settings}");
        var pidFile = Path.Combine(DataFolder, "postmaster.pid");
        while (!(File.Exists(pidFile) && (await File.ReadAllLinesAsync(pidFile)) is [var id, _, _, _, _, _, _, var status, ..]
            && id.Trim() == server.Id.ToString(CultureInfo.InvariantCulture) && status.Trim() == "ready"))
        {
            if (server.HasExited)
            {
                throw new InvalidOperationException($"postgres ended with {server.ExitCode}.");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>What a power cut does to the processes: no shutdown, no goodbye.</summary>
    public async Task Kill()
    {
        server!.Kill(); // SIGKILL; the backends notice that the postmaster is gone and end.
        await server.WaitForExitAsync();

        // The next server waits for the last of them, as they still hold the shared memory.
        while (Directory.EnumerateDirectories("/proc").Any(WorksInDataFolder))
        {
            await Task.Delay(20);
        }

        File.Delete(Path.Combine(DataFolder, "postmaster.pid"));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is { HasExited: false })
        {
            using var stop = Process.Start("kill", ["-INT", server.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            await server.WaitForExitAsync();
        }

        server?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private bool WorksInDataFolder(string process)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _)
                && Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName == DataFolder;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task InitializeFolder()
    {
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (IsRoot)
        {
            using var chown = Process.Start("chown", ["-R", "postgres", folder]);
            await chown.WaitForExitAsync();
        }

        using var initdb = Run("initdb", $"-D {DataFolder} -A scram-sha-256 --pwfile={passwordFile} -U {Owner} -E UTF8 --locale=C.UTF-8");
        await initdb.WaitForExitAsync();
        if (initdb.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb ended with {initdb.ExitCode}.");
        }
    }

    private Process Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(binaries, program), arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (IsRoot)
        {
            start.UserName = "postgres";
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string FindBinaries() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d))).Select(d => Path.Combine(d, "bin"))
                : [])
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")))
        ?? throw new InvalidOperationException("These tests need a PostgreSQL server: none is in PATH or in /usr/lib/postgresql.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
