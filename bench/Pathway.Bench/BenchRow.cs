namespace Pathway.Bench;

/// <summary>One measured row.</summary>
/// <param name="What">What was done.</param>
/// <param name="Clients">How many did it at once.</param>
/// <param name="PerSecond">Median over the rounds.</param>
/// <param name="OfFloor">Median over the rounds of the ratio to the floor of the same round; 1 for a floor itself.</param>
/// <param name="Target">The ratio to reach; null where there is none.</param>
public sealed record BenchRow(string What, int Clients, double PerSecond, double OfFloor, double? Target);
