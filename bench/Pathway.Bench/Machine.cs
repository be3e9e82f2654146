using System.Diagnostics;
using Npgsql;
using Pathway.Api.OwnPostgres;

namespace Pathway.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Describes it in one line. It must be quiet when it is asked: the speed of the disk is measured.</summary>
    /// <param name="connectionString">Reaches the server that was measured with.</param>
    /// <param name="folder">A folder on the disk of that server's data.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<string> Describe(string connectionString, string folder, CancellationToken cancellation)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0];
        var flushes = await FlushesPerSecond(folder, cancellation);
        return $"{await Processor(cancellation)}, {Environment.ProcessorCount} cores; PostgreSQL {await ServerVersion(connectionString, cancellation)}, "
            + (flushes is null ? "" : $"fdatasync {flushes:N0} a second by pg_test_fsync; ")
            + $".NET {Environment.Version}; load before {load}; {DateTime.UtcNow:yyyy-MM-dd}";
    }

    private static async Task<string> Processor(CancellationToken cancellation)
    {
        const string Name = "model name";
        await foreach (var line in File.ReadLinesAsync("/proc/cpuinfo", cancellation))
        {
            if (line.StartsWith(Name, StringComparison.Ordinal))
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString(); // Other processors have no name there.
    }

    private static async Task<string> ServerVersion(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        return connection.PostgreSqlVersion.ToString();
    }

    /// <summary>How often a second 8 KB can be made durable; null where the program that tells is not installed.</summary>
    private static async Task<double?> FlushesPerSecond(string folder, CancellationToken cancellation)
    {
        // What was found may be a link to where all of its programs are.
        var server = ServerBinaries.Find(folder: null, wanted: null).Postgres;
        var program = Path.Combine(Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!, "pg_test_fsync");
        if (!File.Exists(program))
        {
            return null;
        }

        var file = Path.Combine(folder, "flushed");
        using var process = Process.Start(new ProcessStartInfo(program, ["-s", "1", "-f", file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                // "        fdatasync                         12345.678 ops/sec      81 usecs/op": the first is for one write of 8 KB.
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["fdatasync", var figure, ..] && double.TryParse(figure, out var perSecond))
                {
                    return perSecond;
                }
            }

            return null;
        }
        finally
        {
            process.Kill(); // It would go on for a while with what is not asked.
            await process.WaitForExitAsync(CancellationToken.None);
            File.Delete(file);
        }
    }
}
