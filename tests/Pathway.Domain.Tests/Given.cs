using Pathway.Domain.Journey;

namespace Pathway.Domain.Tests;

/// <summary>What a test starts from: events with every required field filled in, and streams of them in the order of entry.</summary>
/// <remarks>Days count from stage 1, which is on day 0 unless a test says otherwise: <c>Given.Day(7)</c> is a week later.</remarks>
public static class Given
{
    private static readonly DateOnly _day0 = new(2026, 3, 2);

    /// <summary>A man of 170 cm and 70 kg with colorectal metastases, enrolled 30 days before stage 1.</summary>
    public static PathwayOpened Opened { get; } = new(
        Day(-30), "P-001", "ghent-1", Sex.Male, 1961, HeightCm: 170, WeightKg: 70, TumorType.ColorectalMetastases);

    /// <summary>The date so many days after day 0; before it when negative.</summary>
    public static DateOnly Day(int day) => _day0.AddDays(day);

    public static AnthropometryRecorded Weighed(int day, double heightCm, double weightKg, double? ascitesKg = null) =>
        new(Day(day), heightCm, weightKg, ascitesKg);

    public static ParenchymaAssessed Parenchyma(int day, ParenchymaQuality quality) => new(Day(day), quality, AssessmentBasis.Biopsy);

    public static VolumetryRecorded Scan(int day, double flrVolumeMl, double? standardLiverVolumeMl = null) =>
        new(Day(day), ScanModality.Ct, flrVolumeMl, StandardLiverVolumeMl: standardLiverVolumeMl);

    public static Stage1Performed Stage1(int day = 0, Stage1Technique technique = Stage1Technique.Alpps) =>
        new(Day(day), technique, OperativeApproach.Open);

    public static AugmentationAdded Augmentation(int day, AugmentationTechnique technique = AugmentationTechnique.RescueAlpps) =>
        new(Day(day), technique, "Too little growth.");

    public static Stage2Performed Stage2(int day) => new(Day(day), LiverResection.RightHepatectomy, OperativeApproach.Open, ResectionMargin.R0);

    /// <summary>Corrects the entry of a version; without a replacement it is withdrawn.</summary>
    public static EventCorrected Correction(int day, long version, PathwayEvent? replacement = null) =>
        new(Day(day), IdOf(version), "Entered wrongly.", replacement);

    /// <summary>The id of the entry that a stream has at a version.</summary>
    public static Guid IdOf(long version) => new($"00000000-0000-7000-8000-{version:x12}");

    /// <summary>Events in the order of entry: versions from 1, a minute apart.</summary>
    public static IReadOnlyList<RecordedEvent> Stream(params IEnumerable<PathwayEvent> events) =>
        [.. events.Select((e, i) => new RecordedEvent(IdOf(i + 1), i + 1, new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero).AddMinutes(i), e))];

    /// <summary>What such a stream says.</summary>
    public static PathwayFacts Facts(params IEnumerable<PathwayEvent> events) => PathwayFacts.From(Stream(events));
}
