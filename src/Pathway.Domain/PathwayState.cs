using System.Collections.Immutable;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Scores;
using Pathway.Domain.Volume;

namespace Pathway.Domain;

/// <summary>Everything derived from the record of one pathway, as of a date and under a protocol.</summary>
/// <param name="Id">The pathway.</param>
/// <param name="Version">Stream version of the last event that it was derived from.</param>
/// <param name="AsOf">The date that it describes.</param>
/// <param name="Phase">Where the patient stands.</param>
/// <param name="Protocol">The protocol that it was derived under.</param>
/// <param name="Patient">Who the patient is.</param>
/// <param name="Tumor">What the liver is to be resected for.</param>
/// <param name="Parenchyma">The liver outside the tumor; null while nobody judged it.</param>
/// <param name="Chemotherapy">What chemotherapy was given.</param>
/// <param name="Strategy">The way chosen; null before the choice.</param>
/// <param name="Stage1">The step that makes the remnant grow; null before it.</param>
/// <param name="Stage2">The resection; null before it.</param>
/// <param name="Volumetric">Volumes, remnant shares, growth and forecast.</param>
/// <param name="Functional">What the liver does, as far as it was measured.</param>
/// <param name="Candidacy">Whether the patient is a candidate for stage 1, and on what grounds.</param>
/// <param name="Readiness">Whether the patient is ready for stage 2, and on what grounds.</param>
/// <param name="Decisions">The board's decisions about stage 2, each with what it rested on, in clinical order.</param>
/// <param name="Complications">Complications, in clinical order.</param>
/// <param name="Scores">Every score, with its inputs and with what is missing.</param>
/// <param name="Surveillance">Examinations of the follow-up, in clinical order.</param>
/// <param name="Outcome">How the pathway ended, as far as it has.</param>
/// <param name="Deviations">Where the course left the protocol, by date.</param>
/// <param name="NotJudged">Rules of the course that cannot be judged, as something is not known.</param>
/// <param name="Due">What is owed to the patient, by the date on which it is due.</param>
public sealed record PathwayState(
    Guid Id,
    long Version,
    DateOnly AsOf,
    Phase Phase,
    ProtocolReference Protocol,
    PatientState Patient,
    TumorState Tumor,
    ParenchymaState? Parenchyma,
    ChemotherapyState Chemotherapy,
    StrategyState? Strategy,
    Stage1State? Stage1,
    Stage2State? Stage2,
    VolumetricState Volumetric,
    FunctionalState Functional,
    ReadinessAssessment Candidacy,
    ReadinessAssessment Readiness,
    ValueList<DecisionState> Decisions,
    ValueList<ComplicationState> Complications,
    ScoreState Scores,
    ValueList<SurveillanceState> Surveillance,
    OutcomeState Outcome,
    ValueList<Deviation> Deviations,
    ValueList<UnjudgedRule> NotJudged,
    ValueList<DueItem> Due);

/// <summary>A protocol by name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">SHA-256 of the document, in lower-case hexadecimal.</param>
public sealed record ProtocolReference(string Id, int Version, string Hash)
{
    /// <summary>Names a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    public static ProtocolReference To(Protocol protocol) => new(protocol.Id, protocol.Version, protocol.Hash);
}

/// <summary>Who the patient is.</summary>
/// <param name="PatientRef">Pseudonym.</param>
/// <param name="Center">The center that treats the patient.</param>
/// <param name="Sex">Sex.</param>
/// <param name="BirthYear">Year of birth.</param>
/// <param name="AgeYears">Age reached in the year of the as-of date, years: the month of birth is not on record.</param>
/// <param name="EnrolledOn">Date of enrollment.</param>
/// <param name="HeightCm">Latest height, cm; null when not known.</param>
/// <param name="DryWeightKg">Latest body weight less its ascites, kg; null when not known.</param>
/// <param name="Ecog">Latest ECOG performance status, 0 to 4; null when not recorded.</param>
/// <param name="Asa">Latest ASA physical status, 1 to 5; null when not recorded.</param>
/// <param name="Sepsis">Latest word on sepsis; null when not recorded.</param>
/// <param name="UncontrolledCholestasis">Latest word on cholestasis that treatment does not control; null when not recorded.</param>
public sealed record PatientState(
    string PatientRef, string Center, Sex Sex, int BirthYear, int AgeYears, DateOnly EnrolledOn,
    double? HeightCm, double? DryWeightKg,
    int? Ecog, int? Asa, bool? Sepsis, bool? UncontrolledCholestasis)
{
    internal static PatientState Of(PathwayFacts facts, DateOnly on)
    {
        var opened = facts.Opened!.Event;
        var size = BodySize.On(facts, on);
        return new(
            opened.PatientRef, opened.Center, opened.Sex, opened.BirthYear, on.Year - opened.BirthYear, opened.OccurredOn,
            size.HeightCm, size.DryWeightKg,
            facts.PerformanceStatus.Latest(e => e.Ecog),
            facts.PerformanceStatus.Latest(e => e.Asa),
            facts.PerformanceStatus.Latest(e => e.Sepsis),
            facts.PerformanceStatus.Latest(e => e.UncontrolledCholestasis));
    }
}

