using Pathway.Domain;
using Pathway.Domain.Journey;

namespace Pathway.Projections.Overview;

/// <summary>One pathway in the list of pathways: never behind its events, since it is stored with them.</summary>
/// <param name="Id">The pathway.</param>
/// <param name="PatientRef">Pseudonym of the patient.</param>
/// <param name="Center">The center that treats the patient.</param>
/// <param name="Tumor">What the liver is to be resected for.</param>
/// <param name="Phase">Where the patient stands.</param>
/// <param name="SurveillanceFrom">Date from which a postoperative patient is under surveillance; null before stage 2.</param>
/// <param name="Strategy">The way chosen; null before the choice.</param>
/// <param name="Stage1On">Date of stage 1; null before it.</param>
/// <param name="Stage2On">Date of stage 2; null before it.</param>
/// <param name="LastEventOn">Clinical date of the latest thing that happened.</param>
/// <param name="UpToVersion">Stream version of the last event seen; the row claims to know no more.</param>
public sealed record PathwayOverview(
    Guid Id, string PatientRef, string Center, TumorType Tumor, Phase Phase, DateOnly? SurveillanceFrom, Strategy? Strategy,
    DateOnly? Stage1On, DateOnly? Stage2On, DateOnly LastEventOn, long UpToVersion)
{
    /// <summary>Alias of the document: the rows are in <c>mt_doc_pathwayoverview</c>.</summary>
    public const string Alias = "pathwayoverview";

    /// <summary>Computes the row from the whole stream.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="stream">Its stream; it has been opened.</param>
    /// <param name="on">The date that the phase is told for.</param>
    public static PathwayOverview Of(Guid id, IReadOnlyList<RecordedEvent> stream, DateOnly on)
    {
        var entries = Corrections.Apply(stream);
        var facts = PathwayFacts.Of(entries);
        var opened = facts.Opened!.Event;
        return new(
            id, opened.PatientRef, opened.Center, opened.Tumor,
            Phases.Of(facts, on), Phases.SurveillanceFrom(facts),
            facts.Strategies is [.., var strategy] ? strategy.Event.Strategy : null,
            facts.Stage1?.OccurredOn, facts.Stage2?.OccurredOn, entries[^1].OccurredOn,
            UpToVersion: stream[^1].Version);
    }

    /// <summary>The row on a later date: time alone takes a patient from the postoperative phase to surveillance.</summary>
    /// <param name="on">The date.</param>
    public PathwayOverview On(DateOnly on) => Phase is Phase.Postoperative && on >= SurveillanceFrom ? this with { Phase = Phase.Surveillance } : this;
}
