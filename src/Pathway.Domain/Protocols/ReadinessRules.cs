using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>How readiness is put together.</summary>
/// <param name="Domains">The domains that each gate needs an answer in.</param>
/// <param name="GlobalTestsWarnAtStage2">
/// Whether a test of the whole liver can say not met before stage 2. It can never say met there: portal flow is redistributed.
/// </param>
/// <param name="WhenNotGrowing">What to look for when the remnant does not grow, in this order.</param>
public sealed record ReadinessRules(
    [Items(2)] ValueList<GateDomains> Domains, Switch GlobalTestsWarnAtStage2, [Items(20)] ValueList<LookFor> WhenNotGrowing)
{
    /// <summary>The domains that a gate needs an answer in.</summary>
    /// <param name="gate">The gate.</param>
    public ValueList<ReadinessDomain> RequiredFor(Gate gate) => Domains.Single(d => d.Gate == gate).Required;
}

/// <summary>The domains that a gate needs an answer in.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Required">The domains.</param>
/// <param name="Evidence">Where that comes from.</param>
public sealed record GateDomains(Gate Gate, [Items(4)] ValueList<ReadinessDomain> Required, Evidence Evidence);

/// <summary>A choice that is either on or off.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="On">Whether it is on.</param>
/// <param name="Evidence">Where the choice comes from.</param>
public sealed record Switch([Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id, bool On, Evidence Evidence);

/// <summary>Something to look for when the remnant does not grow.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Cause">What it would be.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="AtMostPercent">Largest remnant before growth, % of the standard liver volume, that counts as very small; given for that cause alone.</param>
public sealed record LookFor(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    PoorGrowthCause Cause,
    Evidence Evidence,
    [Between(0, 100, Unit = "%")] double? AtMostPercent = null);

/// <summary>Why a remnant may not grow.</summary>
public enum PoorGrowthCause
{
    /// <summary>Fibrosis or cirrhosis.</summary>
    FibrosisOrCirrhosis,

    /// <summary>Injury by chemotherapy.</summary>
    ChemotherapyInjury,

    /// <summary>A closed portal vein has opened again, as through a fistula.</summary>
    PortalVeinRecanalization,

    /// <summary>A large tumor draws arterial blood.</summary>
    ArterialSteal,

    /// <summary>A portal branch was missed, often a posterior one.</summary>
    MissedBranch,

    /// <summary>The branches of segment 4 were left open.</summary>
    Segment4Open,

    /// <summary>The remnant was very small to begin with.</summary>
    SmallStartingVolume,
}