/// <summary>What the liver is to be resected for: of each answer the latest that was given.</summary>
/// <param name="Type">The tumor.</param>
/// <param name="Presentation">Whether metastases came with the primary tumor; null when not stated.</param>
/// <param name="Distribution">Which halves of the liver are affected; null when not stated.</param>
/// <param name="LesionCount">Number of liver lesions; null when not stated.</param>
/// <param name="LargestLesionMm">Diameter of the largest lesion, mm; null when not stated.</param>
/// <param name="PrimarySite">Where the primary tumor is or was; null when not stated.</param>
/// <param name="PrimaryResectedOn">Date on which it was resected; null when not stated.</param>
/// <param name="PrimaryNodePositive">Whether its lymph nodes were affected; null when not stated.</param>
/// <param name="Ras">RAS genes; null when not reported.</param>
/// <param name="Braf">BRAF gene; null when not reported.</param>
/// <param name="Microsatellite">Microsatellite status; null when not reported.</param>
/// <param name="Cea">Carcinoembryonic antigen as reported; null when not reported.</param>
/// <param name="ExtrahepaticDisease">Latest look for tumor outside the liver; null when nobody looked.</param>
public sealed record TumorState(
    TumorType Type, Presentation? Presentation, LesionDistribution? Distribution, int? LesionCount, double? LargestLesionMm,
    PrimarySite? PrimarySite, DateOnly? PrimaryResectedOn, bool? PrimaryNodePositive,
    RasStatus? Ras, BrafStatus? Braf, MicrosatelliteStatus? Microsatellite, Quantity? Cea,
    ExtrahepaticDiseaseState? ExtrahepaticDisease)
{
    internal static TumorState Of(PathwayFacts facts) => new(
        facts.Opened!.Event.Tumor,
        facts.Diagnoses.Latest(e => e.Presentation),
        facts.Diagnoses.Latest(e => e.Distribution),
        facts.Diagnoses.Latest(e => e.LesionCount),
        facts.Diagnoses.Latest(e => e.LargestLesionMm),
        facts.Diagnoses.Latest(e => e.PrimarySite),
        facts.Diagnoses.Latest(e => e.PrimaryResectedOn),
        facts.Diagnoses.Latest(e => e.PrimaryNodePositive),
        facts.Biomarkers.Latest(e => e.Ras),
        facts.Biomarkers.Latest(e => e.Braf),
        facts.Biomarkers.Latest(e => e.Microsatellite),
        facts.Biomarkers.LastOrDefault(f => f.Event.Cea is not null)?.Event.Cea,
        facts.ExtrahepaticDisease is [.., var last] ? new(last.EventId, last.OccurredOn, last.Event.Present, last.Event.Sites, last.Event.Resectable) : null);
}

/// <summary>A look for tumor outside the liver.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the look.</param>
/// <param name="Present">Whether there is any.</param>
/// <param name="Sites">Where; null when not stated.</param>
/// <param name="Resectable">Whether all of it could be resected; null when not stated.</param>
public sealed record ExtrahepaticDiseaseState(Guid EventId, DateOnly OccurredOn, bool Present, ValueList<string>? Sites, bool? Resectable);

/// <summary>The liver outside the tumor, by the latest judgement.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the judgement.</param>
/// <param name="Quality">What the tissue is like.</param>
/// <param name="Basis">What the judgement rests on.</param>
/// <param name="Class">The class that the protocol counts it in.</param>
public sealed record ParenchymaState(Guid EventId, DateOnly OccurredOn, ParenchymaQuality Quality, AssessmentBasis Basis, ParenchymaClass Class)
{
    internal static ParenchymaState? Of(PathwayFacts facts, Protocol protocol) => facts.Parenchyma is not [.., var last] ? null : new(
        last.EventId, last.OccurredOn, last.Event.Quality, last.Event.Basis, protocol.ClassOf(last.Event.Quality)!.Value);
}

