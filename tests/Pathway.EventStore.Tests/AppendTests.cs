using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class AppendTests(SharedServer server)
{
    [Fact]
    public async Task A_new_stream_begins_at_version_1_and_reads_back_what_was_given()
    {
        await using var database = await server.NewDatabase();
        var store = database.Store();
        var stream = Guid.CreateVersion7();
        var append = Append(stream, 0);

        Assert.Equal(new AppendOutcome.Appended(Version: 1, Sequence: 1), await store.Append(append));

        var stored = Assert.Single(await store.ReadStream(stream, upToVersion: null, CancellationToken.None));
        Assert.Equal((1, 1), (stored.Sequence, stored.Version));
        Assert.Equal((append.Events[0].Id, stream), (stored.Id, stored.StreamId));
        Assert.Equal(("volumetry_recorded", "Pathway.Domain.VolumetryRecorded, Pathway.Domain"), (stored.Type, stored.DotNetType));
        Assert.Equal("""{"flrVolumeMl": 412.5}""", Text(stored.Data));
        Assert.Equal(Now, stored.Metadata.Timestamp);
        Assert.Equal(("request-7", null, "c.meyer"), (stored.Metadata.CorrelationId, stored.Metadata.CausationId, stored.Metadata.UserName));
        Assert.Equal("""{"role": "coordinator"}""", Text(stored.Metadata.Headers));
    }
}
