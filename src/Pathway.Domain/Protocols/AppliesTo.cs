using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>Whom a rule is for. Each list that is given must contain the patient's own; a list left out admits everybody.</summary>
/// <param name="Gates">The questions that it belongs to.</param>
/// <param name="Techniques">The technique of the latest inducing procedure; before stage 1, that of the way chosen. A rescue by ALPPS counts as ALPPS.</param>
/// <param name="Tumors">What the liver is to be resected for.</param>
/// <param name="ParenchymaClasses">Class of the liver tissue.</param>
/// <param name="Distributions">Which halves of the liver are affected.</param>
public sealed record AppliesTo(
    [Items(2)] ValueList<Gate>? Gates = null,
    [Items(4)] ValueList<Stage1Technique>? Techniques = null,
    [Items(9)] ValueList<TumorType>? Tumors = null,
    [Items(3)] ValueList<ParenchymaClass>? ParenchymaClasses = null,
    [Items(2)] ValueList<LesionDistribution>? Distributions = null);