/// <summary>What chemotherapy was given.</summary>
/// <param name="Courses">The courses as described, in clinical order; a later entry about the same course (regimen and start) stands for it, and keeps the response that it does not assess anew.</param>
/// <param name="TotalCycles">Cycles in all.</param>
/// <param name="LastDoseOn">Date of the latest last dose; null when no course has one.</param>
/// <param name="DaysSinceLastDose">Days from the last dose to stage 1, to stage 2 where there was no stage 1, or to the as-of date before either; null without a last dose before it.</param>
public sealed record ChemotherapyState(ValueList<ChemotherapyCourse> Courses, int TotalCycles, DateOnly? LastDoseOn, int? DaysSinceLastDose)
{
    internal static ChemotherapyState Of(PathwayFacts facts, DateOnly on)
    {
        var courses = facts.Chemotherapy
            .GroupBy(f => (f.Event.Regimen.ToUpperInvariant(), f.Event.StartedOn))
            .Select(g => (Latest: g.Last(), Response: g.Select(f => f.Event.Response).LastOrDefault(r => r is not null)))
            .OrderBy(c => c.Latest.Event.StartedOn)
            .ThenBy(c => c.Latest.Version)
            .Select(c => new ChemotherapyCourse(
                c.Latest.EventId, c.Latest.OccurredOn, c.Latest.Event.Regimen, c.Latest.Event.Agents, c.Latest.Event.Cycles, c.Latest.Event.StartedOn,
                c.Latest.Event.LastDoseOn, c.Latest.Event.Intent, c.Response))
            .ToValueList();

        var until = facts.Stage1?.OccurredOn ?? facts.Stage2?.OccurredOn ?? on;
        var lastBefore = courses.Where(c => c.LastDoseOn <= until).Max(c => c.LastDoseOn);
        return new(courses, courses.Sum(c => c.Cycles), courses.Max(c => c.LastDoseOn), until.DayNumber - lastBefore?.DayNumber);
    }
}

/// <summary>One course of chemotherapy.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date on which it stood as described.</param>
/// <param name="Regimen">Name of the regimen.</param>
/// <param name="Agents">Substances; null when not stated.</param>
/// <param name="Cycles">Cycles given.</param>
/// <param name="StartedOn">Date of the first dose.</param>
/// <param name="LastDoseOn">Date of the last dose; null while it goes on or when not known.</param>
/// <param name="Intent">What it was given for.</param>
/// <param name="Response">How the tumor answered; null when not assessed.</param>
public sealed record ChemotherapyCourse(
    Guid EventId, DateOnly OccurredOn, string Regimen, ValueList<string>? Agents, int Cycles, DateOnly StartedOn, DateOnly? LastDoseOn,
    ChemotherapyIntent Intent, TumorResponse? Response);

/// <summary>The way chosen, by the latest choice.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="DecidedOn">Date of the choice.</param>
/// <param name="Strategy">The way.</param>
/// <param name="Variants">How it is varied; null for the classical form.</param>
/// <param name="Sequence">Order of liver and primary tumor; null when the question does not arise.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Earlier">Ways chosen before, in clinical order.</param>
public sealed record StrategyState(
    Guid EventId, DateOnly DecidedOn, Strategy Strategy, ValueList<StrategyVariant>? Variants, OperationSequence? Sequence, string Rationale,
    ValueList<Strategy> Earlier)
{
    internal static StrategyState? Of(PathwayFacts facts) => facts.Strategies is not [.. var earlier, var last] ? null : new(
        last.EventId, last.OccurredOn, last.Event.Strategy, last.Event.Variants, last.Event.Sequence, last.Event.Rationale,
        earlier.Select(f => f.Event.Strategy).ToValueList());
}

