using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Happenings;

/// <summary>All that others could be told of a pathway, as it stands on a date. What happened is what stands now and did not before.</summary>
public sealed class Standing
{
    private readonly ValueList<Happening> _holds;
    private readonly (Overall Candidacy, Overall Readiness) _answers;

    private Standing(DateOnly on, string center, bool isOpen, ValueList<Happening> holds, (Overall Candidacy, Overall Readiness) answers) =>
        (On, Center, IsOpen, _holds, _answers) = (on, center, isOpen, holds, answers);

    /// <summary>The date that it describes.</summary>
    public DateOnly On { get; }

    /// <summary>The center that treats the patient.</summary>
    public string Center { get; }

    /// <summary>Whether days that go by can change it: neither dead, nor dropped out, nor closed.</summary>
    public bool IsOpen { get; }

    /// <summary>Tells how a pathway stands.</summary>
    /// <param name="stream">Its stream in the order of entry; the pathway has been opened.</param>
    /// <param name="published">The published protocols: the one in force is among them.</param>
    /// <param name="on">The date to describe: what happened later is left out.</param>
    /// <exception cref="ArgumentException">The pathway was never opened.</exception>
    /// <exception cref="InvalidOperationException">The pathway is under a protocol that is not published.</exception>
    public static Standing Of(IReadOnlyList<RecordedEvent> stream, ProtocolShelf published, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(published);
        var facts = PathwayFacts.From(stream, on);
        if (facts.Opened is not { } opened)
        {
            throw new ArgumentException("A pathway that was never opened does not stand anywhere.", nameof(stream));
        }

        var picture = ClinicalPicture.Of(facts, published.InForce(facts), on);
        var readiness = ReadinessAssessment.Of(Gate.Stage2, picture);
        return new(
            on,
            opened.Event.Center,
            Phases.Of(facts, on) is not (Phase.Completed or Phase.DroppedOut or Phase.Died),
            [
                .. facts.Entries.Select(Of).OfType<Happening>().OrderBy(h => h.Kind),
                .. CourseReview.Of(picture).Deviations.Select(d => new Happening(HappeningKind.DeviationFound, d.OccurredOn, d.EventIds[0], RuleId: d.RuleId)),
                .. DueItems.Of(picture, readiness).Where(d => d.State is DueState.Overdue).Select(d =>
                    new Happening(HappeningKind.ItemOverdue, d.LatestOn.AddDays(1), RuleId: d.RuleId, What: d.What, DueOn: d.DueOn)),
            ],
            (ReadinessAssessment.Of(Gate.Stage1, picture).Overall, readiness.Overall));
    }

    /// <summary>What has happened since it stood otherwise.</summary>
    /// <param name="before">How it stood before; null before it was opened.</param>
    /// <param name="entry">The entry in between; null where only days went by.</param>
    /// <returns>The happenings, in the order of their kinds.</returns>
    public ValueList<Happening> Since(Standing? before, RecordedEvent? entry)
    {
        var known = before?._holds.Select(h => h.Identity).ToHashSet() ?? [];
        var correction = entry?.Event as EventCorrected;
        return
        [
            .. new[]
                {
                    correction is null ? null : new Happening(HappeningKind.EventCorrected, correction.OccurredOn, correction.EventId),
                    Changed(Gate.Stage1, before?._answers.Candidacy, _answers.Candidacy, entry),
                    Changed(Gate.Stage2, before?._answers.Readiness, _answers.Readiness, entry),
                }
                .OfType<Happening>()
                .Concat(_holds.Where(h => !known.Contains(h.Identity)))
                .OrderBy(h => h.Kind)
                .Select(h => h with { IsCorrection = correction is not null }),
        ];
    }

    private Happening? Changed(Gate gate, Overall? before, Overall now, RecordedEvent? entry) => before is null || before == now
        ? null
        : new(HappeningKind.ReadinessChanged, On, entry?.Id, gate, now);

    private static Happening? Of(Fact<PathwayEvent> entry)
    {
        HappeningKind? kind = entry.Event switch
        {
            PathwayOpened => HappeningKind.PathwayOpened,
            StrategyDecided => HappeningKind.StrategyDecided,
            Stage1Performed => HappeningKind.Stage1Performed,
            ComplicationRecorded { Grade: >= ClavienDindoGrade.IIIb } => HappeningKind.MajorComplicationRecorded,
            ReadinessDecided => HappeningKind.ReadinessDecided,
            Stage2Performed => HappeningKind.Stage2Performed,
            DroppedOut => HappeningKind.DroppedOut,
            PathwayResumed => HappeningKind.PathwayResumed,
            DeathRecorded => HappeningKind.DeathRecorded,
            PathwayClosed => HappeningKind.PathwayClosed,
            _ => null, // Of the others is told what they change.
        };
        return kind is { } known ? new(known, entry.OccurredOn, entry.EventId) : null;
    }
}
