namespace Pathway.Api.Notifications;

/// <summary>When a delivery that failed is tried again: eleven tries over a day and a half, so that a receiver that is mended by the next working day has missed nothing.</summary>
internal static class BackOff
{
    private const double LongerByChance = 0.2;

    /// <summary>How long to wait after each try; after the one that follows the last wait it is parked.</summary>
    internal static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(6), TimeSpan.FromHours(6), TimeSpan.FromHours(6), TimeSpan.FromHours(6), TimeSpan.FromHours(6),
    ];

    /// <summary>How long to wait after a try that failed: up to a fifth longer by chance, so that what failed together does not come again together.</summary>
    /// <param name="tries">How often it was tried, 1 or more.</param>
    /// <param name="chance">0 to 1.</param>
    /// <returns>The time to wait; null after the last try.</returns>
    internal static TimeSpan? After(int tries, double chance) => tries > Waits.Count ? null : Waits[tries - 1] * (1 + (LongerByChance * chance));
}
