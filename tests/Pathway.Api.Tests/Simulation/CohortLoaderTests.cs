using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.CommandLine;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Api.Simulation;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.Projections.Overview;
using Pathway.Projections.Protocols;
using Pathway.Testing;

namespace Pathway.Api.Tests.Simulation;

public sealed class CohortLoaderTests(ThrowAwayPostgres postgres)
{
    private static readonly Cohort Seven = SimulatedCohort.Seven;

    [Fact]
    public async Task What_is_loaded_is_what_coordinators_would_have_posted_on_those_days()
    {
        await using var loaded = await TestPathway.Start(postgres);
        await using var posted = await TestPathway.Start(postgres);
        await Load(loaded, Seven, 12);

        for (var number = 1; number <= 12; number++)
        {
            var journey = Seven.Journey(number, SimulatedCohort.Clock);
            var (id, ids) = await Post(posted, journey);
            using var there = posted.As(Role.Auditor);
            using var here = loaded.As(Role.Auditor);
            var expected = ids.Aggregate(await there.GetStringAsync($"/api/pathways/{id}"), (text, pair) => text.Replace($"{pair.Posted}", $"{pair.Simulated}", StringComparison.Ordinal));

            Assert.Equal(expected, await here.GetStringAsync($"/api/pathways/{journey.Id}"));
            Assert.Equal(await Row(there, journey, id), await Row(here, journey, journey.Id));
        }
    }

    [Fact]
    public async Task Every_event_says_when_by_whom_with_what_and_under_which_protocol_it_was_recorded()
    {
        await using var pathway = await TestPathway.Start(postgres);
        await Load(pathway, Seven, 3);
        var journey = Seven.Journey(2, SimulatedCohort.Clock);

        using var auditor = pathway.As(Role.Auditor);
        var envelopes = (await auditor.GetFromJsonAsync<JsonElement>($"/api/pathways/{journey.Id}/events")).EnumerateArray().ToList();

        Assert.Equal(journey.Sittings.SelectMany(s => s.Entries.Select(e => (e.Id, s.RecordedAt))), envelopes.Select(e => (e.GetProperty("id").GetGuid(), e.GetProperty("recordedAt").GetDateTimeOffset())));
        Assert.All(envelopes, e =>
        {
            var headers = e.GetProperty("metadata").GetProperty("headers");
            Assert.Equal("pathway simulate --seed 7 --center-count 6 --from 2019-01-01 --to 2026-03-14", headers.GetProperty("client").GetString());
            Assert.StartsWith("simulated-coordinator-", headers.GetProperty("actor").GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.Equal("coordinator", headers.GetProperty("actor").GetProperty("role").GetString());
            Assert.NotEmpty(headers.GetProperty("protocol").GetProperty("hash").GetString()!);
        });
    }

    [Fact]
    public async Task As_of_now_every_journey_is_as_it_is_and_as_of_any_entry_it_is_as_of_that_version()
    {
        await using var pathway = await TestPathway.Start(postgres);
        await Load(pathway, Seven, 40);
        using var auditor = pathway.As(Role.Auditor);
        for (var number = 1; number <= 40; number++)
        {
            var journey = Seven.Journey(number, SimulatedCohort.Clock);
            Task<string> Read(string query) => auditor.GetStringAsync($"/api/pathways/{journey.Id}{query}");
            string At(DateTimeOffset instant) => $"?asOfRecorded={instant.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}Z";

            Assert.Equal(await Read(""), await Read(At(pathway.Time.Now)));
            var version = 0;
            foreach (var sitting in journey.Sittings)
            {
                version += sitting.Entries.Length;
                Assert.Equal(await Read($"?asOfVersion={version}"), await Read(At(sitting.RecordedAt)));
            }
        }
    }

    [Fact]
    public async Task Loading_again_stores_nothing_twice_and_loading_more_stores_the_rest()
    {
        await using var pathway = await TestPathway.Start(postgres);
        var first = await Load(pathway, Seven, 5);
        var log = await Log(pathway);
        Assert.Equal((5, 0, (long)log.Count, true), (first.Pathways, first.There, first.Events, first.Whole));

        Assert.Equal(new(5, 5, 0, Whole: true), await Load(pathway, Seven, 5));
        Assert.Equal(log, await Log(pathway));

        var more = await Load(pathway, Seven, 8);
        Assert.Equal((8, 5), (more.Pathways, more.There));
        Assert.Equal(Whole(8), (await Log(pathway)).Order());
    }

    [Fact]
    public async Task A_seed_that_was_used_with_other_options_is_refused_with_those_and_another_seed_is_not()
    {
        await using var pathway = await TestPathway.Start(postgres);
        await Load(pathway, Seven, 2);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => Load(pathway, Seven with { Centers = 3 }, 2));

        Assert.Equal(
            "Seed 7 is in this database already, by: pathway simulate --seed 7 --center-count 6 --from 2019-01-01 --to 2026-03-14. "
            + "Give the same options to go on with it, or another seed.",
            refused.Message);
        Assert.Equal((2, 0), await Load(pathway, Seven with { Seed = 77, Centers = 3 }, 2) is var other ? (other.Pathways, other.There) : default);
    }

