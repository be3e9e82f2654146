using Pathway.Domain.Journey;

namespace Pathway.Domain.Readiness;

/// <summary>How the patient is.</summary>
internal static class PatientDomain
{
    internal static DomainAssessment Of(ClinicalPicture picture, Judge judge) => DomainAssessment.Of(ReadinessDomain.Patient,
    [
        .. picture.Protocol.Patient.Conditions.Select(judge.Of).OfType<Finding>(),
        Complications(picture),
        .. picture.Protocol.Patient.Limits.Concat(picture.Protocol.Scores.AsRules()).Select(judge.Of).OfType<Finding>(),
    ]);

    private static Finding Complications(ClinicalPicture picture)
    {
        var rule = picture.Protocol.Patient.UnresolvedComplication;
        var lasting = picture.LastingComplications.Where(c => c.Event.Grade >= rule.CautionFrom).ToList();
        var worst = lasting.MaxBy(c => c.Event.Grade);
        var verdict = worst is null ? Verdict.Met : worst.Event.Grade >= rule.NotMetFrom ? Verdict.NotMet : Verdict.Caution;
        var statement = worst is null
            ? $"No complication of grade {rule.CautionFrom} or higher lasts as far as the record knows."
            : $"{(lasting.Count == 1 ? "A complication" : $"Of {lasting.Count} complications the worst")} of grade {worst.Event.Grade} lasts; from {rule.CautionFrom} on that is caution, from {rule.NotMetFrom} on it stops.";
        return new(rule.Id, verdict, statement, null, null, null, false, true, rule.Evidence, lasting.Select(c => c.EventId).ToValueList());
    }
}
