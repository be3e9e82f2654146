using System.Collections.Immutable;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <summary>
/// What simulated cohorts are made from: <c>figures.json</c>, with a source beside every figure that has one. The figures describe groups and never
/// stand in for a patient.
/// </summary>
internal sealed record SimulationFigures(
    string About,
    ImmutableSortedDictionary<Stage1Technique, TechniqueFigures> Techniques,
    Figure RescueGainPercent,
    Figure AugmentationPercent,
    Figure PerihilarDeathAfterAlppsPercent,
    Figure DropOutBeforeStage1Percent,
    Figure ResumedPercent,
    Figure RecurrencePercentPerYear,
    Figure DeathPercentPerYearOfRecurrence,
    Figure LostPercentPerYear,
    MissingPercent MissingPercent,
    EntryPercent EntryPercent,
    Figure DropOutProgressionPercent)
{
    /// <summary>Those that come with the program.</summary>
    internal static SimulationFigures Shipped { get; } = Load();

    private static SimulationFigures Load()
    {
        using var document = typeof(SimulationFigures).Assembly.GetManifestResourceStream("simulation/figures.json")!;
        return JsonSerializer.Deserialize<SimulationFigures>(document, JsonForm.Options)!;
    }
}

/// <summary>One figure.</summary>
/// <param name="Value">What the simulator uses, in the unit that the figure's name ends with.</param>
/// <param name="Source">The publication, or that there is none.</param>
/// <param name="From">Least that was published; null when nothing was.</param>
/// <param name="To">Most that was published; null when nothing was.</param>
internal sealed record Figure(double Value, string Source, double? From = null, double? To = null);

/// <summary>How patients fare by the technique of their stage 1.</summary>
/// <param name="CompletionPercent">Who of those with a stage 1 has a stage 2.</param>
/// <param name="InterstageDays">Median days from stage 1 to stage 2.</param>
/// <param name="GainPercent">Median growth of the remnant, % of its volume before stage 1, on <paramref name="GainOnDay"/>.</param>
/// <param name="GainOnDay">Days after stage 1.</param>
/// <param name="GrowthPerDay">How fast growth comes to its end: the share of what is still to come that each day brings.</param>
/// <param name="ComplicationPercent">Who has any complication between the stages.</param>
/// <param name="MajorPercent">Who has a major one, of grade IIIb or more.</param>
/// <param name="LiverFailureStage1Percent">Liver failure after stage 1.</param>
/// <param name="LiverFailureStage2Percent">Liver failure after stage 2.</param>
/// <param name="LiverFailureSlowPercent">The same, of those whose remnant grew by less than 2 points a week.</param>
/// <param name="DeathWithin90DaysPercent">Deaths within 90 days of the last stage.</param>
/// <param name="DeathBeforeStage2Percent">Deaths between the stages.</param>
/// <param name="DropOutReasonPercent">Why those drop out who do.</param>
internal sealed record TechniqueFigures(
    Figure CompletionPercent, Figure InterstageDays, Figure GainPercent, Figure GainOnDay, Figure GrowthPerDay, Figure ComplicationPercent, Figure MajorPercent,
    Figure LiverFailureStage1Percent, Figure LiverFailureStage2Percent, Figure LiverFailureSlowPercent, Figure DeathWithin90DaysPercent,
    Figure DeathBeforeStage2Percent, ImmutableSortedDictionary<DropOutReason, double> DropOutReasonPercent);

/// <summary>How often something that could be known is not in the record.</summary>
internal sealed record MissingPercent(
    double HeightCm, double WeightKg, double TotalLiverVolumeMl, double Diagnosis, double Biomarkers, double Parenchyma, double Extrahepatic, double Vascular,
    double Performance, double FunctionTest, double LaboratoryOnDay5);

/// <summary>How records come about.</summary>
/// <param name="SameDay">Entries made on the day itself.</param>
/// <param name="Together">Entries made together with others of the same clinical day.</param>
/// <param name="Late">Entries made weeks later.</param>
/// <param name="OpenedLate">Pathways opened only when the patient was well on the way.</param>
/// <param name="Slip">Scans with a volume a tenth of what it was, put right later.</param>
/// <param name="Twice">Scans that two people enter.</param>
/// <param name="Stranger">Pathways with an entry of another patient, withdrawn later.</param>
/// <param name="WithdrawnCorrection">Pathways with a correction that was a mistake itself.</param>
/// <param name="OtherProtocol">Pathways moved to another protocol.</param>
/// <param name="Noted">Pathways with a note.</param>
/// <param name="EnteredInError">Pathways that never should have been.</param>
internal sealed record EntryPercent(
    double SameDay, double Together, double Late, double OpenedLate, double Slip, double Twice, double Stranger, double WithdrawnCorrection, double OtherProtocol, double Noted,
    double EnteredInError);
