using System.Diagnostics;
using System.Net.Http.Headers;
using Pathway.Api;
using Pathway.Api.OwnPostgres;
using Pathway.Api.SignIn;
using Pathway.EventStore;

namespace Pathway.Bench;

/// <summary>Reports over a registry, asked over HTTP of a Pathway in a process of its own: the first answer of one that has just started, and those after it.</summary>
internal static class ReportsBench
{
    /// <summary>The word that it is asked for by.</summary>
    public const string Row = "reports";

    private const double ColdTargetSeconds = 1;
    private const double WarmTargetMs = 100;
    private const int TargetPathways = 100_000;
    private const int MostRounds = 3;

    /// <summary>The least that answers anything of the kind.</summary>
    private const string Floor = "select strategy_at_stage1, outcome, count(*) from reporting.cohort where stage1_on is not null group by 1, 2";

    private static readonly TimeSpan _warm = TimeSpan.FromSeconds(2);

    private static readonly string[] _reports = ["dropout?by=strategy", "cumulative-incidence", "cumulative-incidence?by=strategy"];

    /// <summary>Fills a registry, and asks for each report of a few servers.</summary>
    /// <param name="pathways">How many pathways it has.</param>
    /// <param name="rounds">How many servers are asked, 3 at most.</param>
    /// <param name="cancellation">Ends it after the server that is under way.</param>
    public static async Task<IReadOnlyList<BenchRow>> Run(int pathways, int rounds, CancellationToken cancellation)
    {
        var folder = BenchDatabase.NewFolder();
        try
        {
            await Registry.Fill(folder, pathways, cancellation);
            List<BenchRow> rows = [];
            foreach (var report in _reports)
            {
                var asked = new List<Asked>();
                while (asked.Count < Math.Min(rounds, MostRounds))
                {
                    cancellation.ThrowIfCancellationRequested();
                    await Progress.Tell($"GET {report}: {asked.Count + 1} of {Math.Min(rounds, MostRounds)}");
                    asked.Add(await Ask(folder, report));
                }

                rows.AddRange(Summary($"{report} over {pathways:N0}", asked, isAsked: pathways == TargetPathways));
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchRow> Summary(string what, List<Asked> asked, bool isAsked)
    {
        var (cold, peak) = (Spread.Of(asked.Select(a => a.ColdSeconds)), Spread.Of(asked.Select(a => a.PeakBytes / 1e6)));
        yield return new($"GET {what}, the first of a server", 1, "", "", "", $"{cold.Write("0.00")} s", isAsked ? $"< {ColdTargetSeconds} s" : "", isAsked ? cold.Median < ColdTargetSeconds : null);

        var (p50, ratio) = (Spread.Of(asked.Select(a => a.Warm.P50Ms)), Spread.Of(asked.Select(a => a.Floor.PerSecond / a.Warm.PerSecond)));
        yield return new(
            "  again, against a count in SQL", 1, $"{Spread.Of(asked.Select(a => a.Warm.PerSecond)).Median:N0}", $"{p50.Median:0.0} ms", $"{Spread.Of(asked.Select(a => a.Warm.P99Ms)).Median:0.0} ms",
            $"{ratio.Write("0.00")} ×", isAsked ? $"p50 < {WarmTargetMs} ms" : "", isAsked ? p50.Median < WarmTargetMs : null);
        yield return new("  the most memory of that server", 1, "", "", "", $"{peak.Write("0")} MB", "", IsMet: null);
    }

    private static async Task<Asked> Ask(string folder, string report)
    {
        var data = DataFolder.Open(folder);
        await using var up = await UpProcess.Start(folder);
        var token = new Tokens(SigningKey.Of(data), TimeProvider.System).Issue(new("r.bench", "R. Bench", Role.Reporter, Center: null), TimeSpan.FromHours(12));
        using var client = new HttpClient { BaseAddress = up.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        await client.GetByteArrayAsync("/health/ready");

        var since = Stopwatch.GetTimestamp();
        await client.GetByteArrayAsync($"/api/reports/{report}");
        var coldSeconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var warm = new BenchCase(Row, report, 1, async _ =>
        {
            await client.GetByteArrayAsync($"/api/reports/{report}");
            return 1;
        });
        await using var database = StoreConnection.DataSource(OwnServer.FindRunning(data)!);
        var floor = new BenchCase(Row, Floor, 1, async _ =>
        {
            await using var command = database.CreateCommand(Floor);
            return await command.ExecuteNonQueryAsync() < 0 ? 1 : throw new InvalidOperationException("A query changes nothing.");
        });
        var slices = await Rounds.Measure([floor, warm], rounds: 1, _warm, CancellationToken.None);
        return new(coldSeconds, slices[warm][0], slices[floor][0], up.PeakBytes);
    }

    private sealed record Asked(double ColdSeconds, Slice Warm, Slice Floor, long PeakBytes);
}
