namespace Pathway.Bench;

/// <summary>The journey that one client records at present; a full one is followed by a new one.</summary>
internal sealed class OpenJourney
{
    /// <summary>Its id; means nothing before the opening.</summary>
    public Guid Id { get; private set; }

    /// <summary>How many of its events are recorded: 0 when it is to be opened next.</summary>
    public int Version { get; private set; }

    /// <summary>One for each of the clients that there may be.</summary>
    public static OpenJourney[] ForEachClient() => [.. Enumerable.Range(0, BenchCases.ManyClients).Select(_ => new OpenJourney())];

    /// <summary>Its next event was recorded.</summary>
    /// <param name="id">Its id.</param>
    public void Recorded(Guid id) => (Id, Version) = (id, (Version + 1) % StandardJourney.Events.Length);
}
