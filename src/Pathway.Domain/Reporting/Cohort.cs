using System.Runtime.InteropServices;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Reporting;

/// <summary>All pathways as reports see them, true up to one place in the log. It is filled once and then only read.</summary>
/// <param name="logPosition">Sequence number of the last event that it knows.</param>
/// <param name="expected">How many pathways there will be, so that room is made for no more; 0 when not known.</param>
public sealed class Cohort(long logPosition, int expected = 0)
{
    private readonly List<CohortCase> _cases = new(expected);
    private readonly List<CohortDecision> _decisions = [];
    private readonly List<CohortDeviation> _deviations = [];

    /// <summary>Sequence number of the last event that it knows.</summary>
    public long LogPosition { get; } = logPosition;

    /// <summary>Number of the set of tables that it was read from: another one may say otherwise at the same place. 0 when from none.</summary>
    public int Generation { get; init; }

    /// <summary>The pathways that could not follow their events: they are here as of the event before, or not at all.</summary>
    public IReadOnlyCollection<Guid> Stopped { get; init; } = [];

    /// <summary>The pathways.</summary>
    public ReadOnlySpan<CohortCase> Cases => CollectionsMarshal.AsSpan(_cases);

    /// <summary>Whether it knows decisions and deviations, too; most reports do not look at them.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The board's decisions.</summary>
    /// <exception cref="InvalidOperationException">It knows the pathways alone.</exception>
    public ReadOnlySpan<CohortDecision> Decisions => CollectionsMarshal.AsSpan(Known(_decisions));

    /// <summary>The deviations.</summary>
    /// <exception cref="InvalidOperationException">It knows the pathways alone.</exception>
    public ReadOnlySpan<CohortDeviation> Deviations => CollectionsMarshal.AsSpan(Known(_deviations));

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

    /// <summary>Adds a pathway with all that is known of it.</summary>
    /// <param name="pathway">The pathway.</param>
    /// <param name="decisions">Its decisions.</param>
    /// <param name="deviations">Its deviations.</param>
    public void Add(CohortRow pathway, IEnumerable<DecisionRow> decisions, IEnumerable<DeviationRow> deviations)
    {
        var place = _cases.Count;
        _cases.Add(new(pathway));
        _decisions.AddRange(decisions.Select(d => new CohortDecision(place, d.OccurredOn, d.Decision, d.Shown, d.Now)));
        _deviations.AddRange(deviations.Select(d => new CohortDeviation(place, d.OccurredOn, d.RuleId)));
    }

    /// <summary>Adds a pathway.</summary>
    /// <param name="pathway">The pathway.</param>
    public void Add(in CohortCase pathway) => _cases.Add(pathway);

    /// <summary>Adds a decision.</summary>
    /// <param name="decision">The decision; those of earlier pathways are there.</param>
    public void Add(CohortDecision decision) => _decisions.Add(decision);

    /// <summary>Adds a deviation.</summary>
    /// <param name="deviation">The deviation; those of earlier pathways are there.</param>
    public void Add(CohortDeviation deviation) => _deviations.Add(deviation);

    /// <summary>The same pathways as of a later place in the log. This one stays as it is, as others may be reading it.</summary>
    /// <param name="changed">The pathways that are not what they were: nothing known of them here goes on.</param>
    /// <param name="now">What is known of these now, by id, as all are here; those that have nothing are not in it.</param>
    public Cohort With(IReadOnlySet<Guid> changed, Cohort now)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(now);
        var cohort = new Cohort(now.LogPosition, _cases.Count + now._cases.Count) { Generation = now.Generation, Stopped = now.Stopped, IsWhole = IsWhole && now.IsWhole };
        var (before, after) = (new Walk(this), new Walk(now));
        while (!before.IsOver || !after.IsOver)
        {
            if (after.IsOver || (!before.IsOver && before.Id.CompareTo(after.Id) <= 0))
            {
                before.Next(changed.Contains(before.Id) ? null : cohort);
            }
            else
            {
                after.Next(cohort);
            }
        }

        return cohort;
    }

    // None would be an answer, and a wrong one.
    private List<T> Known<T>(List<T> some) => IsWhole ? some : throw new InvalidOperationException("Only the pathways of this cohort were read.");

    /// <summary>Goes from pathway to pathway, each with what belongs to it.</summary>
    private sealed class Walk(Cohort from)
    {
        private int _place, _decision, _deviation;

        public bool IsOver => _place == from._cases.Count;

        public Guid Id => from._cases[_place].PathwayId;

        /// <summary>Takes one to another cohort, or leaves it behind.</summary>
        public void Next(Cohort? to)
        {
            var place = to?._cases.Count ?? 0;
            to?._cases.Add(from._cases[_place]);
            for (; _decision < from._decisions.Count && from._decisions[_decision].Case == _place; _decision++)
            {
                to?._decisions.Add(from._decisions[_decision] with { Case = place });
            }

            for (; _deviation < from._deviations.Count && from._deviations[_deviation].Case == _place; _deviation++)
            {
                to?._deviations.Add(from._deviations[_deviation] with { Case = place });
            }

            _place++;
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
public readonly record struct CohortDeviation(int Case, DateOnly OccurredOn, string RuleId)
{
    /// <summary>The rule: there are few, and many deviations.</summary>
    public string RuleId { get; init; } = string.Intern(RuleId);
}
