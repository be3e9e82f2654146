using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Scores;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Readiness;

/// <summary>What rules look at: every measure and state of one patient, with the entries behind each.</summary>
public sealed partial class ClinicalPicture
{
    private ClinicalPicture(PathwayFacts facts, Protocol protocol, DateOnly asOf) => (Facts, Protocol, AsOf) = (facts, protocol, asOf);

    /// <summary>What had happened by the date.</summary>
    public PathwayFacts Facts { get; }

    // Each part is derived when it is first looked at: of the patient on the morning of an operation, rules look at little.

    /// <summary>What the scans say.</summary>
    public VolumetricState Volume => field ??= VolumetricState.Of(Facts, Protocol);

    /// <summary>What the tests of function and the laboratory say.</summary>
    public FunctionalState Function => field ??= FunctionalState.Of(Facts, Protocol, Volume);

    /// <summary>The scores.</summary>
    public ScoreState Scores => field ??= ScoreState.Of(Facts, AsOf);

    /// <summary>The rules to judge by.</summary>
    public Protocol Protocol { get; }

    /// <summary>The date that it describes.</summary>
    public DateOnly AsOf { get; }

    private ChemotherapyState Chemotherapy => field ??= ChemotherapyState.Of(Facts, AsOf);

    /// <summary>Class of the liver tissue; null while nobody judged it.</summary>
    public ParenchymaClass? ParenchymaClass => Volume.ParenchymaClass;

    /// <summary>Date of the latest procedure that makes the remnant grow; null before the first.</summary>
    public DateOnly? InducedOn => Facts.InducedOn;

    /// <summary>Whether the latest scan shows the remnant after the latest inducing procedure; one of its day does not.</summary>
    public bool IsMeasuredSinceInduction => Volume.Current?.OccurredOn > InducedOn;

    /// <summary>The technique of the latest inducing procedure; before it, that of the way chosen. Null when neither says.</summary>
    public Stage1Technique? Technique
    {
        get
        {
            foreach (var added in Facts.Augmentations.Reverse())
            {
                if (added.Event.Technique is AugmentationTechnique.RescueAlpps)
                {
                    return Stage1Technique.Alpps;
                }

                if (added.Event.Technique is AugmentationTechnique.HepaticVeinEmbolization && Facts.Stage1?.Event.Technique is not Stage1Technique.Alpps)
                {
                    return Stage1Technique.LiverVenousDeprivation; // portal branches were closed before: now veins are, too
                }
            }

            return Facts.Stage1?.Event.Technique ?? (Facts.Strategies is not [.., var chosen] ? null : chosen.Event.Strategy switch
            {
                Strategy.Alpps => Stage1Technique.Alpps,
                Strategy.PortalVeinEmbolization => Stage1Technique.PortalVeinEmbolization,
                Strategy.PortalVeinLigation => Stage1Technique.PortalVeinLigation,
                Strategy.LiverVenousDeprivation => Stage1Technique.LiverVenousDeprivation,
                _ => null,
            });
        }
    }

    /// <summary>Takes the picture of a patient.</summary>
    /// <param name="facts">What had happened by the date; the pathway has been opened.</param>
    /// <param name="protocol">The rules to judge by.</param>
    /// <param name="asOf">The date to describe.</param>
    public static ClinicalPicture Of(PathwayFacts facts, Protocol protocol, DateOnly asOf) => new(facts, protocol, asOf);

    /// <summary>Whether a rule is for this patient.</summary>
    /// <param name="appliesTo">Whom it is for; null for everybody.</param>
    /// <param name="gate">The question; null outside readiness.</param>
    /// <returns>Whether it is; null when what it depends on is not known.</returns>
    public bool? IsFor(AppliesTo? appliesTo, Gate? gate)
    {
        if (appliesTo is null)
        {
            return true;
        }

        var distribution = appliesTo.Distributions is null ? null : Facts.Diagnoses.Latest(e => e.Distribution);
        if ((appliesTo.Gates is { } gates && !(gate is { } g && gates.Contains(g)))
            || (appliesTo.Techniques is { } techniques && !(Technique is { } t && techniques.Contains(t)))
            || (appliesTo.Tumors is { } tumors && !tumors.Contains(Facts.Opened!.Event.Tumor))
            || (appliesTo.ParenchymaClasses is { } classes && ParenchymaClass is { } c && !classes.Contains(c))
            || (appliesTo.Distributions is { } distributions && distribution is { } d && !distributions.Contains(d)))
        {
            return false;
        }

        return (appliesTo.ParenchymaClasses is not null && ParenchymaClass is null) || (appliesTo.Distributions is not null && distribution is null) ? null : true;
    }