/// <summary>The step that makes the remnant grow, and those that followed because it did not suffice.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the procedure: day 0.</param>
/// <param name="DaysSince">Days from it to stage 2, or to the as-of date before stage 2.</param>
/// <param name="Technique">What was done.</param>
/// <param name="Variants">How it was varied; null for the classical form.</param>
/// <param name="Approach">How the liver was reached.</param>
/// <param name="Partition">How far the liver was parted; null when not stated.</param>
/// <param name="RemnantCleared">Whether the remnant was cleared of tumor; null when not stated.</param>
/// <param name="HepaticVeinsOccluded">Hepatic veins closed with it; null when none or not stated.</param>
/// <param name="Transfusion">Whether blood was transfused; null when not stated.</param>
/// <param name="OperativeMinutes">Duration, minutes; null when not stated.</param>
/// <param name="Augmentations">Second inducing steps, in clinical order.</param>
public sealed record Stage1State(
    Guid EventId, DateOnly OccurredOn, int DaysSince, Stage1Technique Technique, ValueList<StrategyVariant>? Variants, OperativeApproach Approach,
    LiverPartition? Partition, bool? RemnantCleared, ValueList<HepaticVein>? HepaticVeinsOccluded, bool? Transfusion, int? OperativeMinutes,
    ValueList<AugmentationState> Augmentations)
{
    internal static Stage1State? Of(PathwayFacts facts, DateOnly on) => facts.Stage1 is not { } fact ? null : new(
        fact.EventId, fact.OccurredOn, (facts.Stage2?.OccurredOn ?? on).DayNumber - fact.OccurredOn.DayNumber,
        fact.Event.Technique, fact.Event.Variants, fact.Event.Approach, fact.Event.Partition, fact.Event.RemnantCleared,
        fact.Event.HepaticVeinsOccluded, fact.Event.Transfusion, fact.Event.OperativeMinutes,
        facts.Augmentations.Select(a => new AugmentationState(a.EventId, a.OccurredOn, a.Event.Technique, a.Event.Reason)).ToValueList());
}

/// <summary>A second inducing step.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the procedure: day 0 of the new clock.</param>
/// <param name="Technique">What was done.</param>
/// <param name="Reason">Why.</param>
public sealed record AugmentationState(Guid EventId, DateOnly OccurredOn, AugmentationTechnique Technique, string Reason);

/// <summary>The resection.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the operation.</param>
/// <param name="InterstageDays">Days from stage 1 to it; null when no stage 1 is on record.</param>
/// <param name="Resection">What was resected.</param>
/// <param name="Approach">How the liver was reached.</param>
/// <param name="Margin">Tumor left at the margin.</param>
/// <param name="DischargedOn">Date of leaving the hospital after it; null before.</param>
public sealed record Stage2State(
    Guid EventId, DateOnly OccurredOn, int? InterstageDays, LiverResection Resection, OperativeApproach Approach, ResectionMargin Margin, DateOnly? DischargedOn)
{
    internal static Stage2State? Of(PathwayFacts facts) => facts.Stage2 is not { } fact ? null : new(
        fact.EventId, fact.OccurredOn, fact.OccurredOn.DayNumber - facts.Stage1?.OccurredOn.DayNumber,
        fact.Event.Resection, fact.Event.Approach, fact.Event.Margin,
        facts.Discharges.FirstOrDefault(d => d.OccurredOn >= fact.OccurredOn)?.OccurredOn);
}

/// <summary>A complication.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of its beginning.</param>
/// <param name="Phase">Whether it came before stage 1, between the stages, or after stage 2; one that began on the day of a stage came after it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Grade">Clavien-Dindo grade.</param>
/// <param name="IsglsGrade">ISGLS grade; null when not stated or not applicable.</param>
/// <param name="TransfusedUnits">Units of red cells; null when not stated.</param>
/// <param name="Description">In words; null when nothing was added.</param>
/// <param name="ResolvedOn">Date on which it was over; null while it lasts as far as the record knows.</param>
public sealed record ComplicationState(
    Guid EventId, DateOnly OccurredOn, ComplicationPhase Phase, ComplicationKind Kind, ClavienDindoGrade Grade, IsglsGrade? IsglsGrade,
    int? TransfusedUnits, string? Description, DateOnly? ResolvedOn)
{
    internal static ValueList<ComplicationState> AllOf(PathwayFacts facts) => facts.Complications
        .Select(f => new ComplicationState(
            f.EventId, f.OccurredOn, PhaseOf(f.OccurredOn, facts), f.Event.Kind, f.Event.Grade, f.Event.IsglsGrade, f.Event.TransfusedUnits, f.Event.Description,
            facts.Resolutions.FirstOrDefault(r => r.Event.ComplicationEventId == f.EventId)?.OccurredOn))
        .ToValueList();

    private static ComplicationPhase PhaseOf(DateOnly on, PathwayFacts facts) =>
        on >= facts.Stage2?.OccurredOn ? ComplicationPhase.Postoperative
        : on >= facts.Stage1?.OccurredOn ? ComplicationPhase.Interstage
        : ComplicationPhase.Preoperative;
}

/// <summary>When a complication began.</summary>
public enum ComplicationPhase
{
    /// <summary>Before stage 1.</summary>
    Preoperative,

    /// <summary>From stage 1 on, before stage 2.</summary>
    Interstage,

    /// <summary>From stage 2 on.</summary>
    Postoperative,
}

