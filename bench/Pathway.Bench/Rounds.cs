using System.Diagnostics;

namespace Pathway.Bench;

/// <summary>What one case did in one round.</summary>
/// <param name="PerSecond">How many it did a second, all clients together.</param>
/// <param name="P50Ms">Time that half of the calls took at most, milliseconds.</param>
/// <param name="P99Ms">Time that all but one in a hundred took at most, milliseconds.</param>
internal sealed record Slice(double PerSecond, double P50Ms, double P99Ms);

/// <summary>Measures cases in turns, so that a disturbance hits all of them, and in reverse order every other round, so that none is always first.</summary>
internal static class Rounds
{
    /// <summary>Runs every case once to warm up, then for the given time in each round.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="time">How long a case runs in a round, and in the warm-up.</param>
    /// <param name="cancellation">Ends it after the case that is under way.</param>
    /// <returns>For each case what it did, round by round.</returns>
    public static async Task<IReadOnlyDictionary<BenchCase, Slice[]>> Measure(
        IReadOnlyList<BenchCase> cases, int rounds, TimeSpan time, CancellationToken cancellation)
    {
        var slices = cases.ToDictionary(c => c, _ => new Slice[rounds]);
        await Progress.Tell($"Warming up {cases.Count} cases, then {rounds} rounds: {(rounds + 1) * cases.Count * time:m\\:ss} minutes.");
        foreach (var each in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            await Run(each, time);
        }

        for (var round = 0; round < rounds; round++)
        {
            await Progress.Tell($"Round {round + 1} of {rounds}");
            foreach (var each in round % 2 == 0 ? cases : cases.Reverse())
            {
                cancellation.ThrowIfCancellationRequested();
                slices[each][round] = await Run(each, time);
            }
        }

        return slices;
    }

    private static async Task<Slice> Run(BenchCase measured, TimeSpan time)
    {
        var since = Stopwatch.GetTimestamp();
        var clients = await Task.WhenAll(Enumerable.Range(0, measured.Clients).Select(client => Task.Run(async () =>
        {
            var (done, took) = (0L, new List<double>());
            for (var begun = since; Stopwatch.GetElapsedTime(since, begun) < time;)
            {
                done += await measured.Once(client);
                var ended = Stopwatch.GetTimestamp();
                took.Add(Stopwatch.GetElapsedTime(begun, ended).TotalMilliseconds);
                begun = ended;
            }

            return (Done: done, Took: took);
        })));
        var elapsed = Stopwatch.GetElapsedTime(since);
        var all = clients.SelectMany(c => c.Took).Order().ToArray();
        return new(clients.Sum(c => c.Done) / elapsed.TotalSeconds, At(0.5), At(0.99));

        double At(double share) => all[(int)Math.Ceiling(share * all.Length) - 1];
    }
}
