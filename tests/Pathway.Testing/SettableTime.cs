namespace Pathway.Testing;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class SettableTime : TimeProvider
{
    /// <summary>What time it is, UTC. A Sunday in March at noon to begin with, later than every date that tests make up.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
