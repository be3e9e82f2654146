namespace Pathway.Domain.Statistics;

/// <summary>An estimated quantile of a time.</summary>
/// <param name="Probability">Which: 0.5 is the median.</param>
/// <param name="Days">The estimate, days; null when the curve does not reach it.</param>
/// <param name="LowerDays">Lower confidence limit, days; null when it is not reached.</param>
/// <param name="UpperDays">Upper confidence limit, days; null when it is not reached, so the interval is open to the right.</param>
public sealed record QuantileEstimate(double Probability, double? Days, double? LowerDays, double? UpperDays);
