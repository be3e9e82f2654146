using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>The course of one patient as the rules of follow-up see it: what counts as an operation, as imaging, as a laboratory day, and how the patient was on a day.</summary>
/// <param name="today">The patient on the date to describe.</param>
internal sealed class Course(ClinicalPicture today)
{
    private readonly Dictionary<DateOnly, ClinicalPicture> _mornings = [];

    public ClinicalPicture Today => today;

    public PathwayFacts Facts => today.Facts;

    public Protocol Protocol => today.Protocol;

    public DateOnly AsOf => today.AsOf;

    public Procedure? Stage1 => field ??= Facts.Stage1 is { } f ? new(f.EventId, f.OccurredOn, "stage 1") : null;

    public Procedure? Stage2 => field ??= Facts.Stage2 is { } f ? new(f.EventId, f.OccurredOn, "stage 2") : null;

    /// <summary>Procedures that make the remnant grow, in clinical order.</summary>
    public ValueList<Procedure> Inductions => field ??=
    [
        .. Stage1 is { } stage1 ? [stage1] : (Procedure[])[],
        .. Facts.Augmentations.Select(a => new Procedure(
            a.EventId, a.OccurredOn, a.Event.Technique is AugmentationTechnique.RescueAlpps ? "the rescue by ALPPS" : "the second inducing step")),
    ];

    /// <summary>When ALPPS can first have been done: stage 1, and every rescue by ALPPS.</summary>
    public ValueList<Procedure> Stage1AndRescues => field ??=
    [
        .. Stage1 is { } stage1 ? [stage1] : (Procedure[])[],
        .. Facts.Augmentations.Where(a => a.Event.Technique is AugmentationTechnique.RescueAlpps).Select(a => new Procedure(a.EventId, a.OccurredOn, "the rescue by ALPPS")),
    ];

    /// <summary>Operations that cut liver tissue, in clinical order: stage 1 and rescues by ALPPS, and stage 2.</summary>
    public ValueList<Procedure> Resections => field ??=
        [.. Stage1AndRescues.Where(p => p.EventId != Facts.Stage1?.EventId || Facts.Stage1?.Event.Technique is Stage1Technique.Alpps), .. Stage2 is { } stage2 ? [stage2] : (Procedure[])[]];

    /// <summary>Courses of chemotherapy before or between the operations, by their beginning.</summary>
    public ValueList<ChemotherapyCourse> ChemotherapyBeforeResection => field ??=
        ChemotherapyState.Of(Facts, AsOf).Courses.Where(c => c.Intent is not ChemotherapyIntent.Adjuvant).ToValueList();

    /// <summary>Days of which both bilirubin and INR are known, in clinical order.</summary>
    public ValueList<(DateOnly On, ValueList<Guid> EventIds)> LaboratoryDays => field ??= Facts.Laboratories
        .Where(l => l.Event.Bilirubin is not null || l.Event.Inr is not null)
        .GroupBy(l => l.OccurredOn)
        .Where(day => day.Any(l => l.Event.Bilirubin is not null) && day.Any(l => l.Event.Inr is not null))
        .Select(day => (day.Key, day.Select(l => l.EventId).ToValueList()))
        .ToValueList();

    /// <summary>Tests of the remnant's own function, in clinical order.</summary>
    public IEnumerable<Fact<FunctionTestRecorded>> RemnantTests => Facts.FunctionTests.Where(t => t.Event.Scope is TestScope.Remnant);

    /// <summary>Images of the follow-up after stage 2 that show the whole liver in sections, in clinical order.</summary>
    public IEnumerable<Fact<SurveillanceRecorded>> FollowUpImages => Facts.Surveillance.Where(s =>
        s.OccurredOn > Facts.Stage2?.OccurredOn && s.Event.Modality is SurveillanceModality.Ct or SurveillanceModality.Mri or SurveillanceModality.PetCt);

    /// <summary>Date on which a recurrence was first seen after stage 2; null while none was.</summary>
    public DateOnly? RecurrenceOn =>
        Facts.Surveillance.FirstOrDefault(s => s.OccurredOn > Facts.Stage2?.OccurredOn && s.Event.Outcome is SurveillanceOutcome.Recurrence)?.OccurredOn;

    /// <summary>The board's latest word since the latest inducing procedure; null while there is none. What was said before that is settled by it.</summary>
    public Fact<ReadinessDecided>? LatestDecision => Facts.Decisions.LastOrDefault(d => d.OccurredOn > Today.InducedOn);

    /// <summary>Whether the patient was on the pathway on a day: neither dead, nor dropped out, nor the record closed.</summary>
    public bool IsOnPathway(DateOnly day) =>
        !(Facts.Death?.OccurredOn <= day)
        && Facts.Entries.LastOrDefault(e => e.OccurredOn <= day && e.Event is DroppedOut or PathwayClosed or PathwayResumed)?.Event is null or PathwayResumed;

    /// <summary>Whether the patient was ready on the morning of stage 2; null without one.</summary>
    public ReadinessAssessment? ReadinessAtStage2 => field ??= Stage2 is { } stage2 ? ReadinessAssessment.Of(Gate.Stage2, MorningOf(stage2.On)) : null;

    /// <summary>The patient as known on the morning of a day. A complication that began on the day of an operation came after it.</summary>
    public ClinicalPicture MorningOf(DateOnly day)
    {
        if (!_mornings.TryGetValue(day, out var picture))
        {
            picture = ClinicalPicture.Of(PathwayFacts.Of(Facts.Entries.Where(e => e.Event is not ComplicationRecorded || e.OccurredOn != day), day), Protocol, day);
            _mornings.Add(day, picture);
        }

        return picture;
    }
}

/// <summary>A procedure in the course of a patient.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="On">Its date.</param>
/// <param name="Words">What it is called within a sentence.</param>
internal sealed record Procedure(Guid EventId, DateOnly On, string Words)
{
    public int DaysTo(DateOnly date) => date.DayNumber - On.DayNumber;
}
