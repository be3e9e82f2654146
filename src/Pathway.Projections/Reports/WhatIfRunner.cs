using Npgsql;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Reports;

/// <summary>Looks at every patient of a cohort under another protocol: derived from the streams, a few hundred at a time.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
/// <param name="protocols">The protocols that pathways are under.</param>
/// <param name="cohorts">The pathways.</param>
public sealed class WhatIfRunner(NpgsqlDataSource dataSource, PublishedProtocols protocols, CohortReader cohorts)
{
    private const int StreamsAtOnce = 400;

    /// <summary>Runs to the end.</summary>
    /// <param name="question">Which patients, and the cut-off.</param>
    /// <param name="under">The other protocol.</param>
    /// <param name="progress">Hears how many of how many patients were looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<WhatIfReport> Run(ReportQuestion question, Protocol under, Action<int, int> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var cohort = await cohorts.Read(cancellation);
        var whatIf = new WhatIf(cohort, question, under, await protocols.Refresh(cancellation));
        var rows = new WhatIfRow[whatIf.PathwayIds.Count];
        var places = whatIf.PathwayIds.Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place);
        progress(0, rows.Length);
        var done = 0;
        foreach (var ids in whatIf.PathwayIds.Chunk(StreamsAtOnce))
        {
            var streams = await Read(ids, cohort.LogPosition, cancellation);
            Parallel.ForEach(
                streams, new ParallelOptions { CancellationToken = cancellation },
                stream => rows[places[stream.Id]] = whatIf.Look(places[stream.Id], stream.Events.Select(e => e.Read()).ToList()));
            progress(done += ids.Length, rows.Length);
        }

        return whatIf.Report(rows);
    }

    private async Task<IReadOnlyList<StoredStream>> Read(Guid[] ids, long upTo, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        return await StoredStream.Of(connection, ids, upTo, cancellation);
    }
}
