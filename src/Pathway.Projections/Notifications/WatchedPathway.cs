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
    /// <param name="published">The published protocols.</param>
    /// <param name="dateOf">The date where the hospital was at an instant.</param>
    /// <returns>How far it was followed, and what happened.</returns>
    public (WatchedPathway Watched, IReadOnlyList<ToldHappening> Told) Follow(
        StoredStream stream, List<RecordedEvent> events, Exception? failure, ProtocolShelf published, Func<DateTimeOffset, DateOnly> dateOf)
    {
        var (watched, told) = (this with { Stopped = null }, new List<ToldHappening>());
        Standing? last = null;
        for (var next = (int)Version; next < events.Count; next++)
        {
            var (entry, known) = (events[next], events.GetRange(0, next));
            try
            {
                var on = dateOf(entry.RecordedAt) is var date && date > watched.LookedOn ? date : watched.LookedOn;
                var earlier = next == 0 ? null : last ?? Standing.Of(known, published, watched.LookedOn);
                var before = earlier is null || earlier.On == on ? earlier : Standing.Of(known, published, on);
                if (earlier?.IsOpen == true)
                {
                    Tell(before!, before!.Since(earlier, entry: null));
                }

                last = Standing.Of(events.GetRange(0, next + 1), published, on);
                Tell(last, last.Since(before, entry));
                watched = watched with { Version = entry.Version, LookedOn = on, IsOpen = last.IsOpen };
            }
            catch (Exception cannot)
            {
                return (watched with { Stopped = StoppedPathway.At(stream.Id, stream.Events[next], cannot) }, told);
            }

            void Tell(Standing standing, IEnumerable<Happening> happened) =>
                told.AddRange(happened.Select(h => new ToldHappening(stream.Id, standing.Center, stream.Events[next].Sequence, entry.RecordedAt, h)));
        }

        return (failure is null ? watched : watched with { Stopped = StoppedPathway.At(stream.Id, stream.Events[events.Count], failure) }, told);
    }

    /// <summary>Looks at what days did that went by without an entry.</summary>
    /// <param name="stream">The stream, up to a place in the log.</param>
    /// <param name="events">Its entries, as far as they can be read.</param>
    /// <param name="published">The published protocols.</param>
    /// <param name="today">The date where the hospital is.</param>
    /// <param name="position">The place in the log.</param>
    /// <param name="now">Now, UTC.</param>
    /// <returns>How far it was looked at, and what happened.</returns>
    public (WatchedPathway Watched, IReadOnlyList<ToldHappening> Told) Look(
        StoredStream stream, List<RecordedEvent> events, ProtocolShelf published, DateOnly today, long position, DateTimeOffset now)
    {
        try
        {
            var known = events.GetRange(0, (int)Version);
            var standing = Standing.Of(known, published, today);
            var happened = standing.Since(Standing.Of(known, published, LookedOn), entry: null);
            return (this with { LookedOn = today, IsOpen = standing.IsOpen }, [.. happened.Select(h => new ToldHappening(PathwayId, standing.Center, position, now, h))]);
        }
        catch (Exception cannot)
        {
            return (this with { Stopped = StoppedPathway.At(stream.Id, stream.Events[(int)Version - 1], cannot) }, []);
        }
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
