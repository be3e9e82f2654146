using Npgsql;
using Pathway.Testing;

namespace Pathway.Api.Tests;

public sealed class ClockCheckTests(ThrowAwayPostgres postgres)
{
    [Theory]
    [InlineData(-3600, "behind")]
    [InlineData(-65, "behind")]
    [InlineData(-50, null)]
    [InlineData(0, null)]
    [InlineData(50, null)]
    [InlineData(31_536_000, "ahead of")]
    public async Task A_clock_that_is_more_than_a_minute_from_the_database_s_does_not_get_into_the_record(int seconds, string? said)
    {
        await using var database = NpgsqlDataSource.Create((await postgres.NewDatabase()).AppConnectionString);
        var check = () => ClockCheck.Verify(database, new SettableTime { Now = TimeProvider.System.GetUtcNow().AddSeconds(seconds) }, CancellationToken.None);
        if (said is null)
        {
            await check();
            return;
        }

        var message = (await Assert.ThrowsAsync<CannotStartException>(check)).Message;
        Assert.Contains($" seconds {said} the database's", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
