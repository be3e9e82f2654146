using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pathway.Api.Tests.CommandLine;

/// <summary>A real Pathway, as a process of its own.</summary>
internal sealed class PathwayProcess : IAsyncDisposable
{
    /// <summary>The signal that asks a process to end.</summary>
    internal const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PathwayProcess(Process process) => this.process = process;

    internal int ProcessId => process.Id;

    /// <summary>Runs a command.</summary>
    internal static PathwayProcess Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Pathway.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var pathway = new PathwayProcess(new Process { StartInfo = start });
        pathway.Listen();
        return pathway;
    }

    /// <summary>Runs <c>up</c> and waits until it answers.</summary>
    internal static async Task<(PathwayProcess Pathway, Uri Address)> Up(string data, params (string Name, string Value)[] environment)
    {
        var pathway = Run(["up", "--port", "0", "--data", data], environment);
        return (pathway, await pathway.Answering());
    }

    /// <summary>Waits until it answers.</summary>
    internal Task<Uri> Answering() => address.Task.WaitAsync(Patience);

    /// <summary>Sends a signal and waits for the end.</summary>
    internal Task<(int ExitCode, string Output, string Errors)> End(int signal)
    {
        Native.Send(process.Id, signal);
        return Ended();
    }

    /// <summary>Waits for the end.</summary>
    internal async Task<(int ExitCode, string Output, string Errors)> Ended()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, string.Join('\n', output), string.Join('\n', errors));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await End(Terminate);
        }

        process.Dispose();
    }

    private void Listen()
    {
        process.OutputDataReceived += (_, line) => Hear(line.Data, output);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, errors);
        process.Exited += (_, _) => address.TrySetException(
            new InvalidOperationException($"Pathway ended with {process.ExitCode}: {string.Join('\n', output.Concat(errors))}"));
        process.EnableRaisingEvents = true;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Hear(string? line, ConcurrentQueue<string> heard)
    {
        const string greeting = "Pathway is at ";
        if (line is null)
        {
            return;
        }

        heard.Enqueue(line);
        if (line.StartsWith(greeting, StringComparison.Ordinal))
        {
            address.TrySetResult(new(line[greeting.Length..].Split(' ')[0]));
        }
    }
}
