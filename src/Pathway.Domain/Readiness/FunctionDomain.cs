using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>
/// How well the liver works. Before stage 2 only a test of the remnant itself, made since the inducing procedure, can say that it works well
/// enough: portal flow is redistributed, and a test of the whole liver cannot tell gain in the remnant from loss in the rest.
/// Before stage 1 a remnant that does too little speaks against nothing: it is to grow.
/// </summary>
internal static class FunctionDomain
{
    /// <summary>The rule that a test has to tell how the liver works; where it stands, none does.</summary>
    internal const string RemnantRule = "function.remnant";

    /// <summary>The rule that a test without a limit tells nothing.</summary>
    internal const string NoLimitRule = "function.testWithoutLimit";

    /// <summary>What such a test is judged by.</summary>
    internal static readonly Evidence NoLimitEvidence = new("No accepted limit is known to the protocol");

    internal static IEnumerable<Finding> Of(Gate gate, ClinicalPicture picture, Judge judge)
    {
        var warns = gate is Gate.Stage1 || picture.Protocol.Readiness.GlobalTestsWarnAtStage2.On;
        var tests = picture.Function.Current
            .Where(t => t.Scope is TestScope.Remnant ? gate is Gate.Stage1 || !(t.OccurredOn <= picture.InducedOn) : warns)
            .Select(t => (Clears: gate is Gate.Stage1 || t.Scope is TestScope.Remnant, Finding: Of(t, gate, picture)))
            .ToList();

        if (!tests.Exists(t => t.Clears && t.Finding.Verdict is not Verdict.Unknown))
        {
            yield return Missing(gate, picture);
        }

        foreach (var (_, finding) in tests)
        {
            yield return finding;
        }

        if (warns && gate is Gate.Stage2) // Before stage 1 the remnant is too small: that is why it is to grow.
        {
            yield return judge.Of(picture.Protocol.Function.PredictedIcgRate, Measure.PredictedIcgRatePerMin, required: false);
        }

        foreach (var finding in judge.Of(picture.Protocol.Function.Limits ?? []))
        {
            yield return finding;
        }
    }

    private static Finding Of(FunctionTestResult test, Gate gate, ClinicalPicture picture)
    {
        var isIcg = test.Test is FunctionTest.IcgR15;
        var limit = isIcg && gate is Gate.Stage1 ? picture.Protocol.Function.IcgR15BeforeStage1 : test.Limit;
        ValueList<Guid> ids = [test.EventId];
        if (limit is null)
        {
            return new(
                NoLimitRule, Verdict.Unknown,
                new(() => $"{Shows()} {Wording.WithUnit(Wording.Rounded(test.Value, 2), test.Unit)}; this protocol has no limit for it."),
                test.Value, null, test.Unit, false, false, NoLimitEvidence, ids);
        }

        if (test.In(limit.Unit) is not { } value)
        {
            return new(
                limit.Id, Verdict.Unknown,
                new(() => $"{Shows()} {Wording.WithUnit(Wording.Rounded(test.Value, 2), test.Unit)}; {Wording.Asked(limit)} is asked for, and without height and weight the one cannot be held against the other."),
                null, limit.Value, limit.Unit, false, false, limit.Evidence, ids);
        }

        var onTheLine = limit.IsOnTheLine(value);
        var isToGrow = gate is Gate.Stage1 && test.Scope is TestScope.Remnant && !limit.Holds(value);
        return new(
            limit.Id, isToGrow ? Verdict.Unknown : limit.Judge(value),
            new(() => $"{Shows()} {Wording.WithUnit(Wording.Shown(value, limit.Value, 2), limit.Unit)}{Wording.OnTheLine(onTheLine)}; {Wording.Asked(limit)} is asked for"
                + (isToGrow ? " before stage 2. That the remnant does less before stage 1 speaks against nothing: it is to grow." : ".")),
            value, limit.Value, limit.Unit, onTheLine, false, limit.EvidenceFor(value), ids);

        string Shows() => $"{Wording.TestName(test.Test, test.Scope)} shows";
    }

    private static Finding Missing(Gate gate, ClinicalPicture picture) => new(
        RemnantRule, Verdict.Unknown,
        gate is Gate.Stage1 ? "No test on record tells whether the liver as a whole works well enough." : "No test of the remnant's own function since the inducing procedure that could be judged is on record.",
        null, null, null, false, true, picture.Protocol.Readiness.Domains.Single(d => d.Gate == gate).Evidence, []);
}
