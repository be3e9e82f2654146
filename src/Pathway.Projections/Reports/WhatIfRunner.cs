using Npgsql;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;
using Pathway.Projections.Tables;

namespace Pathway.Projections.Reports;

/// <summary>Looks at every patient of a cohort under another protocol: derived from the streams, a few hundred at a time on each core.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
/// <param name="protocols">The protocols that pathways are under.</param>
/// <param name="cohorts">The pathways.</param>
public sealed class WhatIfRunner(NpgsqlDataSource dataSource, PublishedProtocols protocols, CohortReader cohorts)
{
    private const int StreamsAtOnce = 400;

    private static readonly RowTable<KnownCourse> _courses = new();

    /// <summary>Runs to the end.</summary>
    /// <param name="question">Which patients, and the cut-off.</param>
    /// <param name="under">The other protocol.</param>
    /// <param name="progress">Hears how many of how many patients were looked at, one call at a time.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<WhatIfReport> Run(ReportQuestion question, Protocol under, Action<int, int> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var cohort = await cohorts.Read(cancellation);
        var whatIf = new WhatIf(cohort, question, under, await protocols.Refresh(cancellation));
        var isOurs = await KeepsOurCourses(cancellation);
        var rows = new WhatIfRow[whatIf.PathwayIds.Count];
        var (telling, done) = (new Lock(), 0);
        progress(0, rows.Length);
        await Parallel.ForEachAsync(
            whatIf.PathwayIds.Index().Chunk(StreamsAtOnce), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            async (pathways, stop) =>
            {
                var (streams, courses) = await Read([.. pathways.Select(p => p.Item)], cohort.LogPosition, stop);
                foreach (var (place, id) in pathways)
                {
                    stop.ThrowIfCancellationRequested();
                    var (stream, course) = (streams[id], courses[id]);

                    // A pathway that could not follow its events is looked at as its row tells of it.
                    var events = stream.Events.Where(e => e.Version <= course.UpToVersion).Select(e => e.Read()).ToList();
                    rows[place] = whatIf.Look(place, events, isOurs && events[^1].Version == course.UpToVersion ? course.ToCourse() : null);
                }

                lock (telling)
                {
                    progress(done += pathways.Length, rows.Length);
                }
            });
        return whatIf.Report(rows);
    }

    private async Task<bool> KeepsOurCourses(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        return await Generation.Current(connection, cancellation) is { IsOurs: true };
    }

    private async Task<(Dictionary<Guid, StoredStream> Streams, Dictionary<Guid, KnownCourse> Courses)> Read(Guid[] ids, long upTo, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var streams = await StoredStream.FactsOf(connection, ids, upTo, cancellation);
        var courses = await _courses.Read(connection, "reporting.cohort where pathway_id = any($1)", [ids], cancellation);
        return (streams.ToDictionary(s => s.Id), courses.ToDictionary(c => c.PathwayId));
    }
}

/// <summary>What the row of a pathway keeps of its readiness under the protocols in force.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="FirstClearedOn">First date on which they cleared the patient.</param>
/// <param name="FirstReadyOn">First date on which they did without caution.</param>
/// <param name="ReadinessAtStage2">What they said on the morning of stage 2.</param>
/// <param name="UpToVersion">Stream version of the last event that the row was derived from.</param>
internal sealed record KnownCourse(Guid PathwayId, DateOnly? FirstClearedOn, DateOnly? FirstReadyOn, Overall? ReadinessAtStage2, long UpToVersion)
{
    /// <summary>The same as what is derived of a stream.</summary>
    public ReadinessCourse ToCourse() => new(FirstClearedOn, FirstReadyOn, ReadinessAtStage2);
}
