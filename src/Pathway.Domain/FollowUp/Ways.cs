using Pathway.Domain.Journey;

namespace Pathway.Domain.FollowUp;

/// <summary>Where the ways that a board can choose lead.</summary>
internal static class Ways
{
    /// <summary>Whether a way has two stages.</summary>
    public static bool BeginWithStage1(Strategy way) =>
        way is Strategy.TwoStageHepatectomy or Strategy.PortalVeinEmbolization or Strategy.PortalVeinLigation or Strategy.LiverVenousDeprivation or Strategy.Alpps;

    /// <summary>Whether a way ends in the resection of liver tissue.</summary>
    public static bool LeadToResection(Strategy way) => way is Strategy.OneStage || BeginWithStage1(way);

    /// <summary>Whether a stage 1 is what a way begins with. A two-stage hepatectomy leaves open how the portal branches are closed.</summary>
    public static bool BeginsWith(Strategy way, Stage1Technique technique) => way switch
    {
        Strategy.TwoStageHepatectomy => technique is not Stage1Technique.Alpps,
        Strategy.PortalVeinEmbolization => technique is Stage1Technique.PortalVeinEmbolization,
        Strategy.PortalVeinLigation => technique is Stage1Technique.PortalVeinLigation,
        Strategy.LiverVenousDeprivation => technique is Stage1Technique.LiverVenousDeprivation,
        Strategy.Alpps => technique is Stage1Technique.Alpps,
        _ => false,
    };

    /// <summary>The way that has its name from a technique.</summary>
    public static Strategy OfName(Stage1Technique technique) => technique switch
    {
        Stage1Technique.Alpps => Strategy.Alpps,
        Stage1Technique.PortalVeinEmbolization => Strategy.PortalVeinEmbolization,
        Stage1Technique.PortalVeinLigation => Strategy.PortalVeinLigation,
        Stage1Technique.LiverVenousDeprivation => Strategy.LiverVenousDeprivation,
        _ => throw new ArgumentOutOfRangeException(nameof(technique), technique, "No such technique."),
    };

    /// <summary>A way within a sentence.</summary>
    public static string Name(Strategy way) => way switch
    {
        Strategy.OneStage => "a resection at once",
        Strategy.TwoStageHepatectomy => "a two-stage hepatectomy",
        Strategy.PortalVeinEmbolization => "portal vein embolization",
        Strategy.PortalVeinLigation => "portal vein ligation",
        Strategy.LiverVenousDeprivation => "liver venous deprivation",
        Strategy.Alpps => "ALPPS",
        Strategy.Transplantation => "transplantation",
        Strategy.SystemicTherapyOnly => "systemic therapy only",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "No such way."),
    };

    /// <summary>A technique within a sentence.</summary>
    public static string Name(Stage1Technique technique) => technique switch
    {
        Stage1Technique.Alpps => "ALPPS",
        Stage1Technique.PortalVeinEmbolization => "portal vein embolization",
        Stage1Technique.PortalVeinLigation => "portal vein ligation",
        Stage1Technique.LiverVenousDeprivation => "liver venous deprivation",
        _ => throw new ArgumentOutOfRangeException(nameof(technique), technique, "No such technique."),
    };
}