    /// <summary>The value of a measure.</summary>
    /// <param name="measure">The measure.</param>
    /// <returns>The value and its entries; null when it cannot be known.</returns>
    public Observation? Number(Measure measure)
    {
        var scan = Volume.Current;
        return measure switch
        {
            Measure.SflrPercent => On(scan, scan?.SflrPercent),
            Measure.FlrOfFunctionalLiverPercent => On(scan, scan?.FlrOfFunctionalLiverPercent),
            Measure.FlrToBodyWeightPercent => On(scan, scan?.FlrToBodyWeightPercent),
            Measure.FlrToBodySurfaceMlPerM2 => On(scan, scan?.FlrToBodySurfaceMlPerM2),
            Measure.ImagingAgeDays => On(scan, AsOf.DayNumber - scan?.OccurredOn.DayNumber),
            Measure.InitialPointsPerWeek => Initial(Volume.InitialKineticGrowthRate?.PointsPerWeek),
            Measure.InitialPercentPerDay => Initial(Volume.InitialKineticGrowthRate?.PercentPerDay),
            Measure.DegreeOfHypertrophyPoints => Of(scan?.DegreeOfHypertrophyPoints, scan?.BaselineEventId, scan?.EventId),
            Measure.RemnantScintigraphyPercentPerMinPerM2 => RemnantScintigraphy(),
            Measure.RemnantFunctionAgeDays => JudgedRemnantTest() is { } judged ? new(AsOf.DayNumber - judged.OccurredOn.DayNumber, [judged.EventId]) : null,
            Measure.IcgR15Percent => Function.Current.LastOrDefault(t => t is { Test: FunctionTest.IcgR15, Scope: TestScope.Global }) is { } icg ? Of(icg.Percent, icg.EventId) : null,
            Measure.PredictedIcgRatePerMin => Of(
                Function.Icg.PredictedPostoperativeRatePerMin, Function.Icg.EventId, Function.Icg.Predictions.FirstOrDefault(p => p.Share == Function.Icg.Share)?.VolumetryEventId),
            Measure.ChildPughPoints => Scored(ChildPugh.Of(Facts, AsOf)),
            Measure.Meld => Scored(Meld.Of(Facts, AsOf)),
            Measure.AlppsRiskPreStage1Points => Scored(AlppsRisk.BeforeStage1(Facts, AsOf)),
            Measure.PlateletsPerNl => Function.LaboratoryCourse.LastOrDefault(l => l.PlateletsPerNl is not null) is { } counted ? Of(counted.PlateletsPerNl, counted.EventId) : null,
            Measure.Ecog => Facts.PerformanceStatus.LastOrDefault(p => p.Event.Ecog is not null) is { } status ? Of(status.Event.Ecog, status.EventId) : null,
            Measure.PortalPressureCmH2O => Facts.VascularFindings.LastOrDefault(v => v.Event.PortalPressureCmH2O is not null && v.OccurredOn >= InducedOn) is { } pressure
                ? Of(pressure.Event.PortalPressureCmH2O, pressure.EventId) : null,
            Measure.PortalVeinDiameterMm => Facts.VascularFindings.LastOrDefault(v => v.Event.PortalVeinDiameterMm is not null) is { } vein
                ? Of(vein.Event.PortalVeinDiameterMm, vein.EventId) : null,
            Measure.DaysSinceInduction => InducedOn is { } on ? new(AsOf.DayNumber - on.DayNumber, InductionIds()) : null,
            Measure.LargestLesionMm => Facts.Diagnoses.LastOrDefault(d => d.Event.LargestLesionMm is not null) is { } lesion ? Of(lesion.Event.LargestLesionMm, lesion.EventId) : null,
            Measure.CeaNgPerMl => Facts.Biomarkers.LastOrDefault(b => b.Event.Cea is not null) is { } marker ? Of(marker.Event.Cea.In(Analyte.Cea), marker.EventId) : null,
            Measure.MonthsSincePrimaryResection => Facts.Diagnoses.LastOrDefault(d => d.Event.PrimaryResectedOn is not null) is { } primary
                ? Of(WholeMonths(primary.Event.PrimaryResectedOn!.Value, AsOf), primary.EventId) : null,
            Measure.ChemotherapyWeeks => ChemotherapyWeeks(),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "No such measure."),
        };
    }

    private static Observation? On(VolumetryMeasurement? scan, double? value) => Of(value, scan?.EventId);

    private static Observation? Of(double? value, params ReadOnlySpan<Guid?> eventIds)
    {
        if (value is not { } number)
        {
            return null;
        }

        var ids = new List<Guid>(eventIds.Length);
        foreach (var id in eventIds)
        {
            if (id is { } known && !ids.Contains(known))
            {
                ids.Add(known);
            }
        }

        return new(number, ids.ToValueList());
    }

    private static Observation? Scored(Score score) =>
        score.Value is { } value ? new(value, score.Inputs.Select(i => i.EventId).Distinct().ToValueList(), score.OldestInputDays) : null;

    private static int WholeMonths(DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return from.AddMonths(months) > to ? months - 1 : months;
    }

    private Observation? Initial(double? value)
    {
        var first = Volume.Measurements.FirstOrDefault(m => ReferenceEquals(m.KineticGrowthRate, Volume.InitialKineticGrowthRate));
        return Of(value, first?.BaselineEventId, first?.InducedByEventId, first?.EventId);
    }

    private Observation? RemnantScintigraphy()
    {
        var latest = Function.Current.LastOrDefault(t =>
            t is { Test: FunctionTest.HepatobiliaryScintigraphy, Scope: TestScope.Remnant } && !(t.OccurredOn <= InducedOn));
        return Of(latest?.PercentPerMinPerM2, latest?.EventId);
    }

    // What cannot be judged clears nobody, so how recent it is does not matter.
    private FunctionTestResult? JudgedRemnantTest() => Function.Current
        .Where(t => t is { Scope: TestScope.Remnant, MeetsLimit: not null } && !(t.OccurredOn <= InducedOn))
        .MaxBy(t => t.OccurredOn);

    // While the last dose is not on record, a course is known to have gone on to the day on which it was described, and no longer.
    private Observation? ChemotherapyWeeks() => Chemotherapy.Courses.Count == 0 ? null : new(
        Chemotherapy.Courses.Sum(c => Math.Max(0, Earlier(c.LastDoseOn ?? c.OccurredOn, AsOf).DayNumber - c.StartedOn.DayNumber) / 7.0),
        Chemotherapy.Courses.Select(c => c.EventId).ToValueList());

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private ValueList<Guid> InductionIds() =>
        Facts.Augmentations is [.., var last] && last.OccurredOn == InducedOn ? [last.EventId] : Facts.Stage1 is { } stage1 ? [stage1.EventId] : [];
}
