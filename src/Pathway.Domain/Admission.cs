using System.Collections.Immutable;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain;

/// <summary>Decides what may enter the record: whatever can be true. Whether it was wise is for the deviations.</summary>
public static class Admission
{
    /// <summary>Decides one proposed event against the record.</summary>
    /// <param name="proposed">What somebody says happened.</param>
    /// <param name="stream">The record so far, in the order of entry; empty for a pathway that is about to be opened.</param>
    /// <param name="protocols">The protocols that were published.</param>
    /// <param name="today">The date where the hospital is.</param>
    /// <returns>The event, accepted, with what its author should look at; or every reason why it cannot be.</returns>
    public static Decision Decide(PathwayEvent proposed, IReadOnlyList<RecordedEvent> stream, ProtocolShelf protocols, DateOnly today)
    {
        var repeats = Corrections.ApplyOnly(stream);
        var entries = Corrections.WithoutRepeats(repeats);
        var known = new Known(entries, repeats, PathwayFacts.Of(entries), protocols, today);
        Rejection?[] reasons = proposed is EventCorrected correction ? WhyNot(correction, stream, known) : WhyNot(proposed, known);
        ImmutableArray<Rejection> rejections = [.. reasons.OfType<Rejection>()];
        return new(proposed, rejections, rejections.IsEmpty ? Warnings.About(proposed, entries, repeats, known.Facts) : []);
    }

    private static Rejection?[] WhyNot(PathwayEvent e, Known known) =>
    [
        .. WhyNotOn("/occurredOn", e.OccurredOn, known, livingOnly: !CanFollowDeath(e)),
        e is DeathRecorded or NoteRecorded or PathwayResumed ? null : WhyNotAfter(known.Facts.Ending, e.OccurredOn),
        .. e switch
        {
            PathwayOpened o => WhyNot(o, known),
            AnthropometryRecorded a => [WhyNot(a.AscitesKg, a.WeightKg)],
            DiagnosisRecorded d => WhyNotOn("/primaryResectedOn", d.PrimaryResectedOn, known),
            ChemotherapyRecorded c => WhyNot(c, known),
            VolumetryRecorded v => [WhyNot(v)],
            Stage1Performed s => WhyNot(s, known),
            AugmentationAdded a => [WhyNot(a, known.Facts)],
            ComplicationResolved r => [WhyNot(r, known)],
            ReadinessDecided d => [d.ReviewOn < d.OccurredOn ? new EndBeforeStart("/reviewOn", "The date of review", d.OccurredOn, d.ReviewOn.Value) : null],
            Stage2Performed s => WhyNot(s, known),
            PathwayResumed r => [WhyNot(r, known)],
            DeathRecorded d => WhyNot(d, known),
            ProtocolAssigned p => [WhyNot(p.ProtocolId, p.ProtocolVersion, known.Protocols)],
            _ => [], // Nothing about the others is impossible by itself.
        },
    ];

    private static Rejection?[] WhyNotOn(string at, DateOnly? date, Known known, bool livingOnly = true) => date is not { } given ? [] :
    [
        given > known.Today ? new DateInFuture(at, given, known.Today) : null,
        known.Facts.Opened is { Event.BirthYear: var birthYear } && given.Year < birthYear ? new DateBeforeBirth(at, given, birthYear) : null,
        livingOnly && known.Facts.Death is { OccurredOn: var diedOn } && given > diedOn ? new DateAfterDeath(at, given, diedOn) : null,
    ];

    // Of the dead there are words and papers, and what the laboratory still reads in their tissue.
    private static bool CanFollowDeath(PathwayEvent e) =>
        e is NoteRecorded or PathwayClosed or ProtocolAssigned or DeathRecorded or BiomarkersRecorded or ParenchymaAssessed { Basis: AssessmentBasis.Biopsy };

    // Late entry is normal, after an ending too: what is dated until that day is no news of a patient who left.
    private static Rejection? WhyNotAfter(Fact<PathwayEvent>? ending, DateOnly date) => ending switch
    {
        { Event: PathwayClosed, OccurredOn: var closedOn } when date > closedOn => new PathwayIsClosed(closedOn),
        { Event: DroppedOut, OccurredOn: var droppedOutOn } when date > droppedOutOn => new PatientHasDroppedOut(droppedOutOn),
        _ => null,
    };