/// <summary>An examination of the follow-up.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the examination.</param>
/// <param name="Modality">What was looked with.</param>
/// <param name="Outcome">What was seen.</param>
/// <param name="Sites">Where, when there is a recurrence; null when not stated.</param>
/// <param name="LateFindings">Late consequences of the resection; null when none or not stated.</param>
public sealed record SurveillanceState(
    Guid EventId, DateOnly OccurredOn, SurveillanceModality Modality, SurveillanceOutcome Outcome, ValueList<string>? Sites, ValueList<string>? LateFindings)
{
    internal static ValueList<SurveillanceState> AllOf(PathwayFacts facts) => facts.Surveillance
        .Select(f => new SurveillanceState(f.EventId, f.OccurredOn, f.Event.Modality, f.Event.Outcome, f.Event.Sites, f.Event.LateFindings))
        .ToValueList();
}

/// <summary>How the pathway ended, as far as it has.</summary>
/// <param name="RecurrenceOn">Date on which a recurrence was first seen; null when none was.</param>
/// <param name="DroppedOutOn">Date of the drop-out that holds, also where the record was closed with it or after it; null when there is none or the patient came back.</param>
/// <param name="DropOutReason">Its reason; null likewise.</param>
/// <param name="Interruptions">Drop-outs and closings that the patient came back from.</param>
/// <param name="DiedOn">Date of death; null while the patient lives as far as the record knows.</param>
/// <param name="DeathCause">What the patient died of; null likewise.</param>
/// <param name="ClosedOn">Date on which the record was closed; null while it is open.</param>
/// <param name="ClosingReason">Why; null likewise.</param>
public sealed record OutcomeState(
    DateOnly? RecurrenceOn, DateOnly? DroppedOutOn, DropOutReason? DropOutReason, ValueList<Interruption> Interruptions,
    DateOnly? DiedOn, DeathCause? DeathCause, DateOnly? ClosedOn, ClosingReason? ClosingReason)
{
    internal static OutcomeState Of(PathwayFacts facts)
    {
        var (droppedOut, closed) = LeavingIn(facts.Entries);
        return new(
            facts.Surveillance.FirstOrDefault(s => s.Event.Outcome is SurveillanceOutcome.Recurrence)?.OccurredOn,
            droppedOut?.OccurredOn, (droppedOut?.Event as DroppedOut)?.Reason,
            facts.Resumptions.Select(r => InterruptionBefore(r, facts)).OfType<Interruption>().ToValueList(),
            facts.Death?.OccurredOn, facts.Death?.Event.Cause,
            closed?.OccurredOn, (closed?.Event as PathwayClosed)?.Reason);
    }

    private static Interruption? InterruptionBefore(Fact<PathwayResumed> resumed, PathwayFacts facts)
    {
        var (droppedOut, closed) = LeavingIn(facts.Entries.TakeWhile(e => e.EventId != resumed.EventId));
        return (droppedOut ?? closed) is { } left ? new(left.OccurredOn, (left.Event as DroppedOut)?.Reason, resumed.OccurredOn, resumed.Event.Reason) : null;
    }

    /// <summary>How the patient left since the last return: the first drop-out is when, and a closing that comes with it or later takes nothing of that back.</summary>
    /// <param name="entries">What holds, in clinical order.</param>
    internal static (Fact<PathwayEvent>? DroppedOut, Fact<PathwayEvent>? Closed) LeavingIn(IEnumerable<Fact<PathwayEvent>> entries)
    {
        (Fact<PathwayEvent>? DroppedOut, Fact<PathwayEvent>? Closed) leaving = (null, null);
        foreach (var entry in entries)
        {
            leaving = entry.Event switch
            {
                PathwayResumed => (null, null),
                DroppedOut => (leaving.DroppedOut ?? entry, leaving.Closed),
                PathwayClosed => (leaving.DroppedOut, entry),
                _ => leaving,
            };
        }

        return leaving;
    }
}

/// <summary>A time during which the patient was not on the pathway.</summary>
/// <param name="From">Date of leaving.</param>
/// <param name="DropOutReason">Why the patient left; null when the record had been closed.</param>
/// <param name="Until">Date of coming back.</param>
/// <param name="ReturnReason">Why the patient came back.</param>
public sealed record Interruption(DateOnly From, DropOutReason? DropOutReason, DateOnly Until, string ReturnReason);

/// <summary>Reads the latest answer to a question that not every entry answers.</summary>
internal static class LatestAnswer
{
    internal static TAnswer? Latest<T, TAnswer>(this ImmutableArray<Fact<T>> facts, Func<T, TAnswer?> answer)
        where T : PathwayEvent
        where TAnswer : struct => facts.Select(f => answer(f.Event)).LastOrDefault(a => a is not null);
}
