using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.Audit.Proof;
using Pathway.EventStore;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit.Proof;

public sealed class EnvelopeTests(ThrowAwayPostgres postgres)
{
    private static readonly StoredEvent Event = new(
        Sequence: 7,
        Guid.Parse("0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c48"), Guid.Parse("0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47"), Version: 2, "volumetry_recorded", "Some.Type, Somewhere",
        Encoding.UTF8.GetBytes("""{"flrVolumeMl": 412.50, "occurredOn": "2026-03-02", "modality": "ct", "note": "Zürich €\n"}"""),
        new(
            new(2026, 3, 2, 9, 30, 0, 123, 450, TimeSpan.Zero), "request-7", null, "anna",
            Encoding.UTF8.GetBytes("""{"actor": {"name": "Anna", "id": "anna"}, "client": null}""")));

    [Fact]
    public void The_bytes_of_an_envelope_never_change()
    {
        // Written by hand from docs/verification.md: whoever makes this test fail makes every checkpoint ever signed worthless.
        const string Canonical =
            "{\"causationId\":null,\"correlationId\":\"request-7\","
            + "\"data\":{\"flrVolumeMl\":412.5,\"modality\":\"ct\",\"note\":\"Zürich €\\n\",\"occurredOn\":\"2026-03-02\"},"
            + "\"headers\":{\"actor\":{\"id\":\"anna\",\"name\":\"Anna\"},\"client\":null},"
            + "\"id\":\"0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c48\",\"sequence\":7,\"streamId\":\"0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47\","
            + "\"timestamp\":\"2026-03-02T09:30:00.123450Z\",\"type\":\"volumetry_recorded\",\"userName\":\"anna\",\"version\":2}";
        Assert.Equal(Canonical, Encoding.UTF8.GetString(LogEnvelope.Write(Event)));
        Assert.Equal("5fc7bc337e5946c4bb2bc2cc4d3e0809ea1524e8fce00b1086a6c8a5051b3a69", Convert.ToHexStringLower(MerkleTree.LeafHash(LogEnvelope.Write(Event))));
    }

    [Theory]
    [InlineData("""{"a": 1.0}""")]
    [InlineData("""{"a": 1e2, "b": 1E-7, "c": 1.50e-10}""")]
    [InlineData("""{"a": 0.1, "b": 412.5, "c": 100000000000000000000, "d": 1e21, "e": 1e22, "f": 5e-324, "g": -0.0}""")]
    [InlineData("""{"a": 123456789012345, "b": 0.000001234567890123, "c": 1.7976931348623157e308}""")]
    [InlineData("""{"z": [], "é": {}, "𝒳": "\u0001\u001f\u007f\"\\/", "ﬀ": [true, null, " \u00e9 "]}""")]
    public async Task An_event_has_the_same_bytes_before_and_after_it_was_stored(string data)
    {
        await using var pathway = await TestPathway.Start(postgres);
        var store = pathway.Services.GetRequiredService<IEventStore>();
        var before = Event with { Sequence = 1, Version = 1, Data = Encoding.UTF8.GetBytes(data) };
        await store.Append(new(
            before.StreamId, "pathway", 0, [new(before.Id, before.Type, before.DotNetType!, before.Data)], before.Metadata, Documents: [], Answer: null));

        var after = Assert.Single(await store.ReadStream(before.StreamId, fromVersion: 1, CancellationToken.None));

        Assert.Equal(Encoding.UTF8.GetString(LogEnvelope.Write(before)), Encoding.UTF8.GetString(LogEnvelope.Write(after)));
    }
}
