using System.Globalization;
using Pathway.Api.Http;
using Pathway.Domain.Protocols;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Pathways;

/// <summary>A moment to look at a pathway from: what was known then, about which date, judged by which protocol.</summary>
/// <param name="Version">Last version that counts; null for all.</param>
/// <param name="Recorded">Last instant of entry that counts; null for all.</param>
/// <param name="Occurred">The date to describe; null for the date on which the last of what counts was entered, or today when everything counts.</param>
/// <param name="Protocol">The protocol to judge by; null for the one in force then.</param>
internal sealed record Moment(long? Version, DateTimeOffset? Recorded, DateOnly? Occurred, Protocol? Protocol)
{
    internal const string AsOfVersion = "asOfVersion";
    internal const string AsOfRecorded = "asOfRecorded";
    internal const string AsOfOccurred = "asOfOccurred";
    internal const string On = "on";
    internal const string ProtocolParameter = "protocol";

    internal static readonly CallParameter UpToVersion = new(AsOfVersion, typeof(long), "Last version that counts, from 1; all when not given.", 7);

    internal static readonly CallParameter OnDate = new(On, typeof(DateOnly), $"The same as {AsOfOccurred}.", "2026-03-01");

    internal static readonly CallParameter[] Parameters =
    [
        UpToVersion,
        new(AsOfRecorded, typeof(DateTimeOffset), "Last instant of entry that counts, with its offset from UTC, up to now; all when not given.", "2026-03-03T17:30:00Z"),
        new(
            AsOfOccurred, typeof(DateOnly),
            "The date to describe, up to today. When not given: the date on which the last entry that counts was made, or today when all count.", "2026-03-01"),
        new(
            ProtocolParameter, typeof(string), "The published protocol to judge by, as id@version; when not given, the one in force then.",
            $"{ProtocolShelf.DefaultId}@1"),
    ];

    /// <summary>Reads a moment from the address.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    internal static async Task<(Moment Moment, IResult? Wrong)> Read(
        IQueryCollection query, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation)
    {
        if (ReadTimes(query, clock, out var moment) is { } wrong)
        {
            return (moment, wrong);
        }

        if (Value(query, ProtocolParameter) is not { } name)
        {
            return (moment, null);
        }

        Protocol? protocol = null;
        if (name.Split('@') is [var id, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            protocol = protocols.Shelf.Find(id, version) ?? (await protocols.Refresh(cancellation)).Find(id, version);
        }

        return protocol is null
            ? (moment, Problems.BadParameter(ProtocolParameter, name, $"a published protocol as id@version, for example {ProtocolShelf.DefaultId}@1"))
            : (moment with { Protocol = protocol }, null);
    }

    private static IResult? ReadTimes(IQueryCollection query, HospitalClock clock, out Moment moment)
    {
        moment = new(null, null, null, null);
        if (ReadVersion(query, out var version) is { } wrong)
        {
            return wrong;
        }

        var instant = Value(query, AsOfRecorded);
        if (!QueryValue.TryInstant(instant, out var recorded))
        {
            return Problems.BadParameter(AsOfRecorded, instant!, QueryValue.AnInstant);
        }

        if (recorded > clock.Now)
        {
            return Problems.BadParameter(AsOfRecorded, instant!, $"an instant up to now, {clock.Now:yyyy-MM-dd'T'HH:mm:ss.ffffffK}: nobody knows the future");
        }

        DateOnly? occurred = null;
        if (Value(query, On) is not null && Value(query, AsOfOccurred) is not null)
        {
            return Problems.BadParameter(On, Value(query, On)!, $"left out when {AsOfOccurred} is given: they say the same");
        }

        if ((Value(query, AsOfOccurred) ?? Value(query, On)) is { } date)
        {
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            {
                return Problems.BadParameter(Value(query, On) is null ? AsOfOccurred : On, date, "a date, for example 2026-03-01");
            }

            if (parsed > clock.Today)
            {
                return Problems.BadParameter(Value(query, On) is null ? AsOfOccurred : On, date, $"a date up to today, {clock.Today:yyyy-MM-dd}: nobody knows the future");
            }

            occurred = parsed;
        }

        moment = new(version, recorded, occurred, Protocol: null);
        return null;
    }

    /// <summary>Reads the version alone.</summary>
    internal static IResult? ReadVersion(IQueryCollection query, out long? version)
    {
        version = null;
        if (Value(query, AsOfVersion) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed < 1)
        {
            return Problems.BadParameter(AsOfVersion, text, "a version, from 1");
        }

        version = parsed;
        return null;
    }

    /// <summary>Goes back to the moment.</summary>
    /// <param name="journey">The whole pathway.</param>
    /// <param name="clock">Knows today.</param>
    /// <param name="then">The pathway as it was known.</param>
    /// <param name="asOf">The date to describe.</param>
    /// <returns>Why there is no such moment; null when there is.</returns>
    internal IResult? Of(Journey journey, HospitalClock clock, out Journey then, out DateOnly asOf)
    {
        (then, asOf) = (journey, Occurred ?? clock.Today);
        if (Version > journey.Version)
        {
            return Problems.NoSuchVersion(Version.Value, journey.Version);
        }

        if (Version is null && Recorded is null)
        {
            return null;
        }

        // Within a stream, time never runs backwards: what was known at an instant is a beginning of the stream.
        var known = journey.Stream.Count(e => (Version is null || e.Version <= Version) && (Recorded is null || e.RecordedAt <= Recorded));
        if (known == 0)
        {
            return Problems.NotYetRecorded(journey.Stream[0].RecordedAt);
        }

        then = journey.UpTo(known);
        asOf = Occurred ?? clock.DateOf(Recorded ?? then.Stream[^1].RecordedAt);
        return null;
    }

    private static string? Value(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
}
