using System.Globalization;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>Whether the patient is a candidate for stage 1, or ready for stage 2, and on what grounds.</summary>
/// <param name="Gate">The question.</param>
/// <param name="AsOf">The date that it describes.</param>
/// <param name="Protocol">The protocol that it was made under.</param>
/// <param name="Overall">The answer.</param>
/// <param name="Statement">The answer as a sentence.</param>
/// <param name="Domains">The answer in each of the four domains, in their order; empty when the question does not arise.</param>
/// <param name="LookFor">What to look for as the remnant does not grow, with what the record says of each; empty while it does.</param>
public sealed record ReadinessAssessment(
    Gate Gate, DateOnly AsOf, ProtocolReference Protocol, Overall Overall, string Statement,
    ValueList<DomainAssessment> Domains, ValueList<PoorGrowthFinding> LookFor)
{
    /// <summary>What every reader of a verdict is told with it.</summary>
    public const string SupportsDecisions = "Made by rule from what is on record. It supports the decision of physicians who know the patient, and takes none.";

    // The order changes no answer: a remnant is most often too small or not yet measured, and most has to be derived to tell how the liver works.
    private static readonly ReadinessDomain[] _soonest = [ReadinessDomain.Volume, ReadinessDomain.Kinetics, ReadinessDomain.Patient, ReadinessDomain.Function];

    /// <summary>What every reader of a verdict is told with it.</summary>
    public string Notice { get; } = SupportsDecisions;

    /// <summary>Assesses one patient at one gate.</summary>
    /// <param name="gate">The question.</param>
    /// <param name="picture">The patient on the date, under the protocol.</param>
    public static ReadinessAssessment Of(Gate gate, ClinicalPicture picture)
    {
        var protocol = ProtocolReference.To(picture.Protocol);
        if (WhyNotApplicable(gate, picture) is { } reason)
        {
            return new(gate, picture.AsOf, protocol, Overall.NotApplicable, reason, [], []);
        }

        var domains = Enum.GetValues<ReadinessDomain>().Select(domain => In(domain, gate, picture)).ToValueList();
        var overall = Combine(domains);
        return new(gate, picture.AsOf, protocol, overall, Sentence(gate, overall, domains), domains, KineticsDomain.LookFor(domains[1], picture));
    }

    /// <summary>Whether the whole assessment clears the patient, and sooner: nobody looks on once anything says no, or is not known that must be.</summary>
    /// <param name="gate">The question.</param>
    /// <param name="picture">The patient on the date, under the protocol.</param>
    /// <returns>Ready or caution; null for any other answer.</returns>
    public static Overall? ClearanceOf(Gate gate, ClinicalPicture picture)
    {
        if (WhyNotApplicable(gate, picture) is not null)
        {
            return null;
        }

        var required = picture.Protocol.Readiness.RequiredFor(gate);
        var clearance = Overall.Ready;
        foreach (var domain in _soonest)
        {
            var mustBeKnown = required.Contains(domain);
            var findings = new List<Finding>();
            foreach (var finding in FindingsIn(domain, gate, picture))
            {
                if (finding.Verdict is Verdict.NotMet || (mustBeKnown && finding is { Verdict: Verdict.Unknown, Required: true }))
                {
                    return null;
                }

                findings.Add(finding);
            }

            switch (DomainAssessment.Of(domain, findings.ToValueList()).Verdict)
            {
                case Verdict.Unknown when mustBeKnown: return null;
                case Verdict.Caution: clearance = Overall.Caution; break;
            }
        }

        return clearance;
    }

    /// <summary>The answer in one domain, whether or not the question arises.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="gate">The question.</param>
    /// <param name="picture">The patient on the date, under the protocol.</param>
    internal static DomainAssessment In(ReadinessDomain domain, Gate gate, ClinicalPicture picture) =>
        DomainAssessment.Of(domain, FindingsIn(domain, gate, picture).ToValueList()) with { Required = picture.Protocol.Readiness.RequiredFor(gate).Contains(domain) };

    /// <summary>Derives the picture and assesses.</summary>
    /// <param name="gate">The question.</param>
    /// <param name="facts">What had happened by the date; the pathway has been opened.</param>
    /// <param name="protocol">The rules to judge by.</param>
    /// <param name="asOf">The date to describe.</param>
    public static ReadinessAssessment Assess(Gate gate, PathwayFacts facts, Protocol protocol, DateOnly asOf) => Of(gate, ClinicalPicture.Of(facts, protocol, asOf));

    /// <summary>The part of it that is kept with a decision.</summary>
    public RecordedAssessment ToRecord() => new(
        Protocol.Id, Protocol.Version, Protocol.Hash, Gate, Overall,
        Domains.Select(d => new RecordedDomain(
            d.Domain, d.Verdict, d.Findings.Select(f => new RecordedFinding(f.RuleId, f.Verdict, f.EventIds, AsKept(f.Observed), f.Threshold)).ToValueList())).ToValueList());

    // The record keeps 15 significant digits exactly, wherever it is stored.
    private static double? AsKept(double? value) =>
        value is { } v ? double.Parse(v.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    // Who was operated on that very day is assessed as before the operation: that is the day on which the question mattered most.
    private static string? WhyNotApplicable(Gate gate, ClinicalPicture picture)
    {
        var facts = picture.Facts;
        var stageOn = gate is Gate.Stage1 ? facts.Stage1?.OccurredOn : facts.Stage2?.OccurredOn;
        if (stageOn == picture.AsOf)
        {
            return null;
        }

        return gate switch
        {
            _ when facts.Death is not null => "The patient has died.",
            _ when facts.Ending is { Event: DroppedOut } => "The patient has left the pathway.",
            _ when facts.Ending is not null => "The record is closed.",
            _ when facts.Stage2 is not null => "Stage 2 has been done.",
            Gate.Stage1 when facts.Stage1 is not null => "Stage 1 has been done.",
            Gate.Stage2 when facts.Stage1 is null => "Stage 1 has not been done.",
            _ => null,
        };
    }

    private static IEnumerable<Finding> FindingsIn(ReadinessDomain domain, Gate gate, ClinicalPicture picture)
    {
        var judge = new Judge(picture, gate);
        return domain switch
        {
            ReadinessDomain.Volume => VolumeDomain.Of(gate, picture, judge),
            ReadinessDomain.Kinetics => KineticsDomain.Of(gate, picture, judge),
            ReadinessDomain.Function => FunctionDomain.Of(gate, picture, judge),
            ReadinessDomain.Patient => PatientDomain.Of(picture, judge),
            _ => throw new ArgumentOutOfRangeException(nameof(domain), domain, "No such domain."),
        };
    }

    private static Overall Combine(ValueList<DomainAssessment> domains) =>
        domains.Any(d => d.Verdict is Verdict.NotMet) ? Overall.NotReady
        : domains.Any(d => d is { Required: true, Verdict: Verdict.Unknown }) ? Overall.InsufficientData
        : domains.Any(d => d.Verdict is Verdict.Caution) ? Overall.Caution
        : Overall.Ready;

    private static string Sentence(Gate gate, Overall overall, ValueList<DomainAssessment> domains)
    {
        var what = gate is Gate.Stage1 ? "a candidate for stage 1" : "ready for stage 2";
        return overall switch
        {
            Overall.Ready => $"By the protocol the patient is {what}.",
            Overall.Caution => $"By the protocol the patient is {what}, with caution: look at {Which(domains, Verdict.Caution)}.",
            Overall.NotReady => $"By the protocol the patient is not {what}, because of {Which(domains, Verdict.NotMet)}.",
            _ => $"Whether the patient is {what} is not known: {Which(domains, Verdict.Unknown)} cannot be judged.",
        };
    }

    private static string Which(ValueList<DomainAssessment> domains, Verdict verdict) => Say.List(
        domains.Where(d => d.Verdict == verdict && (d.Required || verdict is not Verdict.Unknown)).Select(d => d.Domain.ToString().ToLowerInvariant()).ToValueList(), "and");
}

/// <summary>The answer in one domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Verdict">What comes of its findings: not met before unknown, unknown before caution, caution before met.</param>
/// <param name="Required">Whether the question needs an answer in it.</param>
/// <param name="Findings">What it rests on.</param>
public sealed record DomainAssessment(ReadinessDomain Domain, Verdict Verdict, bool Required, ValueList<Finding> Findings)
{
    internal static DomainAssessment Of(ReadinessDomain domain, ValueList<Finding> findings) => new(
        domain,
        findings.Any(f => f.Verdict is Verdict.NotMet) ? Verdict.NotMet
        : findings.Any(f => f is { Required: true, Verdict: Verdict.Unknown }) ? Verdict.Unknown
        : findings.Any(f => f.Verdict is Verdict.Caution) ? Verdict.Caution
        : findings.Any(f => f.Verdict is Verdict.Met) ? Verdict.Met
        : Verdict.Unknown,
        Required: true,
        findings);
}
