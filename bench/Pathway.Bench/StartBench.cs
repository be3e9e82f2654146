using System.Diagnostics;
using System.Net;

namespace Pathway.Bench;

/// <summary>From <c>up</c> to the first answer, in processes of their own.</summary>
internal static class StartBench
{
    /// <summary>The word that it is asked for by.</summary>
    public const string Row = "start";

    private const double ColdTargetSeconds = 10;

    /// <summary>Starts with a new data folder and again with the same one.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="cancellation">Ends it after the start that is under way.</param>
    public static async Task<IReadOnlyList<BenchRow>> Run(int rounds, CancellationToken cancellation)
    {
        var (cold, warm) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await Progress.Tell($"Start {round + 1} of {rounds}");
            var folder = BenchDatabase.NewFolder();
            try
            {
                cold.Add(await Seconds(folder, cancellation));
                warm.Add(await Seconds(folder, cancellation));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return [Summary("up with a new data folder, to the first answer", cold, ColdTargetSeconds), Summary("up with a data folder that is there, to the first answer", warm, target: null)];
    }

    private static BenchRow Summary(string what, List<double> seconds, double? target)
    {
        var spread = Spread.Of(seconds);
        return new(what, 1, "", "", "", $"{spread.Write("0.0")} s", target is null ? "" : $"< {target} s", target is null ? null : spread.Median < target);
    }

    private static async Task<double> Seconds(string folder, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var since = Stopwatch.GetTimestamp();
        await using var up = await UpProcess.Start(folder);
        using var client = new HttpClient { BaseAddress = up.Address };
        using var answer = await client.GetAsync("/health/ready", CancellationToken.None);
        return answer.StatusCode == HttpStatusCode.OK
            ? Stopwatch.GetElapsedTime(since).TotalSeconds
            : throw new InvalidOperationException($"Pathway started and is not ready: {answer.StatusCode}.");
    }
}
