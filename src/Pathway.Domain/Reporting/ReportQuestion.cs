using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Reporting;

/// <summary>What a report is asked.</summary>
/// <param name="On">The cut-off: what is dated later does not exist.</param>
public sealed record ReportQuestion(DateOnly On)
{
    /// <summary>From when time is counted, and by what strategy patients are told apart.</summary>
    public AnalysisBasis Basis { get; init; } = AnalysisBasis.PerProtocol;

    /// <summary>From when a patient is under observation, where a report looks at time; where it counts, everybody counts.</summary>
    public ObservationStart Entry { get; init; } = ObservationStart.Registration;

    /// <summary>How made-up pathways are treated.</summary>
    public SyntheticCases Synthetic { get; init; } = SyntheticCases.Include;

    /// <summary>Centers wanted; null for all.</summary>
    public ValueList<string>? Centers { get; init; }

    /// <summary>Strategies wanted: as intended, or as treated, by the basis; null for all.</summary>
    public ValueList<Strategy>? Strategies { get; init; }

    /// <summary>Techniques of stage 1 wanted; null for all.</summary>
    public ValueList<Stage1Technique>? Techniques { get; init; }

    /// <summary>Tumors wanted; null for all.</summary>
    public ValueList<TumorType>? Tumors { get; init; }

    /// <summary>Classes of liver tissue wanted; null for all, the unknown ones too.</summary>
    public ValueList<ParenchymaClass>? Parenchyma { get; init; }

    /// <summary>Years of time zero wanted; null for all.</summary>
    public ValueList<int>? Years { get; init; }

    /// <summary>First date of time zero wanted; null for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date of time zero wanted, itself included; null for no limit.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What to tell groups apart by; null for none.</summary>
    public Grouping? By { get; init; }

    /// <summary>Smallest count that may be shown, 3 or more: smaller ones are held back. Null to show all.</summary>
    public int? MinCell { get; init; }

    /// <summary>Whether a single pathway is among those that are asked for. One without time zero is, unless the question says something of time zero.</summary>
    /// <param name="row">The pathway.</param>
    public bool Wants(CohortRow row)
    {
        var pathway = new CohortCase(row);
        return pathway.EnrolledOn <= On && !pathway.IsEnteredInError && IsWanted(pathway)
            && (ZeroOf(pathway) is { } zeroOn ? IsWantedAt(zeroOn, pathway)
                : (From, To, Years, Strategies, Techniques, Parenchyma) is (null, null, null, null, null, null));
    }

    internal DateOnly? ZeroOf(in CohortCase pathway) => Basis is AnalysisBasis.IntentionToTreat ? pathway.IntendedOn : pathway.Stage1On;

    internal bool IsWanted(in CohortCase pathway) =>
        Centers?.Contains(pathway.Center, StringComparer.Ordinal) != false
        && Tumors?.Contains(pathway.Tumor) != false
        && (Synthetic is SyntheticCases.Include || pathway.IsSynthetic == Synthetic is SyntheticCases.Only);

    internal bool IsWantedAt(DateOnly zeroOn, in CohortCase pathway) =>
        !(zeroOn < From || zeroOn > To || Years?.Contains(zeroOn.Year) == false)
        && (Strategies is null || (StrategyOf(pathway) is { } strategy && Strategies.Contains(strategy)))
        && (Techniques is null || (TechniqueOf(pathway) is { } technique && Techniques.Contains(technique)))
        && (Parenchyma is null || (ParenchymaOf(pathway) is { } parenchyma && Parenchyma.Contains(parenchyma)));

    internal Strategy? StrategyOf(in CohortCase pathway) =>
        Basis is AnalysisBasis.IntentionToTreat ? pathway.IntendedStrategy : pathway.StrategyAtStage1;

    internal Stage1Technique? TechniqueOf(in CohortCase pathway) => pathway.Stage1On <= On ? pathway.Technique : null;

    internal ParenchymaClass? ParenchymaOf(in CohortCase pathway) => pathway.ParenchymaAssessedOn <= On ? pathway.ParenchymaClass : null;
}

/// <summary>From when time is counted, and by what strategy patients are told apart.</summary>
public enum AnalysisBasis
{
    /// <summary>From stage 1, by the way that stage 1 began: who was treated, as treated.</summary>
    PerProtocol,

    /// <summary>From the first choice of a way with two stages, by that way: everybody who was to be treated, whatever came of it.</summary>
    IntentionToTreat,
}

/// <summary>From when a patient is under observation.</summary>
public enum ObservationStart
{
    /// <summary>From the registration where that came after time zero (left truncation): right where who had an early end may never be registered.</summary>
    Registration,

    /// <summary>From time zero, also where the pathway was registered later: right where every patient is registered sooner or later.</summary>
    TimeZero,
}

/// <summary>How made-up pathways are treated.</summary>
public enum SyntheticCases
{
    /// <summary>As all others.</summary>
    Include,

    /// <summary>They are left out.</summary>
    Exclude,

    /// <summary>They alone are looked at.</summary>
    Only,
}

/// <summary>What groups are told apart by.</summary>
public enum Grouping
{
    /// <summary>The strategy, as the basis says.</summary>
    Strategy,

    /// <summary>The technique of stage 1.</summary>
    Technique,

    /// <summary>The tumor.</summary>
    Tumor,

    /// <summary>The class of the liver tissue at stage 1.</summary>
    Parenchyma,

    /// <summary>The center.</summary>
    Center,

    /// <summary>The year of time zero.</summary>
    Year,
}
