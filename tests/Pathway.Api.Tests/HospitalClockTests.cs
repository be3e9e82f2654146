using Pathway.Testing;

namespace Pathway.Api.Tests;

public class HospitalClockTests
{
    [Theory]
    [InlineData("Etc/UTC", 14)]
    [InlineData("Europe/Zurich", 15)]
    [InlineData("America/Los_Angeles", 14)]
    public void The_date_is_that_of_where_the_hospital_is(string zone, int day)
    {
        var time = new SettableTime { Now = new(2026, 3, 14, 23, 30, 0, TimeSpan.Zero) };
        Assert.Equal(new DateOnly(2026, 3, day), new HospitalClock(time, HospitalClock.ZoneNamed(zone)).Today);
    }

    [Fact]
    public void An_instant_is_no_finer_than_the_database_keeps_it()
    {
        var time = new SettableTime { Now = new DateTimeOffset(2026, 3, 14, 23, 30, 0, TimeSpan.Zero).AddTicks(12_345_678) };
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 23, 30, 0, TimeSpan.Zero).AddTicks(12_345_670), new HospitalClock(time, TimeZoneInfo.Utc).Now);
    }
}
