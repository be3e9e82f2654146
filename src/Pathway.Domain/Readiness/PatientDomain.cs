using Pathway.Domain.Journey;

namespace Pathway.Domain.Readiness;

/// <summary>How the patient is.</summary>
internal static class PatientDomain
{
    internal static IEnumerable<Finding> Of(ClinicalPicture picture, Judge judge)
    {
        foreach (var rule in picture.Protocol.Patient.Conditions)
        {
            if (judge.Of(rule) is { } finding)
            {
                yield return finding;
            }
        }

        yield return Complications(picture);
        foreach (var finding in judge.Of(picture.Protocol.Patient.Limits).Concat(judge.Of(picture.Protocol.Scores.AsRules())))
        {
            yield return finding;
        }
    }

    private static Finding Complications(ClinicalPicture picture)
    {
        var rule = picture.Protocol.Patient.UnresolvedComplication;
        var lasting = picture.LastingComplications.Where(c => c.Event.Grade >= rule.CautionFrom).ToList();
        var worst = lasting.MaxBy(c => c.Event.Grade);
        var verdict = worst is null ? Verdict.Met : worst.Event.Grade >= rule.NotMetFrom ? Verdict.NotMet : Verdict.Caution;
        return new(
            rule.Id, verdict,
            new(() => worst is null
                ? $"No complication of grade {rule.CautionFrom} or higher lasts as far as the record knows."
                : $"{(lasting.Count == 1 ? "A complication" : $"Of {lasting.Count} complications the worst")} of grade {worst.Event.Grade} lasts; from {rule.CautionFrom} on that is caution, from {rule.NotMetFrom} on it stops."),
            null, null, null, false, true, rule.Evidence, lasting.Select(c => c.EventId).ToValueList());
    }
}
