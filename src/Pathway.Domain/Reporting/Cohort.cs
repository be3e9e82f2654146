using System.Runtime.InteropServices;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Reporting;

/// <summary>All pathways as reports see them, true up to one place in the log. It is filled once and then only read.</summary>
/// <param name="logPosition">Sequence number of the last event that it knows.</param>
/// <param name="expected">How many pathways there will be, so that room is made for no more; 0 when not known.</param>
/// <param name="stopped">The pathways that could not follow their events; null for none.</param>
public sealed class Cohort(long logPosition, int expected = 0, IReadOnlyCollection<Guid>? stopped = null)
{
    private readonly List<CohortCase> _cases = new(expected);
    private readonly List<CohortDecision> _decisions = [];
    private readonly List<CohortDeviation> _deviations = [];

    /// <summary>Sequence number of the last event that it knows.</summary>
    public long LogPosition { get; } = logPosition;

    /// <summary>The pathways that could not follow their events: they are here as of the event before, or not at all.</summary>
    public IReadOnlyCollection<Guid> Stopped { get; } = stopped ?? [];

    /// <summary>The pathways.</summary>
    public ReadOnlySpan<CohortCase> Cases => CollectionsMarshal.AsSpan(_cases);

    /// <summary>The board's decisions.</summary>
    public ReadOnlySpan<CohortDecision> Decisions => CollectionsMarshal.AsSpan(_decisions);

    /// <summary>The deviations.</summary>
    public ReadOnlySpan<CohortDeviation> Deviations => CollectionsMarshal.AsSpan(_deviations);

    /// <summary>Makes one of rows.</summary>
    /// <param name="logPosition">Sequence number of the last event that they rest on.</param>
    /// <param name="rows">The rows, each pathway once.</param>
    public static Cohort Of(long logPosition, IEnumerable<PathwayRows> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var cohort = new Cohort(logPosition);
        foreach (var pathway in rows)
        {
            cohort.Add(pathway.Pathway, pathway.Decisions, pathway.Deviations);
        }

        return cohort;
    }

    /// <summary>Adds a pathway.</summary>
    /// <param name="pathway">The pathway.</param>
    /// <param name="decisions">Its decisions.</param>
    /// <param name="deviations">Its deviations.</param>
    public void Add(CohortRow pathway, IEnumerable<DecisionRow> decisions, IEnumerable<DeviationRow> deviations)
    {
        var place = _cases.Count;
        _cases.Add(new(pathway));
        _decisions.AddRange(decisions.Select(d => new CohortDecision(place, d.OccurredOn, d.Decision, d.Shown, d.Now)));
        _deviations.AddRange(deviations.Select(d => new CohortDeviation(place, d.OccurredOn, string.Intern(d.RuleId))));
    }

    /// <summary>The same pathways as of a later place in the log. This one stays as it is, as others may be reading it.</summary>
    /// <param name="logPosition">Sequence number of the last event that the new one knows.</param>
    /// <param name="changed">The pathways that are not what they were: nothing known of them here goes on.</param>
    /// <param name="now">What is known of these now, by id, as all are here; those that have nothing are not in it.</param>
    /// <param name="stopped">Those of all pathways that cannot follow their events now.</param>
    public Cohort With(
        long logPosition, IReadOnlySet<Guid> changed, IEnumerable<(CohortRow Pathway, IEnumerable<DecisionRow> Decisions, IEnumerable<DeviationRow> Deviations)> now,
        IReadOnlyCollection<Guid> stopped)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(now);
        var cohort = new Cohort(logPosition, _cases.Count + changed.Count, stopped);
        var (place, decision, deviation) = (0, 0, 0);
        foreach (var (pathway, decisions, deviations) in now)
        {
            CopyUntil(pathway.PathwayId);
            cohort.Add(pathway, decisions, deviations);
        }

        CopyUntil(null);
        return cohort;

        void CopyUntil(Guid? id)
        {
            for (; place < _cases.Count && !(id is { } next && _cases[place].PathwayId.CompareTo(next) > 0); place++)
            {
                var stays = !changed.Contains(_cases[place].PathwayId);
                var newPlace = cohort._cases.Count;
                if (stays)
                {
                    cohort._cases.Add(_cases[place]);
                }

                for (; decision < _decisions.Count && _decisions[decision].Case == place; decision++)
                {
                    if (stays)
                    {
                        cohort._decisions.Add(_decisions[decision] with { Case = newPlace });
                    }
                }

                for (; deviation < _deviations.Count && _deviations[deviation].Case == place; deviation++)
                {
                    if (stays)
                    {
                        cohort._deviations.Add(_deviations[deviation] with { Case = newPlace });
                    }
                }
            }
        }
    }
}

/// <summary>A decision of the board, as reports see it.</summary>
/// <param name="Case">Place of the pathway in the cohort.</param>
/// <param name="OccurredOn">Date of the decision.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Shown">What the assessment said that was shown; null when none was.</param>
/// <param name="Now">What the record says now for that date; null when that is not known.</param>
public readonly record struct CohortDecision(int Case, DateOnly OccurredOn, BoardDecision Decision, Overall? Shown, Overall? Now);

/// <summary>A deviation from the protocol, as reports see it.</summary>
/// <param name="Case">Place of the pathway in the cohort.</param>
/// <param name="OccurredOn">Date of the break.</param>
/// <param name="RuleId">The rule.</param>
public readonly record struct CohortDeviation(int Case, DateOnly OccurredOn, string RuleId);
