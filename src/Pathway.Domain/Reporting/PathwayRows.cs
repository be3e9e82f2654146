using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Reporting;

/// <summary>Everything that reports need of one pathway, as rows. The same stream and protocols always give the same rows.</summary>
/// <param name="Pathway">The pathway itself.</param>
/// <param name="Measurements">Its volumetries, in clinical order.</param>
/// <param name="Complications">Its complications, in clinical order.</param>
/// <param name="FunctionTests">Its tests of liver function, in clinical order.</param>
/// <param name="Decisions">The board's decisions about stage 2, in clinical order.</param>
/// <param name="Deviations">Where the course left the protocol, by date, as of the date of the last entry.</param>
public sealed record PathwayRows(
    CohortRow Pathway,
    ValueList<MeasurementRow> Measurements,
    ValueList<ComplicationRow> Complications,
    ValueList<FunctionTestRow> FunctionTests,
    ValueList<DecisionRow> Decisions,
    ValueList<DeviationRow> Deviations)
{
    /// <summary>How the pseudonyms of made-up patients begin.</summary>
    public const string SyntheticPrefix = "SIM-";

    /// <summary>Derives the rows of one pathway.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="stream">Its stream in the order of entry; the pathway has been opened.</param>
    /// <param name="published">The published protocols: those that were in force are among them.</param>
    /// <exception cref="ArgumentException">The pathway was never opened.</exception>
    /// <exception cref="InvalidOperationException">The pathway is under a protocol that is not published.</exception>
    public static PathwayRows Of(Guid id, IReadOnlyList<RecordedEvent> stream, ProtocolShelf published)
    {
        var entries = Domain.Corrections.Apply(stream);
        var facts = PathwayFacts.Of(entries);
        if (facts.Opened is null)
        {
            throw new ArgumentException("A pathway that was never opened has no rows.", nameof(stream));
        }

        var protocol = published.InForce(facts);
        var picture = ClinicalPicture.Of(facts, protocol, entries[^1].OccurredOn);
        var course = new Course(picture);
        var complications = ComplicationState.AllOf(facts);
        var decisions = DecisionState.AllOf(entries, published);
        var deviations = CourseReview.Of(course).Deviations;
        var row = WithOutcome(Row(id, stream, course, published)) with
        {
            Decisions = decisions.Count,
            Overrides = decisions.Count(d => d.IsOverride == true),
            Complications = complications.Count,
            MajorComplications = complications.Count(c => c.Grade >= ClavienDindoGrade.IIIb),
            WorstInterstageGrade = Worst(complications, ComplicationPhase.Interstage),
            WorstPostoperativeGrade = Worst(complications, ComplicationPhase.Postoperative),
            LiverFailureGrade = complications.Where(c => c.Kind is ComplicationKind.LiverFailure).Max(c => c.IsglsGrade),
            Deviations = deviations.Count,
        };
        return new(
            row,
            picture.Volume.Measurements.Select(m => MeasurementRow.Of(id, m)).ToValueList(),
            complications.Select(c => ComplicationRow.Of(id, c)).ToValueList(),
            picture.Function.Tests.Select(t => FunctionTestRow.Of(id, t)).ToValueList(),
            decisions.Select(d => DecisionRow.Of(id, d)).ToValueList(),
            deviations.Select(d => DeviationRow.Of(id, d)).ToValueList());
    }

    private static CohortRow Row(Guid id, IReadOnlyList<RecordedEvent> stream, Course course, ProtocolShelf published)
    {
        var (facts, protocol, picture) = (course.Facts, course.Protocol, course.Today);
        var opened = facts.Opened!.Event;
        var stage1 = facts.Stage1;
        var parenchyma = ParenchymaAt(stage1?.OccurredOn, facts);
        var first = facts.Strategies is [var f, ..] ? f : null;
        var latest = facts.Strategies is [.., var l] ? l : null;
        var intended = facts.Strategies.FirstOrDefault(s => Ways.BeginWithStage1(s.Event.Strategy));
        var outcome = OutcomeState.Of(facts);
        var growth = Growth.Of(picture.Volume, stage1);
        var readiness = ReadinessCourse.Of(course, published.InForce);
        var chemotherapy = course.ChemotherapyBeforeResection;
        return new()
        {
            PathwayId = id,
            PatientRef = opened.PatientRef,
            IsSynthetic = opened.PatientRef.StartsWith(SyntheticPrefix, StringComparison.Ordinal),
            IsEnteredInError = outcome.ClosingReason is ClosingReason.EnteredInError,
            Center = opened.Center,
            Sex = opened.Sex,
            BirthYear = opened.BirthYear,
            Tumor = opened.Tumor,
            Presentation = facts.Diagnoses.Latest(d => d.Presentation),
            ParenchymaQuality = parenchyma?.Event.Quality,
            ParenchymaClass = protocol.ClassOf(parenchyma?.Event.Quality),
            ParenchymaAssessedOn = parenchyma?.OccurredOn,
            EnrolledOn = opened.OccurredOn,
            RegisteredOn = DateOnly.FromDateTime(stream.First(e => e.Event is PathwayOpened).RecordedAt.UtcDateTime),
            FirstStrategy = first?.Event.Strategy,
            FirstStrategyDecidedOn = first?.OccurredOn,
            IntendedStrategy = intended?.Event.Strategy,
            IntendedOn = intended?.OccurredOn,
            StrategyAtStage1 = stage1 is null ? null : WayOf(stage1, facts),
            LatestStrategy = latest?.Event.Strategy,
            LatestStrategyDecidedOn = latest?.OccurredOn,
            Sequence = facts.Strategies.Latest(s => s.Sequence),
            Stage1On = stage1?.OccurredOn,
            Technique = stage1?.Event.Technique,
            Variants = stage1?.Event.Variants ?? [],
            AugmentedOn = facts.Augmentations.Select(a => a.OccurredOn).ToValueList(),
            Augmentations = facts.Augmentations.Select(a => a.Event.Technique).ToValueList(),
            Stage2On = facts.Stage2?.OccurredOn,
            Resection = facts.Stage2?.Event.Resection,
            Margin = facts.Stage2?.Event.Margin,
            DischargedOn = Stage2State.Of(facts)?.DischargedOn,
            InterruptedOn = outcome.Interruptions.Select(i => i.From).ToValueList(),
            InterruptionReasons = outcome.Interruptions.Select(i => i.DropOutReason).ToValueList(),
            ResumedOn = outcome.Interruptions.Select(i => i.Until).ToValueList(),
            DroppedOutOn = outcome.DroppedOutOn,
            DropOutReason = outcome.DropOutReason,
            LostToFollowUpOn = outcome.DropOutReason is Journey.DropOutReason.LostToFollowUp ? outcome.DroppedOutOn : null,
            DiedOn = outcome.DiedOn,
            DeathCause = outcome.DeathCause,
            ClosedOn = outcome.ClosedOn,
            ClosingReason = outcome.ClosingReason,
            RecurrenceOn = course.RecurrenceOn,
            LastSeenOn = facts.Entries.LastOrDefault(e => ShowsThePatient(e.Event))?.OccurredOn,
            BaselineVolumetryOn = growth.Baseline?.OccurredOn,
            BaselineFlrVolumeMl = growth.Baseline?.FlrVolumeMl,
            BaselineSflrPercent = growth.Baseline?.SflrPercent,
            LastVolumetryOn = picture.Volume.Current?.OccurredOn,
            LastFlrVolumeMl = picture.Volume.Current?.FlrVolumeMl,
            LastSflrPercent = picture.Volume.Current?.SflrPercent,
            DegreeOfHypertrophyPoints = growth.Whole?.DegreeOfHypertrophyPoints,
            VolumeGainPercent = growth.Whole?.VolumeGainPercent,
            InitialGrowthOn = growth.Initial?.OccurredOn,
            InitialGrowthMlPerDay = growth.Initial?.KineticGrowthRate?.MlPerDay,
            InitialGrowthPercentPerDay = growth.Initial?.KineticGrowthRate?.PercentPerDay,
            InitialGrowthPointsPerWeek = growth.Initial?.KineticGrowthRate?.PointsPerWeek,
            FirstClearedOn = readiness.FirstClearedOn,
            FirstReadyOn = readiness.FirstReadyOn,
            ReadinessAtStage2 = readiness.AtStage2,
            ChemotherapyCycles = chemotherapy.Sum(c => c.Cycles),
            LastDoseToStage1Days = stage1?.OccurredOn.DayNumber - chemotherapy.Where(c => c.LastDoseOn <= stage1?.OccurredOn).Max(c => c.LastDoseOn)?.DayNumber,
            ProtocolId = protocol.Id,
            ProtocolVersion = protocol.Version,
            Corrections = stream.Count(e => e.Event is EventCorrected),
            LateEntries = OutOfOrder(stream),
            UpToVersion = stream[^1].Version,
        };
    }

    private static CohortRow WithOutcome(CohortRow row)
    {
        var outcome = CaseOutcome.Of(new(row), DateOnly.MaxValue);
        return row with { Outcome = outcome.End, OutcomeOn = outcome.End is WayEnd.Open ? null : outcome.EndedOn };
    }

    private static Fact<ParenchymaAssessed>? ParenchymaAt(DateOnly? stage1On, PathwayFacts facts) => stage1On is null
        ? facts.Parenchyma.LastOrDefault()
        : facts.Parenchyma.LastOrDefault(p => p.OccurredOn <= stage1On) ?? facts.Parenchyma.FirstOrDefault();

    private static Strategy WayOf(Fact<Stage1Performed> stage1, PathwayFacts facts)
    {
        var chosen = facts.Strategies.LastOrDefault(s => s.OccurredOn <= stage1.OccurredOn)?.Event.Strategy;
        return chosen is { } way && Ways.BeginsWith(way, stage1.Event.Technique) ? way : Ways.OfName(stage1.Event.Technique);
    }

    private static bool ShowsThePatient(PathwayEvent entry) => entry switch
    {
        DroppedOut left => left.Reason is not DropOutReason.LostToFollowUp,
        PathwayOpened or StrategyDecided or ReadinessDecided or ProtocolAssigned or PathwayClosed or NoteRecorded => false,
        _ => true,
    };

    private static ClavienDindoGrade? Worst(ValueList<ComplicationState> complications, ComplicationPhase phase) =>
        complications.Where(c => c.Phase == phase).Max(c => (ClavienDindoGrade?)c.Grade);

    private static int OutOfOrder(IReadOnlyList<RecordedEvent> stream)
    {
        var (count, latest) = (0, DateOnly.MinValue);
        foreach (var entry in stream)
        {
            if (entry.Event is EventCorrected)
            {
                continue;
            }

            count += entry.Event.OccurredOn < latest ? 1 : 0;
            latest = entry.Event.OccurredOn > latest ? entry.Event.OccurredOn : latest;
        }

        return count;
    }

    /// <summary>The growth of the remnant, counted from stage 1 whatever was added later.</summary>
    private readonly record struct Growth(VolumetryMeasurement? Baseline, VolumeGrowth? Whole, VolumetryMeasurement? Initial)
    {
        public static Growth Of(VolumetricState volume, Fact<Stage1Performed>? stage1)
        {
            if (stage1 is null || volume.Measurements.LastOrDefault(m => m.OccurredOn <= stage1.OccurredOn) is not { } baseline)
            {
                return default;
            }

            var last = volume.Current?.OccurredOn > stage1.OccurredOn ? volume.Current : null;
            var first = volume.Measurements.FirstOrDefault(m => m.OccurredOn > stage1.OccurredOn);
            var initial = volume.Measurements.LastOrDefault(m => m.OccurredOn == first?.OccurredOn);
            return new(
                baseline,
                last is null ? null : VolumeGrowth.Between(baseline, last),
                initial is { IsAfterStage2: false } && initial.InducedByEventId == stage1.EventId ? initial : null);
        }
    }
}
