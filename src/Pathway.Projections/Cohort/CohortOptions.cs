using Pathway.EventStore.Following;

namespace Pathway.Projections.Cohort;

/// <summary>How the cohort is kept. The defaults fit a server beside its database.</summary>
public sealed record CohortOptions
{
    /// <summary>How the log is followed.</summary>
    public FollowerOptions Following { get; init; } = new();

    /// <summary>How long between two background checks.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many events a check chooses, whose pathways it looks at.</summary>
    public int EventsPerCheck { get; init; } = 20;

    /// <summary>How long to wait before tables that could not be made are tried again.</summary>
    public TimeSpan PauseAfterFailure { get; init; } = TimeSpan.FromSeconds(5);
}
