namespace Pathway.Api;

/// <summary>The time where the hospital is. Everything that asks for the date or the instant asks here, once per request.</summary>
/// <param name="time">Where time comes from.</param>
/// <param name="zone">The hospital's time zone: it decides which date it is.</param>
public sealed class HospitalClock(TimeProvider time, TimeZoneInfo zone)
{
    /// <summary>The date where the hospital is.</summary>
    public DateOnly Today => DateOf(time.GetUtcNow());

    /// <summary>The instant, UTC, in whole microseconds: as fine as the database keeps it, so that what is stored is what was derived from.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>The date where the hospital was at an instant.</summary>
    /// <param name="instant">The instant.</param>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The instant at which the clocks of the hospital showed a time.</summary>
    /// <param name="date">The date there.</param>
    /// <param name="time">The time of day there; one that the clocks skip or show twice, in the night when they are changed, is no time to ask for.</param>
    public DateTimeOffset InstantOf(DateOnly date, TimeOnly time) => new(TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(time), zone));

    /// <summary>Finds a time zone.</summary>
    /// <param name="id">IANA name, such as "Europe/Zurich"; null for the zone of this machine.</param>
    /// <exception cref="CannotStartException">This machine does not know it.</exception>
    public static TimeZoneInfo ZoneNamed(string? id)
    {
        try
        {
            return id is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new CannotStartException(
                $"Pathway__TimeZone is \"{id}\", which this machine does not know. Use a name such as Europe/Zurich; the names come with the package tzdata.",
                e);
        }
    }
}
