using Pathway.Domain;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Cohort;

/// <summary>The rows of one pathway as of a place in the log, whatever is in its stream.</summary>
/// <param name="Id">The pathway.</param>
/// <param name="Rows">Its rows, as far as they could follow; null when they could not even begin.</param>
/// <param name="Stopped">Where and why they could not follow; null when they did to the end.</param>
public sealed record DerivedPathway(Guid Id, PathwayRows? Rows, StoppedPathway? Stopped)
{
    /// <summary>Derives the rows of several pathways. Of a stream that holds what this version cannot handle, what came before is told, always the same.</summary>
    /// <param name="streams">The whole streams, up to a place in the log.</param>
    /// <param name="protocols">The protocols: what another node has published is looked up.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<IReadOnlyList<DerivedPathway>> AllOf(IReadOnlyList<StoredStream> streams, PublishedProtocols protocols, CancellationToken cancellation)
    {
        var derived = new List<DerivedPathway>(streams.Count);
        foreach (var stream in streams)
        {
            var (events, failure) = stream.Read();
            derived.Add(Of(stream, events, failure, await protocols.ShelfFor(events.Select(e => e.Event), cancellation)));
        }

        return derived;
    }

    /// <summary>All its rows, each as its record prints it.</summary>
    internal IEnumerable<string> AllRows() =>
        (Rows is null ? [] : new object[] { Rows.Pathway }.Concat(Rows.Measurements).Concat(Rows.Complications).Concat(Rows.FunctionTests).Concat(Rows.Decisions).Concat(Rows.Deviations))
        .Concat(Stopped is null ? [] : [Stopped]).Select(row => row.ToString()!);

    private static DerivedPathway Of(StoredStream stream, List<RecordedEvent> events, Exception? failure, ProtocolShelf published)
    {
        for (; events.Count > 0; events.RemoveAt(events.Count - 1))
        {
            try
            {
                return new(stream.Id, PathwayRows.Of(stream.Id, events, published), StoppedAt(stream, events.Count, failure));
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        return new(stream.Id, null, StoppedAt(stream, 0, failure));
    }

    private static StoppedPathway? StoppedAt(StoredStream stream, int followed, Exception? failure) =>
        failure is null ? null : StoppedPathway.At(stream.Id, stream.Events[followed], failure);
}
