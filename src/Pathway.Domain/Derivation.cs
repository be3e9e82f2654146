using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain;

/// <summary>Derives everything that is shown from what happened: the same facts, protocol and date always give the same state.</summary>
public static class Derivation
{
    /// <summary>Derives the state.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="version">Stream version of the last event behind the facts.</param>
    /// <param name="facts">What had happened by the date; the pathway has been opened.</param>
    /// <param name="protocol">The rules to judge by.</param>
    /// <param name="asOf">The date to describe.</param>
    /// <exception cref="ArgumentException">The pathway was never opened.</exception>
    public static PathwayState Derive(Guid id, long version, PathwayFacts facts, Protocol protocol, DateOnly asOf)
    {
        if (facts.Opened is null)
        {
            throw new ArgumentException("A pathway that was never opened has no state.", nameof(facts));
        }

        var picture = ClinicalPicture.Of(facts, protocol, asOf);
        var readiness = ReadinessAssessment.Of(Gate.Stage2, picture);
        var review = CourseReview.Of(picture);
        return new(
            id,
            version,
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
            ComplicationState.AllOf(facts),
            picture.Scores,
            SurveillanceState.AllOf(facts),
            OutcomeState.Of(facts),
            review.Deviations,
            review.NotJudged,
            DueItems.Of(picture, readiness));
    }
}
