using System.Diagnostics;

namespace Pathway.Bench;

/// <summary>Measures cases in turns, so that a disturbance hits all of them, and in reverse order every other round, so that none is always first.</summary>
internal static class Rounds
{
    /// <summary>Runs every case once to warm up, then for the given time in each round.</summary>
    /// <param name="cases">The cases: each does one thing as client number n.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="time">How long a case runs in a round.</param>
    /// <returns>For each case what it did a second, round by round.</returns>
    public static async Task<double[][]> Measure(IReadOnlyList<(int Clients, Func<int, Task> Once)> cases, int rounds, TimeSpan time)
    {
        var perSecond = cases.Select(_ => new double[rounds]).ToArray();
        foreach (var (clients, once) in cases)
        {
            await Run(clients, once, time / 2);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var i in round % 2 == 0 ? Enumerable.Range(0, cases.Count) : Enumerable.Range(0, cases.Count).Reverse())
            {
                perSecond[i][round] = await Run(cases[i].Clients, cases[i].Once, time);
            }
        }

        return perSecond;
    }

    /// <summary>The middle of the values; of two middle ones their mean.</summary>
    /// <param name="values">One or more values.</param>
    /// <returns>The median.</returns>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static async Task<double> Run(int clients, Func<int, Task> once, TimeSpan time)
    {
        var since = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(since) < time)
            {
                await once(client);
                count++;
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
