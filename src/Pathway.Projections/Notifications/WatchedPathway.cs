using Npgsql;
using Pathway.Domain;
using Pathway.Domain.Happenings;
using Pathway.Domain.Protocols;
using Pathway.Projections.Cohort;

namespace Pathway.Projections.Notifications;

/// <summary>How far one pathway was looked at.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Version">Stream version of the last entry that was followed; 0 before the first.</param>
/// <param name="LookedOn">The last date that was looked at.</param>
/// <param name="IsOpen">Whether days that go by can change how it stands.</param>
/// <param name="Stopped">The entry that cannot be followed; null while all can.</param>
internal sealed record WatchedPathway(Guid PathwayId, long Version, DateOnly LookedOn, bool IsOpen, StoppedPathway? Stopped)
{
    private const string Columns = "pathway_id, version, looked_on, is_open, stopped_version, stopped_position, stopped_type, stopped_because";

    /// <summary>One of which nothing was followed yet.</summary>
    public static WatchedPathway New(Guid pathwayId) => new(pathwayId, 0, DateOnly.MinValue, IsOpen: true, Stopped: null);

    /// <summary>Follows the entries that are new, each on the date on which it was made, and what days did before it.</summary>
    /// <param name="stream">The stream, up to a place in the log.</param>
    /// <param name="events">Its entries, as far as they can be read.</param>
    /// <param name="failure">Why the next cannot be read; null when all can.</param>
    /// <param name="deriving">What it is derived with.</param>
    /// <returns>How far it was followed, and what happened.</returns>
    public (WatchedPathway Watched, IReadOnlyList<ToldHappening> Told) Follow(StoredStream stream, List<RecordedEvent> events, Exception? failure, Deriving deriving)
    {
        var (watched, told) = (this with { Stopped = null }, new List<ToldHappening>());
        for (var next = (int)Version; next < events.Count; next++)
        {
            var (entry, position) = (events[next], stream.Events[next].Sequence);
            try
            {
                var on = deriving.DateOf(entry.RecordedAt) is var date && date > watched.LookedOn ? date : watched.LookedOn;
                var days = next == 0 ? [] : watched.Days(stream, events, new(on, entry.RecordedAt, position), deriving);
                var before = next == 0 ? null : deriving.Standing(stream.Id, events, next, on);
                var standing = deriving.Standing(stream.Id, events, next + 1, on);
                told.AddRange([.. days, .. standing.Since(before, entry).Select(h => new ToldHappening(stream.Id, standing.Center, position, entry.RecordedAt, h))]);
                watched = watched with { Version = entry.Version, LookedOn = on, IsOpen = standing.IsOpen };
            }
            catch (Exception cannot)
            {
                return (watched with { Stopped = StoppedPathway.At(stream.Id, stream.Events[next], cannot) }, told);
            }
        }

        return (failure is null ? watched : watched with { Stopped = StoppedPathway.At(stream.Id, stream.Events[events.Count], failure) }, told);
    }

    /// <summary>Looks at what days did that went by without an entry.</summary>
    /// <param name="stream">The stream, up to a place in the log.</param>
    /// <param name="events">Its entries, as far as they can be read.</param>
    /// <param name="today">The date where the hospital is, now, and the place in the log.</param>
    /// <param name="deriving">What it is derived with.</param>
    /// <returns>How far it was looked at, and what happened.</returns>
    public (WatchedPathway Watched, IReadOnlyList<ToldHappening> Told) Look(StoredStream stream, List<RecordedEvent> events, Moment today, Deriving deriving)
    {
        try
        {
            var told = Days(stream, events, today, deriving);
            return (this with { LookedOn = today.On, IsOpen = deriving.Standing(stream.Id, events, (int)Version, today.On).IsOpen }, told);
        }
        catch (Exception cannot)
        {
            return (this with { Stopped = StoppedPathway.At(stream.Id, stream.Events[(int)Version - 1], cannot) }, []);
        }
    }

    /// <summary>What days did since the last date that was looked at. What they had done when somebody began to listen became known then, and not with what came next.</summary>
    private List<ToldHappening> Days(StoredStream stream, List<RecordedEvent> events, Moment until, Deriving deriving)
    {
        var told = new List<ToldHappening>();
        var earlier = deriving.Standing(stream.Id, events, (int)Version, LookedOn);
        var listening = until with { On = deriving.DateOf(deriving.ListeningSince), Position = stream.Events[(int)Version - 1].Sequence };
        listening = listening with { At = until.At < deriving.ListeningSince ? until.At : deriving.ListeningSince };
        foreach (var moment in listening.On > LookedOn && listening.On <= until.On ? [listening, until] : (Moment[])[until])
        {
            if (earlier.IsOpen && moment.On > earlier.On)
            {
                var standing = deriving.Standing(stream.Id, events, (int)Version, moment.On);
                told.AddRange(standing.Since(earlier, entry: null).Select(h => new ToldHappening(stream.Id, standing.Center, moment.Position, moment.At, h)));
                earlier = standing;
            }
        }

        return told;
    }

