using System.Net;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

/// <summary>What measures memory runs alone: the tests share a process with the server.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class UnknownIdTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const int Calls = 10_000;

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Ten_thousand_ids_that_do_not_exist_are_all_404_and_leave_nothing_behind()
    {
        var stored = await pathway.Stored();
        await AskFor(1_000); // Connections, buffers and compiled code are not what grows.
        var before = Held();

        await AskFor(Calls).WaitAsync(TimeSpan.FromMinutes(3));

        Assert.InRange(Held() - before, long.MinValue, Calls * 200);
        Assert.Equal(stored, await pathway.Stored());
    }

    private Task AskFor(int calls) => Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) =>
    {
        var id = Guid.NewGuid();
        using var answer = (n % 4) switch
        {
            0 => await desk.TryRead(id),
            1 => await desk.TryReadEvents(id),
            2 => await desk.TryRecord(id, Said.Discharged("2026-02-01"), ("Idempotency-Key", $"{id}")),
            _ => await desk.Validate(id, Said.Discharged("2026-02-01")),
        };
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    });

    /// <summary>Bytes in memory, without the log that only tests keep there.</summary>
    private long Held() => GC.GetTotalMemory(forceFullCollection: true) - pathway.Log.Lines.Sum(line => 2L * line.Length + 30);
}
