using Pathway.Domain.Journey;

namespace Pathway.Domain.Tests;

/// <summary>What must change nothing that is derived from a stream.</summary>
internal static class Unchanged
{
    /// <summary>The entries after the opening come in another order.</summary>
    public static void ByTheOrderOfEntry<T>(IReadOnlyList<RecordedEvent> stream, int seed, Func<IReadOnlyList<RecordedEvent>, T> derive)
    {
        var shuffled = stream.Skip(1).ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(derive(stream), derive([stream[0], .. shuffled.Select((e, i) => e with { Version = i + 2 })]));
    }

    /// <summary>One of the entries is made once more.</summary>
    public static void ByASecondEntry<T>(IReadOnlyList<RecordedEvent> stream, int seed, Func<IReadOnlyList<RecordedEvent>, T> derive) =>
        Assert.Equal(derive(stream), derive([.. stream, new(Guid.NewGuid(), stream.Count + 1, default, stream[seed % stream.Count].Event)]));

    /// <summary>Nothing of what happens after the day is known.</summary>
    public static void ByWhatHappensAfter<T>(DateOnly day, IReadOnlyList<RecordedEvent> stream, Func<IReadOnlyList<RecordedEvent>, T> derive) =>
        Assert.Equal(derive(stream), derive([.. stream.Where(e => e.Event.OccurredOn <= day || e.Event is PathwayOpened)]));
}