    /// <summary>Reads how far some pathways were looked at.</summary>
    /// <returns>Those of which something was followed already, by their ids.</returns>
    public static async Task<Dictionary<Guid, WatchedPathway>> Of(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from pathway_happening_watch where pathway_id = any($1)", connection) { Parameters = { new() { Value = ids.ToArray() } } };
        return (await Read(command, cancellation)).ToDictionary(w => w.PathwayId);
    }

    /// <summary>Reads open pathways that were not looked at on a date yet.</summary>
    public static async Task<IReadOnlyList<WatchedPathway>> NotLookedAt(NpgsqlConnection connection, DateOnly today, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from pathway_happening_watch where is_open and stopped_version is null and looked_on < $1 order by looked_on, pathway_id limit $2", connection)
        {
            Parameters = { new() { Value = today }, new() { Value = most } },
        };
        return await Read(command, cancellation);
    }

    /// <summary>Counts those that cannot be followed, and reads the first of them by their place in the log.</summary>
    public static async Task<(long Count, IReadOnlyList<WatchedPathway> First)> AllStopped(NpgsqlConnection connection, int most, CancellationToken cancellation)
    {
        await using var count = new NpgsqlCommand("select count(*) from pathway_happening_watch where stopped_version is not null", connection);
        var stopped = (long)(await count.ExecuteScalarAsync(cancellation))!;
        await using var command = new NpgsqlCommand(
            $"select {Columns} from pathway_happening_watch where stopped_version is not null order by stopped_position limit $1", connection) { Parameters = { new() { Value = most } } };
        return (stopped, await Read(command, cancellation));
    }

    /// <summary>Stores how far some were looked at.</summary>
    public static async Task Store(NpgsqlConnection connection, IReadOnlyCollection<WatchedPathway> watched, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into pathway_happening_watch ({Columns})
            select * from unnest($1::uuid[], $2::bigint[], $3::date[], $4::boolean[], $5::bigint[], $6::bigint[], $7::varchar[], $8::varchar[])
            on conflict (pathway_id) do update set version = excluded.version, looked_on = excluded.looked_on, is_open = excluded.is_open, stopped_version = excluded.stopped_version,
              stopped_position = excluded.stopped_position, stopped_type = excluded.stopped_type, stopped_because = excluded.stopped_because
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = watched.Select(w => w.PathwayId).ToArray() },
                new() { Value = watched.Select(w => w.Version).ToArray() },
                new() { Value = watched.Select(w => w.LookedOn).ToArray() },
                new() { Value = watched.Select(w => w.IsOpen).ToArray() },
                new() { Value = watched.Select(w => w.Stopped?.Version).ToArray() },
                new() { Value = watched.Select(w => w.Stopped?.LogPosition).ToArray() },
                new() { Value = watched.Select(w => w.Stopped?.EventType).ToArray() },
                new() { Value = watched.Select(w => w.Stopped?.Error).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<IReadOnlyList<WatchedPathway>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var watched = new List<WatchedPathway>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var id = rows.GetGuid(0);
            watched.Add(new(
                id, rows.GetInt64(1), rows.GetFieldValue<DateOnly>(2), rows.GetBoolean(3),
                rows.IsDBNull(4) ? null : new(id, rows.GetInt64(4), rows.GetInt64(5), rows.GetString(6), rows.GetString(7))));
        }

        return watched;
    }
}

/// <summary>When something became known.</summary>
/// <param name="On">The date where the hospital was.</param>
/// <param name="At">The instant, UTC.</param>
/// <param name="Position">The place in the log up to which it is true.</param>
internal readonly record struct Moment(DateOnly On, DateTimeOffset At, long Position);

/// <summary>What happenings are derived with.</summary>
/// <param name="Standings">Tells how pathways stand, and remembers it.</param>
/// <param name="Published">The published protocols.</param>
/// <param name="DateOf">The date where the hospital was at an instant.</param>
/// <param name="ListeningSince">When the first of those who want to be told was registered, UTC.</param>
internal sealed record Deriving(Standings Standings, ProtocolShelf Published, Func<DateTimeOffset, DateOnly> DateOf, DateTimeOffset ListeningSince)
{
    /// <summary>Tells how a pathway stands after so many of its entries, on a date.</summary>
    public Standing Standing(Guid pathway, List<RecordedEvent> events, int version, DateOnly on) => Standings.Of(pathway, events, version, Published, on);
}
