using System.Data.Common;
using System.Text.Json;
using Npgsql;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class AppendTests(SharedServer server)
{
    private readonly Guid stream = Guid.CreateVersion7();

    [Fact]
    public async Task A_new_stream_begins_at_version_1_and_reads_back_what_was_given()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var append = Append(stream, 0);

        var appended = MustBeStored(version: 1, await store.Append(append));

        var stored = Assert.Single(await store.ReadStream(stream, fromVersion: 1, CancellationToken.None));
        Assert.Equal((appended.Sequence, 1), (stored.Sequence, stored.Version));
        Assert.Equal((append.Events[0].Id, stream), (stored.Id, stored.StreamId));
        Assert.Equal(("volumetry_recorded", "Pathway.Domain.VolumetryRecorded, Pathway.Domain"), (stored.Type, stored.DotNetType));
        Assert.Equal("""{"flrVolumeMl": 412.5}""", Text(stored.Data));
        Assert.Equal(Now, stored.Metadata.Timestamp);
        Assert.Equal(("request-7", null, "c.meyer"), (stored.Metadata.CorrelationId, stored.Metadata.CausationId, stored.Metadata.UserName));
        Assert.Equal("""{"role": "coordinator"}""", Text(stored.Metadata.Headers));
    }

    [Fact]
    public async Task Metadata_that_was_not_given_reads_back_as_not_given()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        await store.Append(Append(stream, 0) with { Metadata = new(Now, null, null, null, ReadOnlyMemory<byte>.Empty) });

        var metadata = Assert.Single(await store.ReadStream(stream, 1, CancellationToken.None)).Metadata;
        Assert.Equal((null, null, null, 0), (metadata.CorrelationId, metadata.CausationId, metadata.UserName, metadata.Headers.Length));
        Assert.Equal(1, await database.Scalar<long>("select count(*) from mt_events where headers is null and tenant_id = '*DEFAULT*' and not is_archived"));
    }

    [Fact]
    public async Task A_stream_row_keeps_what_it_was_begun_about_and_how_far_it_has_grown()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var later = Append(stream, 1) with { Metadata = new(Now.AddDays(1), null, null, null, default), StreamType = "other" };

        await store.Append(Append(stream, 0));
        await store.Append(later);

        Assert.Equal("patient | 2 | *DEFAULT* | False", Assert.Single(await database.Rows("select type, version, tenant_id, is_archived from mt_streams")));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)] // stale
    [InlineData(0, false)] // begun already
    [InlineData(3, false)] // ahead of what there is
    public async Task An_append_is_stored_only_at_the_version_that_it_was_decided_on(long expectedVersion, bool stored)
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        await store.Append(Append(stream, 0, Event(), Event()));

        var outcome = await store.Append(Append(stream, expectedVersion));

        if (stored)
        {
            MustBeStored(version: 3, outcome);
        }
        else
        {
            Assert.Equal(new VersionConflict(ActualVersion: 2), outcome);
        }

        Assert.Equal(stored ? 3 : 2, (await store.ReadStream(stream, 1, CancellationToken.None)).Count);
        Assert.Equal(stored ? 3 : 2, await database.Scalar<long>("select version from mt_streams"));
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_has_version_0()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        Assert.Equal(new VersionConflict(ActualVersion: 0), await store.Append(Append(stream, 4)));

        Assert.Empty(await store.ReadStream(stream, 1, CancellationToken.None));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_streams"));
    }

    [Fact]
    public async Task Events_of_one_append_follow_each_other_and_a_stream_can_be_read_from_a_version_on()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        NewEvent[] events = [Event("""{"n": 1}"""), Event("""{"n": 2}"""), Event("""{"n": 3}""")];

        var appended = MustBeStored(version: 3, await store.Append(Append(stream, 0, events)));

        var whole = await store.ReadStream(stream, 1, CancellationToken.None);
        Assert.Equal(events.Select(e => e.Id), whole.Select(e => e.Id));
        Assert.Equal([1, 2, 3], whole.Select(e => e.Version));
        MustBeInOrder(whole);
        Assert.Equal(appended.Sequence, whole[^1].Sequence);
        Assert.Equal([2, 3], (await store.ReadStream(stream, 2, CancellationToken.None)).Select(e => e.Version));
        Assert.Empty(await store.ReadStream(stream, 4, CancellationToken.None));
    }

    [Fact]
    public async Task One_bad_event_in_the_middle_stores_nothing_of_the_append()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        var refused = await Assert.ThrowsAnyAsync<DbException>(
            () => store.Append(Append(stream, 0, Event(), Event("""{"note": "\u0000"}"""), Event()).With(Document(stream, "{}"))));

        Assert.Equal(PostgresErrorCodes.UntranslatableCharacter, refused.SqlState);
        Assert.Equal("0 | 0 | 0", Assert.Single(await database.Rows(
            "select (select count(*) from mt_events), (select count(*) from mt_streams), (select count(*) from mt_doc_patient)")));
    }

    [Fact]
    public async Task Documents_change_with_the_events_and_carry_the_version_of_the_stream()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var other = Guid.CreateVersion7();

        await store.Append(Append(stream, 0).With(Document(stream, """{"phase": "assessment"}"""), Document(other, """{"beds": 3}""", "ward")));
        await store.Append(Append(stream, 1, Event(), Event()).With(Document(stream, """{"phase": "planned"}""")));

        Assert.Equal(
            ["""{"phase": "planned"} | 3 | Tests.Patient, Tests"""], await database.Rows("select data, mt_version, mt_dotnet_type from mt_doc_patient"));
        Assert.Equal(["""{"beds": 3} | 1"""], await database.Rows("select data, mt_version from mt_doc_ward"));
    }

    [Fact]
    public async Task A_refused_append_leaves_documents_and_keys_alone()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        await store.Append(Append(stream, 0).With(Document(stream, """{"phase": "assessment"}""")));

        var stale = Append(stream, 0).With(Document(stream, """{"phase": "planned"}""")) with { Answer = Answer("k") };
        Assert.IsType<VersionConflict>(await store.Append(stale));

        Assert.Equal(["""{"phase": "assessment"}"""], await database.Rows("select data from mt_doc_patient"));
        Assert.Null(await store.FindAnswer(new("c.meyer", "k"), CancellationToken.None));
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_byte_for_byte_and_stores_nothing_whatever_the_version()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var first = Answer("k", body: """{"b":1,  "a":1.0}""");
        Assert.IsType<Appended>(await store.Append(Append(stream, 0) with { Answer = first }));

        foreach (var expectedVersion in new[] { 0, 1, 9 })
        {
            var repeated = Assert.IsType<KeyAlreadyUsed>(await store.Append(Append(stream, expectedVersion) with { Answer = Answer("k", body: "{}") }));
            Assert.Equal((201, """{"b":1,  "a":1.0}"""), (repeated.First.Status, Text(repeated.First.Body)));
            Assert.Equal(first.Answer.Fingerprint.ToArray(), repeated.First.Fingerprint.ToArray());
        }

        Assert.Single(await store.ReadLog(0, 10, CancellationToken.None));
        Assert.Equal("""{"b":1,  "a":1.0}""", Text((await store.FindAnswer(new("c.meyer", "k"), CancellationToken.None))!.Body));
    }

    [Fact]
    public async Task Two_actors_may_use_the_same_key()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        Assert.IsType<Appended>(await store.Append(Append(stream, 0) with { Answer = Answer("k", actor: "c.meyer") }));
        Assert.IsType<Appended>(await store.Append(Append(stream, 1) with { Answer = Answer("k", actor: "a.ito") }));
        Assert.Null(await store.FindAnswer(new("nobody", "k"), CancellationToken.None));
    }

    [Fact]
    public async Task Appending_the_same_once_more_stores_nothing_and_gives_the_first_outcome()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var append = Append(stream, 0, Event(), Event()).With(Document(stream, """{"phase": "assessment"}""")) with { Answer = Answer("k") };

        var first = MustBeStored(version: 2, await store.Append(append));
        MustBeStored(version: 3, await store.Append(Append(stream, 2).With(Document(stream, """{"phase": "planned"}"""))));
        Assert.Equal(first, await store.Append(append));

        Assert.Equal(3, (await store.ReadLog(0, 10, CancellationToken.None)).Count);
        Assert.Equal(["""{"phase": "planned"}"""], await database.Rows("select data from mt_doc_patient"));
    }

    [Fact]
    public async Task Json_keeps_its_numbers_its_text_and_its_structure()
    {
        const string Given = """
            {"z":0.1,"small":1e-7,"large":123456789012345,"digits":1540.12345678901,"negative":-0.000123456789012345,"exponent":1.5e300,
             "text":"Müller 肝 \ud83e\ude7a \" \\ \n","empty":{},"list":[1,null,true,[]],"a":null}
            """;
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        await store.Append(Append(stream, 0, Event(Given)));

        var stored = JsonDocument.Parse(Assert.Single(await store.ReadStream(stream, 1, CancellationToken.None)).Data);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Given).RootElement, stored.RootElement));
        Assert.Equal(1540.12345678901, stored.RootElement.GetProperty("digits").GetDouble());
    }

    [Fact]
    public async Task What_is_no_append_is_refused_before_it_is_sent()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var good = Append(stream, 0);

        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { Events = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { Documents = default }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { ExpectedVersion = -1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good.With(Document(stream, "{}", alias: "a; drop table mt_events"))));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { Metadata = good.Metadata with { Timestamp = Now.AddTicks(1) } }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { Metadata = good.Metadata with { Timestamp = Now.ToOffset(TimeSpan.FromHours(1)) } }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { Answer = new(new("c.meyer", "k"), new(new byte[31], 201, "{}"u8.ToArray())) }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Append(good with { Answer = new(new("c.meyer", "k"), new(new byte[32], 99, "{}"u8.ToArray())) }));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_streams"));
    }

    [Fact]
    public async Task Headers_that_are_no_json_are_refused_at_once_and_store_nothing()
    {
        await using var database = await server.NewDatabase();
        var append = Append(stream, 0);
        var refused = await Record.ExceptionAsync(async () =>
            await (await database.Store()).Append(append with { Metadata = append.Metadata with { Headers = Utf8("""{"role": """) } }).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.True(refused is System.Data.Common.DbException or ArgumentException, $"{refused}");
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task The_log_is_read_in_pages()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        await store.Append(Append(stream, 0, Event(), Event(), Event()));
        await store.Append(Append(Guid.CreateVersion7(), 0, Event(), Event()));

        var first = await store.ReadLog(0, 2, CancellationToken.None);
        Assert.Equal([1, 2], first.Select(e => e.Version));
        var rest = await store.ReadLog(first[^1].Sequence, 100, CancellationToken.None);
        Assert.Equal([3, 1, 2], rest.Select(e => e.Version));
        MustBeInOrder([.. first, .. rest]);
        Assert.Empty(await store.ReadLog(rest[^1].Sequence, 100, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadLog(0, 0, CancellationToken.None));
    }
}
