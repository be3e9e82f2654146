using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Scores;

/// <summary>
/// Clinical risk score for colorectal liver metastases (Fong et al., Ann Surg 1999;230:309), 0 to 5: one point each for a node-positive primary tumor,
/// metastases within 12 months, more than one lesion, one larger than 5 cm, CEA above 200 ng/mL. No limit counts itself.
/// </summary>
internal static class ClinicalRisk
{
    private const int IntervalMonths = 12;

    internal static Score Of(PathwayFacts facts, DateOnly asOf)
    {
        const string source = "Fong et al., Ann Surg 1999;230:309";
        if (ColorectalMetastases.NotApplicable(facts) is { } reason)
        {
            return new() { Value = null, Inputs = [], Missing = [], Source = source, Bounds = new(0, 5), NotApplicable = reason };
        }

        var inputs = new InputCollector(asOf);
        inputs.Points(facts.Diagnoses, "primaryNodePositive", d => d.PrimaryNodePositive, positive => positive ? 1 : 0);
        AddInterval(inputs, facts);
        inputs.Points(facts.Diagnoses, "lesionCount", unit: null, d => d.LesionCount, count => count > 1 ? 1 : 0);
        inputs.Points(facts.Diagnoses, "largestLesionMm", "mm", d => d.LargestLesionMm, mm => LimitOperator.MoreThan.Passes(mm, 50) ? 1 : 0);
        inputs.Points(facts.Biomarkers, "cea", "ng/mL", b => b.Cea.In(Analyte.Cea, "ng/mL"), value => LimitOperator.MoreThan.Passes(value, 200) ? 1 : 0);

        return new()
        {
            Value = inputs.Sum,
            Inputs = inputs.Inputs,
            Missing = inputs.Missing,
            OldestInputDays = inputs.OldestDays,
            Bounds = new(0, 5),
            Source = source,
            Notes = inputs.Inputs.Any(i => i is { Name: "intervalToMetastases", Word: "synchronous" })
                ? ["Synchronous disease is counted as an interval under 12 months: our reading."]
                : [],
        };
    }

    /// <summary>From the resection of the primary tumor to the first finding in the liver; synchronous disease counts as under 12 months.</summary>
    private static void AddInterval(InputCollector inputs, PathwayFacts facts)
    {
        const string name = "intervalToMetastases";
        var presentation = facts.Diagnoses.LastOrDefault(d => d.Event.Presentation is not null);
        var resection = facts.Diagnoses.LastOrDefault(d => d.Event.PrimaryResectedOn is not null);
        var found = facts.Diagnoses.FirstOrDefault(d => d.Event is { Presentation: not null } or { Distribution: not null } or { LesionCount: not null } or { LargestLesionMm: not null });

        if (presentation?.Event.Presentation is Presentation.Synchronous)
        {
            inputs.Add(new(name, Value: null, Unit: null, "synchronous", Used: null, Points: 1, presentation.EventId, presentation.OccurredOn));
        }
        else if (resection?.Event.PrimaryResectedOn is { } resectedOn && found is not null)
        {
            var points = found.OccurredOn < resectedOn.AddMonths(IntervalMonths) ? 1 : 0;
            inputs.Add(new(name, found.OccurredOn.DayNumber - resectedOn.DayNumber, "d", Word: null, Used: null, points, found.EventId, found.OccurredOn));
        }
        else
        {
            inputs.Lacks(resection is null ? "primaryResectedOn" : name);
        }
    }
}

/// <summary>What the scores for colorectal liver metastases share.</summary>
internal static class ColorectalMetastases
{
    /// <summary>Why such a score does not apply; null when it does.</summary>
    internal static string? NotApplicable(PathwayFacts facts) =>
        facts.Opened?.Event.Tumor is TumorType.ColorectalMetastases ? null : "The score is for colorectal liver metastases.";
}
