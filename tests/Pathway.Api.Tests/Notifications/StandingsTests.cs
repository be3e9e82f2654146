using Pathway.Api.Tests.Simulation;
using Pathway.Domain;
using Pathway.Domain.Happenings;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Notifications;
using Pathway.Testing;

namespace Pathway.Api.Tests.Notifications;

/// <summary>What is remembered of how pathways stood changes nothing of what is told.</summary>
public sealed class StandingsTests(ThrowAwayPostgres postgres)
{
    private static readonly DateTimeOffset _listeningSince = new(2024, 7, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Whole_journeys_are_told_the_same_with_and_without_memory_however_they_come_in()
    {
        await using var pathway = await TestPathway.Start(postgres);
        await HappeningTests.Load(pathway);
        await using var source = StoreConnection.DataSource(pathway.Database.AppConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        var ids = (await HappeningTests.Column(pathway, "select id::text from mt_streams order by id")).ConvertAll(Guid.Parse);
        var streams = (await StoredStream.Of(connection, ids, long.MaxValue, CancellationToken.None)).Select(s => (Stream: s, s.Read().Events)).ToList();

        // Or nothing was held against late entries and corrections.
        Assert.Contains(streams, s => s.Events.Exists(e => e.Event is EventCorrected));
        Assert.Contains(streams, s => s.Events.Zip(s.Events.Skip(1)).Any(e => e.Second.Event.OccurredOn < e.First.Event.OccurredOn));

        var told = 0;
        using Standings none = new(mostPathways: 0), few = new(mostPathways: 3), enough = new();
        foreach (var together in (int[])[1, 2, 5])
        {
            var expected = Follow(streams, none, together);
            Assert.Equal(expected, Follow(streams, few, together));
            Assert.Equal(expected, Follow(streams, enough, together));
            told += expected.Count;
        }

        Assert.InRange(told, 1500, int.MaxValue);
    }

    [Fact]
    public void What_is_remembered_of_another_date_another_entry_or_other_protocols_is_not_used()
    {
        var events = SimulatedCohort.Simulated.Of(SimulatedCohort.Seven.Journey(1, SimulatedCohort.Clock)).Stream.ToList();
        var on = events[^1].Event.OccurredOn;
        using var standings = new Standings();
        var first = Of(events, events.Count, ShippedProtocols.Shelf, on);
        Assert.Same(first, Of(events, events.Count, ShippedProtocols.Shelf, on));
        Assert.NotSame(first, Of(events, events.Count, new(ShippedProtocols.Shelf.All), on));
        Assert.Equal(on.AddDays(400), Of(events, events.Count, ShippedProtocols.Shelf, on.AddDays(400)).On);

        // Set back to an earlier day, another last entry was made.
        first = Of(events, events.Count, ShippedProtocols.Shelf, on);
        Assert.NotSame(first, Of([.. events.SkipLast(1), events[^1] with { Id = Guid.CreateVersion7() }], events.Count, ShippedProtocols.Shelf, on));

        Standing Of(List<RecordedEvent> of, int version, ProtocolShelf shelf, DateOnly at) => standings.Of(Guid.AllBitsSet, of, version, shelf, at);
    }

    [Fact]
    public void What_days_did_before_an_entry_that_cannot_be_followed_is_told_with_that_entry_and_not_before()
    {
        var events = SimulatedCohort.Simulated.Of(SimulatedCohort.Seven.Journey(1, SimulatedCohort.Clock)).Stream.Take(4).ToList();
        var at = events[^1].RecordedAt.AddDays(200);
        events.Add(new(Guid.CreateVersion7(at), 5, at, new ProtocolAssigned(DateOnly.FromDateTime(at.UtcDateTime), "elsewhere", 1, "Published by nobody.")));
        var stream = new StoredStream(Guid.AllBitsSet, [.. events.Select(e => new StoredEntry(e.Version, e.Id, e.Version, e.RecordedAt, "", []))]);
        using var standings = new Standings();
        var deriving = new Deriving(standings, ShippedProtocols.Shelf, at => DateOnly.FromDateTime(at.UtcDateTime), DateTimeOffset.MinValue);

        var (watched, told) = WatchedPathway.New(stream.Id).Follow(stream, events.GetRange(0, 4), failure: null, deriving);
        Assert.True(watched is { IsOpen: true, Version: 4 } && told.Count > 0);
        Assert.NotEmpty(watched.Look(stream, events, new(DateOnly.FromDateTime(at.UtcDateTime), at, 4), deriving).Told);
        var (stopped, more) = watched.Follow(stream, events, failure: null, deriving);
        Assert.Equal(5, stopped.Stopped!.Version);
        Assert.Empty(more);
    }

    /// <summary>Follows journeys in turns, some entries at a time, and looks at each once in a while.</summary>
    private static List<ToldHappening> Follow(IReadOnlyList<(StoredStream Stream, List<RecordedEvent> Events)> streams, Standings standings, int together)
    {
        var deriving = new Deriving(standings, ShippedProtocols.Shelf, at => DateOnly.FromDateTime(at.UtcDateTime), _listeningSince);
        var watched = streams.ToDictionary(s => s.Stream.Id, s => WatchedPathway.New(s.Stream.Id));
        var told = new List<ToldHappening>();
        for (var end = together; end < streams.Max(s => s.Events.Count) + together; end += together)
        {
            foreach (var (stream, events) in streams.Where(s => s.Events.Count > end - together))
            {
                var known = events.Take(end).ToList();
                var (followed, happened) = watched[stream.Id].Follow(stream, known, failure: null, deriving);
                Assert.Null(followed.Stopped);
                told.AddRange(happened);
                if (end % 3 == 0 && followed.IsOpen)
                {
                    (followed, happened) = followed.Look(stream, known, new(followed.LookedOn.AddDays(end), known[^1].RecordedAt.AddDays(end), stream.Events[known.Count - 1].Sequence), deriving);
                    told.AddRange(happened);
                }

                watched[stream.Id] = followed;
            }
        }

        return told;
    }
}
