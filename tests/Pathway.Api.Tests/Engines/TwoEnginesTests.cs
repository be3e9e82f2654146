using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.CommandLine;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Samples;
using Pathway.EventStore;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.Engines;

/// <summary>Journeys that were logged half by the engine that this was built with, half by the built-in one.</summary>
public sealed class TwoEnginesTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task A_journey_logged_half_by_each_engine_is_the_same_journey_and_its_proof_holds()
    {
        await using var whole = await TestPathway.Start(postgres);
        await LoadedSamples.Load(whole, DemoData.ShippedFolder);
        var log = await Log(whole);

        await using var halves = await TestPathway.Start(postgres);
        await using var connections = StoreConnection.DataSource(halves.Database.AppConnectionString);
        await using var own = await StoreNode.Start(new BuiltInEngine(), connections);
        var engines = new[] { own.Store, halves.Services.GetRequiredService<IEventStore>() };
        foreach (var (stored, place) in log.Select((e, n) => (e, n)))
        {
            var outcome = await engines[place % 2].Append(new(
                stored.StreamId, "pathway", stored.Version - 1, [new(stored.Id, stored.Type, stored.DotNetType!, stored.Data)], stored.Metadata, Documents: [], Answer: null));
            Assert.IsType<AppendOutcome.Appended>(outcome);
        }

        using var first = whole.As(Role.Auditor);
        using var second = halves.As(Role.Auditor);
        foreach (var pathway in log.Select(e => e.StreamId).Distinct())
        {
            Assert.Equal(await State(first, pathway), await State(second, pathway));
        }

        var leaves = await Leaves(whole, log.Count);
        Assert.Equal(leaves, await Leaves(halves, log.Count));
        Assert.Equal(log.Count, leaves.Count);
        Assert.True((await halves.Services.GetRequiredService<LogVerifier>().Verify(outside: null, progress: null, CancellationToken.None)).IsIntact);
    }

    private static Task<IReadOnlyList<StoredEvent>> Log(TestPathway pathway) =>
        pathway.Services.GetRequiredService<IEventStore>().ReadLog(0, 10_000, CancellationToken.None);

    private static async Task<string> State(HttpClient auditor, Guid pathway) =>
        JsonSerializer.Serialize(await auditor.GetFromJsonAsync<JsonElement>($"/api/pathways/{pathway}"));

    private static async Task<List<string>> Leaves(TestPathway pathway, int wanted)
    {
        await using var owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        for (var waited = 0; ; waited++)
        {
            await using var command = owner.CreateCommand("select encode(hash, 'hex') from pathway_log_leaf order by leaf_index");
            await using var rows = await command.ExecuteReaderAsync();
            var leaves = new List<string>();
            while (await rows.ReadAsync())
            {
                leaves.Add(rows.GetString(0));
            }

            if (leaves.Count == wanted || waited == 300)
            {
                return leaves;
            }

            await Task.Delay(100);
        }
    }
}