    [Fact]
    public async Task Told_to_stop_it_leaves_whole_journeys_and_goes_on_from_them_the_next_time()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var stop = new CancellationTokenSource();
        var store = new StoppingStore(pathway.Services.GetRequiredService<IEventStore>(), afterAppends: 60, stop);

        var stopped = await Load(pathway, Seven, 400, store, stop.Token);

        Assert.False(stopped.Whole);
        Assert.InRange(stopped.Pathways, 1, 399);
        var counts = (await Stored(pathway)).CountBy(e => e.StreamId).ToDictionary();
        Assert.Equal(stopped.Pathways, counts.Count);
        var whole = Enumerable.Range(1, 400).Select(n => Seven.Journey(n, SimulatedCohort.Clock)).ToDictionary(j => j.Id, j => j.Sittings.Sum(s => s.Entries.Length));
        Assert.All(counts, c => Assert.Equal(whole[c.Key], c.Value));

        Assert.Equal((60, stopped.Pathways), await Load(pathway, Seven, 60) is var again ? (again.Pathways, again.There) : default);
    }

    [Fact]
    public async Task What_a_kill_left_half_stored_is_completed_and_nothing_in_it_changes()
    {
        await using var pathway = await TestPathway.Start(postgres);
        var journey = Seven.Journey(2, SimulatedCohort.Clock);
        await pathway.Services.GetRequiredService<Recorder>().Import(journey.Id, journey.Sittings[..2], Seven.Client);
        var begun = await Log(pathway);

        await Load(pathway, Seven, 2);

        var log = await Log(pathway);
        Assert.Equal(begun, log.Take(begun.Count));
        Assert.Equal(Whole(2), log.Order());
        using var auditor = pathway.As(Role.Auditor);
        Assert.Equal(
            journey.Sittings.Sum(s => s.Entries.Length), (await auditor.GetFromJsonAsync<JsonElement>($"/api/pathways/{journey.Id}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Of_a_journey_that_cannot_be_true_nothing_is_stored()
    {
        await using var pathway = await TestPathway.Start(postgres);
        var journey = Seven.Journey(2, SimulatedCohort.Clock);
        var again = journey.Sittings[0] with { RecordedAt = journey.Sittings[^1].RecordedAt.AddHours(1) };

        var outcome = await pathway.Services.GetRequiredService<Recorder>().Import(journey.Id, [.. journey.Sittings, again], Seven.Client);

        Assert.Equal("already-opened", Assert.IsType<RecordOutcome.Rejected>(outcome).Reasons[0].Code);
        Assert.Empty(await Log(pathway));
    }

    private static Task<LoadedCohort> Load(TestPathway pathway, Cohort cohort, int pathways) =>
        Load(pathway, cohort, pathways, pathway.Services.GetRequiredService<IEventStore>(), CancellationToken.None);

    private static async Task<LoadedCohort> Load(TestPathway pathway, Cohort cohort, int pathways, IEventStore store, CancellationToken cancellation)
    {
        var (clock, published) = (pathway.Services.GetRequiredService<HospitalClock>(), pathway.Services.GetRequiredService<PublishedProtocols>());
        using var recorder = new Recorder(store, pathway.Services.GetRequiredService<Journeys>(), clock, published);
        return await new CohortLoader(recorder, pathway.Services.GetRequiredService<PathwayList>(), store, clock, new Progress(TextWriter.Null, isTerminal: false))
            .Load(cohort, pathways, cancellation);
    }

    /// <summary>Posts a journey sitting by sitting, on the day of each, as its coordinator.</summary>
    private static async Task<(Guid Id, List<(Guid Posted, Guid Simulated)> Ids)> Post(TestPathway pathway, SimulatedJourney journey)
    {
        var now = pathway.Time.Now;
        var (id, ids) = (Guid.Empty, new List<(Guid Posted, Guid Simulated)>());
        foreach (var sitting in journey.Sittings)
        {
            pathway.Time.Now = sitting.RecordedAt;
            using var coordinator = pathway.As(Role.Coordinator, sitting.Actor.Name, sitting.Actor.Center);
            var entries = sitting.Entries;
            if (id == Guid.Empty)
            {
                var opened = await Answer(coordinator, "/api/pathways", Written(entries[0].Event, ids));
                id = opened.GetProperty("id").GetGuid();
                ids.Add((id, journey.Id));
                using var auditor = pathway.As(Role.Auditor);
                ids.Add(((await auditor.GetFromJsonAsync<JsonElement>($"/api/pathways/{id}/events"))[0].GetProperty("id").GetGuid(), entries[0].Id));
                entries = entries[1..];
            }

            // One by one, as an entry may name one of the same sitting.
            foreach (var entry in entries)
            {
                var answer = await Answer(coordinator, $"/api/pathways/{id}/events", Written(entry.Event, ids));
                ids.Add((answer.GetProperty("events")[0].GetProperty("id").GetGuid(), entry.Id));
            }
        }

        pathway.Time.Now = now;
        return (id, ids);
    }

    private static string Written(PathwayEvent happened, List<(Guid Posted, Guid Simulated)> ids) => ids.Aggregate(
        JsonSerializer.Serialize(happened, EventJson.Options), (text, pair) => text.Replace($"{pair.Simulated}", $"{pair.Posted}", StringComparison.Ordinal));

    private static async Task<JsonElement> Answer(HttpClient coordinator, string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await coordinator.PostAsync(address, content);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, said);
        return JsonElement.Parse(said);
    }

    private static async Task<string> Row(HttpClient auditor, SimulatedJourney journey, Guid id)
    {
        var patientRef = ((Domain.Journey.PathwayOpened)journey.Sittings[0].Entries[0].Event).PatientRef;
        var row = Assert.Single((await auditor.GetFromJsonAsync<JsonElement>($"/api/pathways?q={patientRef}")).GetProperty("pathways").EnumerateArray());
        return row.GetRawText().Replace($"{id}", "", StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<StoredEvent>> Stored(TestPathway pathway) =>
        await pathway.Services.GetRequiredService<IEventStore>().ReadLog(0, 100_000, CancellationToken.None);

    private static async Task<List<Guid>> Log(TestPathway pathway) => [.. (await Stored(pathway)).Select(e => e.Id)];

    private static IEnumerable<Guid> Whole(int pathways) =>
        Enumerable.Range(1, pathways).SelectMany(n => Seven.Journey(n, SimulatedCohort.Clock).Sittings).SelectMany(s => s.Entries).Select(e => e.Id).Order();

    /// <summary>A store during whose work somebody presses Ctrl-C.</summary>
    private sealed class StoppingStore(IEventStore inner, int afterAppends, CancellationTokenSource stop) : IEventStore
    {
        private int _appends;

        public Task<AppendOutcome> Append(StreamAppend append)
        {
            if (Interlocked.Increment(ref _appends) == afterAppends)
            {
                stop.Cancel();
            }

            return inner.Append(append);
        }

        public Task<IReadOnlyList<StoredEvent>> ReadStream(Guid streamId, long fromVersion, CancellationToken cancellation) => inner.ReadStream(streamId, fromVersion, cancellation);

        public Task<IReadOnlyList<StoredEvent>> ReadLog(long afterSequence, int limit, CancellationToken cancellation) => inner.ReadLog(afterSequence, limit, cancellation);

        public Task<StoredAnswer?> FindAnswer(IdempotencyKey key, CancellationToken cancellation) => inner.FindAnswer(key, cancellation);
    }
}
