using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.Audit.Proof;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit.Proof;

/// <summary>A Pathway with two patients in it, an auditor who looks at it, and the owner of its database, who can do everything but sign.</summary>
internal sealed class Audited : IAsyncDisposable
{
    private readonly NpgsqlDataSource owner;
    private readonly HttpClient auditor;

    private Audited(TestPathway pathway)
    {
        Pathway = pathway;
        Desk = new(pathway.As(Role.Coordinator, "Anna Peeters"));
        auditor = pathway.As(Role.Auditor);
        owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
    }

    internal TestPathway Pathway { get; }

    internal Desk Desk { get; }

    internal HttpClient Auditor => auditor;

    /// <summary>The first patient: events 1, 2, 3 and 6 of the log.</summary>
    internal Guid First { get; private set; }

    /// <summary>The second patient: events 4 and 5.</summary>
    internal Guid Second { get; private set; }

    /// <summary>Signed after the third event, and kept where the owner cannot reach it.</summary>
    internal Checkpoint Early { get; private set; } = null!;

    /// <summary>Signed after the sixth and last event, and kept likewise.</summary>
    internal Checkpoint Late { get; private set; } = null!;

    internal LogPublicKey Key => Pathway.Services.GetRequiredService<CheckpointBook>().Key;

    internal static async Task<Audited> Start(ThrowAwayPostgres postgres)
    {
        var audited = new Audited(await TestPathway.Start(postgres));
        audited.First = await audited.Desk.OpenWith(Said.Scan("2025-09-03"), Said.Strategy("2025-09-04"));
        audited.Early = await audited.Covered(3);
        audited.Pathway.Time.Now = audited.Pathway.Time.Now.AddHours(1);
        audited.Second = await audited.Desk.Open(Said.Opened(patientRef: "P-002"));
        await audited.Desk.Record(audited.Second, Said.Note("2025-09-05", "Zürich, 3.50 μg/L → \\\"ok\\\""));
        await audited.Desk.Record(audited.First, Said.Stage1("2025-09-10"));
        audited.Late = await audited.Covered(6);
        return audited;
    }

    /// <summary>Waits until so many events are in the tree.</summary>
    /// <returns>The checkpoint that covers them.</returns>
    internal async Task<Checkpoint> Covered(long events)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            var current = await ReadJson("/api/audit/checkpoint");
            if (current.GetProperty("coveredUpTo").GetInt64() == events && current.GetProperty("endOfLog").GetInt64() == events)
            {
                var checkpoint = Checkpoint.Read(current.GetProperty("checkpoint").GetProperty("note").GetString()!)!;
                Assert.Equal(events, checkpoint.Size);
                return checkpoint;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The tree does not come to event {events}.");
    }

    internal async Task<JsonElement> ReadJson(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new("application/json"));
        using var answer = await auditor.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, said);
        return Desk.Parse(said);
    }

    /// <summary>What the owner of the database does to it.</summary>
    internal async Task Tamper(params string[] statements)
    {
        foreach (var statement in statements)
        {
            await using var command = owner.CreateCommand(statement);
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }
    }

    /// <summary>Makes every leaf anew from what the events say now, as somebody would who knows how the tree is made.</summary>
    internal async Task RewriteTree()
    {
        var log = await Pathway.Services.GetRequiredService<EventStore.IEventStore>().ReadLog(0, 1000, CancellationToken.None);
        foreach (var (stored, index) in log.Select((e, n) => (e, n)))
        {
            await using var command = owner.CreateCommand("update pathway_log_leaf set hash = $1, seq_id = $2, event_id = $3, stream_id = $4, version = $5 where leaf_index = $6");
            command.Parameters.AddRange((NpgsqlParameter[])
            [
                new() { Value = MerkleTree.LeafHash(LogEnvelope.Write(stored)) }, new() { Value = stored.Sequence }, new() { Value = stored.Id },
                new() { Value = stored.StreamId }, new() { Value = stored.Version }, new() { Value = (long)index },
            ]);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The hashes of all leaves as they are now.</summary>
    internal async Task<List<byte[]>> ReadLeaves()
    {
        await using var command = owner.CreateCommand("select hash from pathway_log_leaf order by leaf_index");
        await using var rows = await command.ExecuteReaderAsync();
        var leaves = new List<byte[]>();
        while (await rows.ReadAsync())
        {
            leaves.Add(rows.GetFieldValue<byte[]>(0));
        }

        return leaves;
    }

    /// <summary>The answer of the whole check.</summary>
    internal Task<LogVerification> Verify(Checkpoint? outside = null) =>
        Pathway.Services.GetRequiredService<LogVerifier>().Verify(outside, progress: null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        auditor.Dispose();
        Desk.Dispose();
        await owner.DisposeAsync();
        await Pathway.DisposeAsync();
    }
}

/// <summary>One for all tests that only look.</summary>
public sealed class AuditedOnce(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    internal Audited Audited { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Audited = await Audited.Start(postgres);

    public ValueTask DisposeAsync() => Audited.DisposeAsync();
}