    private static Rejection?[] WhyNot(PathwayOpened e, Known known) =>
    [
        known.Facts.Opened is { } opened ? new AlreadyOpened(opened.OccurredOn) : null,
        known.Entries.Select(f => f.OccurredOn).Append(e.OccurredOn).Min() is var earliest && earliest.Year < e.BirthYear
            ? new BirthAfterEvent(e.BirthYear, earliest) : null,
        WhyNot(e.AscitesKg, e.WeightKg),
        e.ProtocolId is null && e.ProtocolVersion is null ? null : WhyNot(e.ProtocolId ?? ProtocolShelf.DefaultId, e.ProtocolVersion, known.Protocols),
    ];

    private static AscitesExceedsWeight? WhyNot(double? ascitesKg, double? weightKg) =>
        ascitesKg is { } ascites && weightKg is { } weight && ascites >= weight ? new(ascites, weight) : null;

    private static UnknownProtocol? WhyNot(string id, int? version, ProtocolShelf protocols) =>
        protocols.Latest(id) is null ? new("/protocolId", id, null)
        : version is { } wanted && protocols.Find(id, wanted) is null ? new("/protocolVersion", id, wanted)
        : null;

    private static Rejection?[] WhyNot(ChemotherapyRecorded e, Known known) =>
    [
        .. WhyNotOn("/startedOn", e.StartedOn, known),
        .. WhyNotOn("/lastDoseOn", e.LastDoseOn, known),
        e.LastDoseOn < e.StartedOn ? new EndBeforeStart("/lastDoseOn", "The last dose", e.StartedOn, e.LastDoseOn.Value) : null,
    ];

    private static Rejection? WhyNot(VolumetryRecorded e) =>
        e.TotalLiverVolumeMl is not { } wholeMl ? null
        : e.FlrVolumeMl > wholeMl ? new RemnantExceedsLiver(e.FlrVolumeMl, wholeMl)
        : e.TumorVolumeMl is not { } tumorMl ? null
        : tumorMl > wholeMl ? new TumorExceedsLiver(tumorMl, wholeMl)
        : LimitOperator.MoreThan.Passes(e.FlrVolumeMl, wholeMl - tumorMl) ? new RemnantExceedsFunctionalLiver(e.FlrVolumeMl, tumorMl, wholeMl)
        : null;

    private static Rejection?[] WhyNot(Stage1Performed e, Known known) =>
    [
        known.Facts.Stage1 is { } other && !Corrections.SameFact(other.Event, e) ? new Stage1AlreadyRecorded(other.OccurredOn, other.EventId) : null,
        known.Facts.Stage2 is { OccurredOn: var stage2On } && stage2On < e.OccurredOn ? new Stage2BeforeStage1(stage2On, e.OccurredOn) : null,
        known.Facts.Augmentations is [{ OccurredOn: var augmentedOn }, ..] && augmentedOn < e.OccurredOn
            ? new AugmentationOutsideInterstage(augmentedOn, e.OccurredOn, known.Facts.Stage2?.OccurredOn) : null,
    ];

    private static AugmentationOutsideInterstage? WhyNot(AugmentationAdded e, PathwayFacts facts) =>
        facts.Stage1?.OccurredOn > e.OccurredOn || facts.Stage2?.OccurredOn < e.OccurredOn
            ? new(e.OccurredOn, facts.Stage1?.OccurredOn, facts.Stage2?.OccurredOn) : null;

    private static Rejection?[] WhyNot(Stage2Performed e, Known known) =>
    [
        known.Facts.Stage2 is { } other && !Corrections.SameFact(other.Event, e) ? new Stage2AlreadyRecorded(other.OccurredOn, other.EventId) : null,
        known.Facts.Stage1 is { OccurredOn: var stage1On } && e.OccurredOn < stage1On ? new Stage2BeforeStage1(e.OccurredOn, stage1On) : null,
        known.Facts.Augmentations is [.., { OccurredOn: var augmentedOn }] && e.OccurredOn < augmentedOn
            ? new AugmentationOutsideInterstage(augmentedOn, known.Facts.Stage1?.OccurredOn, e.OccurredOn) : null,
    ];

