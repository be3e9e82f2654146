using System.Diagnostics;
using Pathway.Api;

namespace Pathway.Bench;

/// <summary>A Pathway in a process of its own, as <c>pathway up</c> runs it on a data folder; disposing of it stops it as Ctrl-C would.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private UpProcess(Process process) => this.process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The most memory that it has had so far, without its PostgreSQL, bytes.</summary>
    public long PeakBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts one on any free port.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <returns>It, listening.</returns>
    public static async Task<UpProcess> Start(string folder)
    {
        var up = new UpProcess(Run("up", "--port", "0", "--data", folder));
        try
        {
            up.Address = await up.Greeted();
            return up;
        }
        catch
        {
            await up.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another command to its end.</summary>
    /// <param name="arguments">The command with what it is told.</param>
    /// <exception cref="InvalidOperationException">It failed; what it said is on the error stream.</exception>
    public static async Task Command(params string[] arguments)
    {
        using var command = Run(arguments);
        await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        if (command.ExitCode != 0)
        {
            throw new InvalidOperationException($"{arguments[0]} ended with {command.ExitCode}; what it said is above.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Native.Send(process.Id, Terminate);
        await process.StandardOutput.ReadToEndAsync(); // Nobody reads the rest, and it must find room.
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    private static Process Run(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Pathway.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["ConnectionStrings__Pathway"] = "" }, // Its own PostgreSQL, whatever this shell uses.
        })!;

    private async Task<Uri> Greeted()
    {
        const string Greeting = "Pathway is at ";
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(Greeting, StringComparison.Ordinal))
            {
                return new(line[Greeting.Length..].Split(' ')[0]);
            }
        }

        throw new InvalidOperationException("Pathway ended without having started; what it said is above.");
    }
}
