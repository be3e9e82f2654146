using System.Collections.Immutable;
using Pathway.Api.Pathways;

namespace Pathway.Api.Simulation;

/// <summary>A journey that nobody made, as it would have been entered.</summary>
/// <param name="Id">Id of its pathway.</param>
/// <param name="Sittings">What was entered, in the order of entry, from the opening on.</param>
internal sealed record SimulatedJourney(Guid Id, ImmutableArray<Sitting> Sittings);
