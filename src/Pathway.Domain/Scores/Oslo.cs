using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Scores;

/// <summary>
/// Oslo score before transplantation for colorectal liver metastases, 0 to 4 adverse factors: less than 2 years from the resection of the primary tumor,
/// progression on chemotherapy, a lesion larger than 5.5 cm, CEA above 80 µg/L. No limit counts itself.
/// </summary>
internal static class Oslo
{
    internal static Score Of(PathwayFacts facts, DateOnly asOf)
    {
        const string source =
            "Torres OJM, Torzilli G, Enne M, et al., \"Surgical techniques to increase resectability in liver metastasis\", Arq Bras Cir Dig 2024;37:e1859";
        if (ColorectalMetastases.NotApplicable(facts) is { } reason)
        {
            return new() { Value = null, Inputs = [], Missing = [], Source = source, Bounds = new(0, 4), NotApplicable = reason };
        }

        var inputs = new InputCollector(asOf);
        if (facts.Diagnoses.LastOrDefault(d => d.Event.PrimaryResectedOn is not null) is { } resection)
        {
            var resectedOn = resection.Event.PrimaryResectedOn!.Value;
            inputs.Add(new(
                "daysSincePrimaryResection", asOf.DayNumber - resectedOn.DayNumber, "d", Word: null, Used: null,
                asOf < resectedOn.AddYears(2) ? 1 : 0, resection.EventId, resection.OccurredOn), ages: false);
        }
        else
        {
            inputs.Lacks("primaryResectedOn");
        }

        inputs.Points(facts.Chemotherapy, "responseToChemotherapy", c => c.Response, r => r is TumorResponse.Progression ? 1 : 0);
        inputs.Points(facts.Diagnoses, "largestLesionMm", "mm", d => d.LargestLesionMm, mm => LimitOperator.MoreThan.Passes(mm, 55) ? 1 : 0);
        inputs.Points(facts.Biomarkers, "cea", "ng/mL", b => b.Cea.In(Analyte.Cea, "ng/mL"), value => LimitOperator.MoreThan.Passes(value, 80) ? 1 : 0);

        return new()
        {
            Value = inputs.Sum,
            Inputs = inputs.Inputs,
            Missing = inputs.Missing,
            OldestInputDays = inputs.OldestDays,
            Bounds = new(0, 4),
            Source = source,
            Notes = ["A count of adverse factors: that each weighs one point is not verified."],
        };
    }
}