    private static NothingToResume? WhyNot(PathwayResumed e, Known known) =>
        PathwayFacts.Of(known.Entries, e.OccurredOn).Ending is null && !known.Facts.Resumptions.Any(r => Corrections.SameFact(r.Event, e)) ? new(e.OccurredOn) : null;

    // Of a complication that was entered twice, either entry may be named.
    private static Rejection? WhyNot(ComplicationResolved e, Known known) =>
        known.Repeats.FirstOrDefault(c => c.EventId == e.ComplicationEventId && c.Event is ComplicationRecorded) is not { } complication
            ? new UnknownEvent("/complicationEventId", e.ComplicationEventId, "complication")
            : e.OccurredOn < complication.OccurredOn
                ? new EndBeforeStart("/occurredOn", "The end of the complication", complication.OccurredOn, e.OccurredOn)
                : null;

    private static Rejection?[] WhyNot(DeathRecorded e, Known known) =>
    [
        known.Facts.Death is { } other && !Corrections.SameFact(other.Event, e) ? new DeathAlreadyRecorded(other.OccurredOn, other.EventId) : null,
        known.Entries.FirstOrDefault(f => f.OccurredOn > e.OccurredOn && !CanFollowDeath(f.Event)) is { } later
            ? new DeathBeforeEvent(e.OccurredOn, later.OccurredOn, later.EventId) : null,
    ];

    private static Rejection?[] WhyNot(EventCorrected e, IReadOnlyList<RecordedEvent> stream, Known known)
    {
        Rejection? future = e.OccurredOn > known.Today ? new DateInFuture("/occurredOn", e.OccurredOn, known.Today) : null;
        if (stream.FirstOrDefault(r => r.Id == e.EventId) is not { } target)
        {
            return [future, new UnknownEvent("/eventId", e.EventId, "entry")];
        }

        Rejection? shape = (target.Event, e.Replacement) switch
        {
            (EventCorrected, not null) => new CorrectionCannotBeReplaced(),
            (PathwayOpened, null) => new OpeningCannotBeWithdrawn(),
            (_, { } replacement) when replacement.GetType() != target.Event.GetType() =>
                new ReplacementOfAnotherType(EventCatalogue.TypeOf(replacement).Name, EventCatalogue.TypeOf(target.Event).Name),
            _ => null,
        };

        return shape is null ? [future, .. WhyNotPutRight(e, stream, known)] : [future, shape];
    }

    /// <summary>What will hold after the correction is held against the rest of the record as if it were entered now.</summary>
    private static IEnumerable<Rejection?> WhyNotPutRight(EventCorrected e, IReadOnlyList<RecordedEvent> stream, Known known)
    {
        RecordedEvent[] corrected = [.. stream, new(Guid.Empty, stream.Count + 1, default, e)];
        var repeats = Corrections.ApplyOnly(corrected);
        var after = Corrections.WithoutRepeats(repeats);
        foreach (var changed in after.Except(known.Entries))
        {
            ImmutableArray<Fact<PathwayEvent>> rest = after.Remove(changed);
            var reasons = WhyNot(changed.Event, known with { Entries = rest, Repeats = repeats, Facts = PathwayFacts.Of(rest) });
            foreach (var reason in reasons.OfType<Rejection>())
            {
                yield return e.Replacement is null ? reason with { Field = "/eventId" } : reason with { Field = "/replacement" + reason.Field };
            }

            if (changed.Event is ComplicationRecorded
                && rest.FirstOrDefault(f => f.Event is ComplicationResolved r && r.ComplicationEventId == changed.EventId && f.OccurredOn < changed.OccurredOn) is { } resolved)
            {
                yield return new EndBeforeStart("/replacement/occurredOn", "The end of the complication", changed.OccurredOn, resolved.OccurredOn);
            }
        }
    }

    /// <summary>What an event is held against.</summary>
    /// <param name="Entries">What holds, each fact once.</param>
    /// <param name="Repeats">What holds, with every entry of what was entered more than once.</param>
    /// <param name="Facts">What the entries say.</param>
    /// <param name="Protocols">The protocols that were published.</param>
    /// <param name="Today">The date where the hospital is.</param>
    private sealed record Known(
        ImmutableArray<Fact<PathwayEvent>> Entries, IReadOnlyList<Fact<PathwayEvent>> Repeats, PathwayFacts Facts, ProtocolShelf Protocols, DateOnly Today);
}
