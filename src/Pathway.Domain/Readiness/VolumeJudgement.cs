using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>A remnant held against the limit for its class of liver tissue.</summary>
/// <param name="Verdict">What comes of it.</param>
/// <param name="By">How the value was held against the limit that counted.</param>
/// <param name="Percent">That limit, %.</param>
internal sealed record VolumeJudgement(Verdict Verdict, LimitOperator By, double Percent)
{
    /// <summary>Holds a share against a limit.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="share">The share, %, unrounded.</param>
    /// <param name="picture">The patient, whose function may lower the limit.</param>
    internal static VolumeJudgement Of(ClassLimit limit, double share, ClinicalPicture picture)
    {
        if (limit.Operator.Passes(share, limit.Percent))
        {
            return new(Verdict.Met, limit.Operator, limit.Percent);
        }

        if (limit.WithGoodFunction is { } lower && lower.Operator.Passes(share, lower.Percent) && WorksWell(lower, picture) is var worksWell and not false)
        {
            return worksWell is null ? new(Verdict.Unknown, limit.Operator, limit.Percent) : new(Verdict.Met, lower.Operator, lower.Percent);
        }

        return new(limit.Middle is { } middle && middle.Operator.Passes(share, middle.Value) ? Verdict.Caution : Verdict.NotMet, limit.Operator, limit.Percent);
    }

    private static bool? WorksWell(GoodFunctionLimit lower, ClinicalPicture picture)
    {
        bool? childPugh = picture.Number(Measure.ChildPughPoints) is { } points ? lower.ChildPugh.Holds(points.Value) : null;
        bool? icg = picture.Number(Measure.IcgR15Percent) is { } retention ? lower.IcgR15.Holds(retention.Value) : null;
        return childPugh & icg;
    }
}
