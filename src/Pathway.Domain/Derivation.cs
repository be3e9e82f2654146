using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain;

/// <summary>Derives everything that is shown from what happened: the same stream, protocols and date always give the same state.</summary>
public static class Derivation
{
    /// <summary>Derives the state.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="stream">Its stream in the order of entry; the pathway has been opened.</param>
    /// <param name="published">The published protocols: the one in force is among them, and those that its decisions were made under.</param>
    /// <param name="asOf">The date to describe: what happened later is left out.</param>
    /// <param name="under">The rules to judge by; null for those in force on the date.</param>
    /// <exception cref="ArgumentException">The pathway was never opened.</exception>
    public static PathwayState Derive(Guid id, IReadOnlyList<RecordedEvent> stream, ProtocolShelf published, DateOnly asOf, Protocol? under = null)
    {
        var entries = Corrections.Apply(stream);
        var facts = PathwayFacts.Of(entries, asOf);
        if (facts.Opened is null)
        {
            throw new ArgumentException("A pathway that was never opened has no state.", nameof(stream));
        }

        var protocol = under ?? published.InForce(facts);
        var picture = ClinicalPicture.Of(facts, protocol, asOf);
        var readiness = ReadinessAssessment.Of(Gate.Stage2, picture);
        var review = CourseReview.Of(picture);
        return new(
            id,
            stream[^1].Version,
            asOf,
            Phases.Of(facts, asOf),
            ProtocolReference.To(protocol),
            PatientState.Of(facts, asOf),
            TumorState.Of(facts),
            ParenchymaState.Of(facts, protocol),
            ChemotherapyState.Of(facts, asOf),
            StrategyState.Of(facts),
            Stage1State.Of(facts, asOf),
            Stage2State.Of(facts),
            picture.Volume,
            picture.Function,
            ReadinessAssessment.Of(Gate.Stage1, picture),
            readiness,
            DecisionState.AllOf(entries, published, asOf),
            ComplicationState.AllOf(facts),
            picture.Scores,
            SurveillanceState.AllOf(facts),
            OutcomeState.Of(facts),
            review.Deviations,
            review.NotJudged,
            DueItems.Of(picture, readiness));
    }
}
