using System.Text;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>One rule of a protocol in words.</summary>
/// <param name="Section">The part of the protocol that it belongs to.</param>
/// <param name="Id">Its name; for a limit of volume, that of the question and the class.</param>
/// <param name="Words">What it says.</param>
/// <param name="Evidence">Where it comes from.</param>
public sealed record RuleInWords(string Section, string Id, string Words, Evidence Evidence);

/// <summary>Writes protocols for people to read: every rule with its source, its weight and its conflict.</summary>
public static class RuleBook
{
    /// <summary>Every rule of a protocol, in the order of the document.</summary>
    /// <param name="protocol">The protocol.</param>
    public static IEnumerable<RuleInWords> Of(Protocol protocol) =>
    [
        new("Formulas", "formulas.bodySurface", protocol.Formulas.BodySurface is BodySurfaceFormula.DuBois
            ? "Body surface by 0.007184 × cm^0.725 × kg^0.425 m²." : "Body surface by √(cm × kg / 3600) m².", protocol.Formulas.BodySurfaceEvidence),
        new("Formulas", "formulas.standardLiverVolume", LineWords(protocol.Formulas.StandardLiverVolume), protocol.Formulas.StandardLiverVolumeEvidence),
        .. Question(protocol.Volume.PveIndicated, "To be made to grow before a resection"),
        .. Question(protocol.Volume.OneStageAdequate, "Enough for a resection at once"),
        .. Question(protocol.Volume.Stage2, "Enough for stage 2"),
        .. protocol.Volume.Limits.Select(r => Measured("Volume", r)),
        .. protocol.Kinetics.Select(r => Measured("Kinetics", r)),
        .. protocol.Function.Tests.Select(t => new RuleInWords(
            "Function", t.Limit.Id,
            $"{Wording.TestName(t.Test, t.Scope)}: {LimitWords(t.Limit)}{For(new(null, t.Techniques, t.Tumors, t.ParenchymaClasses))}.", t.Limit.Evidence)),
        new("Function", FunctionDomain.NoLimitRule, "A test that the protocol has no limit for tells nothing.", FunctionDomain.NoLimitEvidence),
        new("Function", FunctionDomain.RemnantRule, "Before stage 1 a test of the liver, before stage 2 one of the remnant since the latest inducing procedure tells whether it works well enough.",
            protocol.Readiness.Domains.Single(d => d.Gate is Gate.Stage2).Evidence),
        .. (protocol.Function.Limits ?? []).Select(r => Measured("Function", r)),
        Limited("Function", protocol.Function.IcgR15BeforeStage1, "Indocyanine green retention at 15 minutes, before stage 1"),
        Limited("Function", protocol.Function.PredictedIcgRate, $"Indocyanine green rate foretold for the remnant, by its share of the {ShareWords(protocol.Function.PredictedIcgShare)}"),
        Limited("Function", protocol.Function.BileLeak.DrainToSerum, $"Bile leak by the fluid of a drain, on or after day {protocol.Function.BileLeak.FromDay}: bilirubin as a multiple of that in the blood"),
        .. protocol.Function.HemoglobinFall is { } fall ? [Limited("Function", fall, "Hemorrhage: fall of hemoglobin from the first value after the day of a stage")] : (RuleInWords[])[],
        new("Function", "function.liverFailure", $"Liver failure: INR and bilirubin both above the laboratory's limits on or after day {protocol.Function.LiverFailure.FromDay}.", protocol.Function.LiverFailure.Evidence),
        Limited("Function", protocol.Function.FiftyFifty.Prothrombin, $"50-50 criteria on day {protocol.Function.FiftyFifty.OnDay}: prothrombin activity"),
        Limited("Function", protocol.Function.FiftyFifty.Bilirubin, $"50-50 criteria on day {protocol.Function.FiftyFifty.OnDay}: bilirubin"),
        Limited("Function", protocol.Function.PeakBilirubin, "Peak bilirubin that foretells death"),
        Decided("Function", protocol.Readiness.GlobalTestsWarnAtStage2, "A test of the whole liver can stop stage 2; it never clears it."),
        .. protocol.Scores.AsRules().Select(r => Measured("Scores", r)),
        .. protocol.Patient.Conditions.Select(c => new RuleInWords(
            "Patient", c.Id, $"{Judge.Capital(VerdictWords(c.IfPresent))} when: {ConditionWords.Of(c.Condition, true).TrimEnd('.')}{For(c.AppliesTo)}{Waited(c.Required)}.", c.Evidence)),
        .. protocol.Patient.Limits.Select(r => Measured("Patient", r)),
        new("Patient", protocol.Patient.UnresolvedComplication.Id,
            $"A complication that lasts: caution from grade {protocol.Patient.UnresolvedComplication.CautionFrom} on, not met from {protocol.Patient.UnresolvedComplication.NotMetFrom} on.",
            protocol.Patient.UnresolvedComplication.Evidence),
        .. protocol.Readiness.Domains.Select(d => new RuleInWords(
            "Readiness", $"readiness.{Camel(d.Gate)}", $"Needs an answer in {Say.List(d.Required.Select(r => Camel(r)).ToValueList(), "and")}.", d.Evidence)),
        .. protocol.Readiness.WhenNotGrowing.Select(l => new RuleInWords(
            "When the remnant does not grow, look for", l.Id, $"{CauseWords(l.Cause)}{(l.AtMostPercent is { } p ? $" ({p} % of the standard liver volume or less)" : "")}.", l.Evidence)),
        .. protocol.Strategies.Select(s => new RuleInWords("Ways", s.Id, StrategyWords(s), s.Evidence)),
        .. protocol.Schedule.Select(s => new RuleInWords("Schedule", s.Id, ScheduleWords(s), s.Evidence)),
        .. protocol.CourseRules.Select(c => new RuleInWords(
            "Course", c.Id, $"{Words(Camel(c.Check))}{(c.Asked is { } a ? $": {Wording.Asked(a.Operator, a.Value, a.Unit)}" : "")}{(c.EarliestDay is { } from ? $", from day {from}" : "")}{(c.RepeatUntilDay is { } until ? $", again until day {until}" : "")}{For(c.AppliesTo)}.", c.Evidence)),
    ];

    /// <summary>Writes the protocols as one Markdown document: the first in full, of the others what differs from it.</summary>
    /// <param name="first">The protocol to write in full.</param>
    /// <param name="others">The others.</param>
    public static string ToMarkdown(Protocol first, IEnumerable<Protocol> others)
    {
        var rules = Of(first).ToList();
        var text = new StringBuilder()
            .Append("# Rules\n\n")
            .Append("Made from the protocol documents by a test, which fails when this page is stale. A center chooses a protocol, or publishes its own.\n")
            .Append("Operators are as the source words them; a value within 1e-9 of a limit counts as equal to it, and the finding says that it is on the line.\n\n")
            .Append($"## {first.Title} ({first.Id}, version {first.Version})\n\n{first.Description}\n");
        foreach (var section in rules.GroupBy(r => r.Section, StringComparer.Ordinal))
        {
            text.Append($"\n### {section.Key}\n\n");
            Table(text, section);
        }

        foreach (var other in others)
        {
            var differing = Of(other).Except(rules).ToList();
            var gone = rules.Select(r => r.Id).Except(Of(other).Select(r => r.Id), StringComparer.Ordinal).ToList();
            text.Append($"\n## {other.Title} ({other.Id}, version {other.Version})\n\n{other.Description}\n\nWhat differs:\n\n");
            Table(text, differing);
            if (gone.Count > 0)
            {
                text.Append($"\nWithout {Say.List(gone.ConvertAll(g => $"`{g}`"), "and")}.\n");
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, IEnumerable<RuleInWords> rules)
    {
        text.Append("| Rule | Says | Source | Level | Strength | Conflict |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var rule in rules)
        {
            var e = rule.Evidence;
            text.Append($"| `{rule.Id}` | {Cell(rule.Words)} | {Cell(e.Source)} | {Cell(e.Level)} | {Cell(e.Strength)} | {Cell(e.Conflict)} |\n");
        }
    }

    private static string Cell(string? words) => words?.Replace("|", "\\|", StringComparison.Ordinal) ?? "";

    private static IEnumerable<RuleInWords> Question(VolumeQuestion question, string what) =>
    [
        question.Limits is [var any, ..]
            ? new("Volume", question.Id, $"{what}: depends on the class of liver tissue, and is unknown while nobody has judged it.", new(any.Evidence.Source))
            : new("Volume", question.Id, $"{what}: not answered.", new("No limit is known")),
        .. question.Limits.Select(l => new RuleInWords(
            "Volume", question.RuleIdFor(l.ParenchymaClass),
            $"{what}, {Camel(l.ParenchymaClass)} liver: {Wording.Asked(l)} of the {ShareWords(question.Share)}{GoodFunction(l.WithGoodFunction)}.", l.Evidence)),
        .. question.Limits.Select(l => l.WithGoodFunction).OfType<GoodFunctionLimit>().SelectMany(g => new[]
        {
            Limited("Volume", g.ChildPugh, $"{what}, as good function: Child-Pugh score"),
            Limited("Volume", g.IcgR15, $"{what}, as good function: indocyanine green retention at 15 minutes"),
        }),
        .. question.Unanswered.Select(u => new RuleInWords(
            "Volume", question.RuleIdFor(u.ParenchymaClass), $"{what}, {Camel(u.ParenchymaClass)} liver: not answered.", new(u.Reason))),
    ];

    private static string GoodFunction(GoodFunctionLimit? lower) => lower is null ? ""
        : $"; {Wording.Asked(lower.Operator, lower.Percent, "%")} with a Child-Pugh score of {Wording.Asked(lower.ChildPugh)} and an indocyanine green retention of {Wording.Asked(lower.IcgR15)}";

    private static RuleInWords Measured(string section, MeasureRule rule) => new(
        section, rule.Limit.Id,
        $"{Judge.Capital(MeasureWords.Of(rule.Measure).Name)}: {LimitWords(rule.Limit)}{(rule.SavedBy is { } s ? $"; caution where {MeasureWords.Of(s.Measure).Name} is {Wording.Asked(s.Operator, s.Value, MeasureWords.Of(s.Measure).Unit)}" : "")}{For(rule.AppliesTo)}{Waited(rule.Required)}.",
        rule.Limit.Evidence);

    private static RuleInWords Limited(string section, Limit limit, string what) => new(section, limit.Id, $"{what}: {LimitWords(limit)}.", limit.Evidence);

    private static RuleInWords Decided(string section, Switch choice, string what) => new(section, choice.Id, $"{what} {(choice.On ? "On" : "Off")}.", choice.Evidence);

    private static string LimitWords(Limit limit) => Wording.Asked(limit) + (limit.IfBroken is Verdict.NotMet ? "" : $", else {VerdictWords(limit.IfBroken)}");

    private static string StrategyWords(StrategyRule rule)
    {
        var premise = rule.Remark
            ?? (rule.Condition is { } c ? ConditionWords.Of(c, true)
                : $"{Judge.Capital(MeasureWords.Of(rule.Measured!.Measure).Name)}: {Wording.Asked(rule.Measured.Operator, rule.Measured.Value, MeasureWords.Of(rule.Measured.Measure).Unit)}.");
        var effect = rule.Effect switch
        {
            StrategyEffect.Indicates => "speaks for",
            StrategyEffect.Requires => "is needed for",
            StrategyEffect.Contraindicates => "rules out",
            _ => "is to be noted with",
        };
        return $"{premise} This {effect} {Say.List(rule.Options.Select(o => Words(Camel(o)).ToLowerInvariant()).ToValueList(), "and")}{For(rule.AppliesTo)}.";
    }

    private static string ScheduleWords(ScheduleRule rule) =>
        $"{Words(Camel(rule.Task))}: due on day {rule.DueDay} after {Words(Camel(rule.After)).ToLowerInvariant()}"
        + (rule.EarliestDay is { } earliest ? $", from day {earliest}" : "")
        + (rule.LatestDay is { } latest ? $", overdue after day {latest}" : "")
        + (rule.RepeatUntilDay is { } until ? $", again until day {until}" : "")
        + (rule.WhileNotReady ? ", while the remnant is too small" : "")
        + $"{For(new(null, rule.Techniques))}.";

    private static string For(AppliesTo? appliesTo)
    {
        if (appliesTo is null)
        {
            return "";
        }

        string[] parts =
        [
            .. appliesTo.Gates is { } g ? [Names("gate", g)] : (string[])[],
            .. appliesTo.Techniques is { } t ? [Names("technique", t)] : (string[])[],
            .. appliesTo.Tumors is { } u ? [Names("tumor", u)] : (string[])[],
            .. appliesTo.ParenchymaClasses is { } c ? [Names("liver", c)] : (string[])[],
            .. appliesTo.Distributions is { } d ? [Names("distribution", d)] : (string[])[],
        ];
        return parts.Length == 0 ? "" : $" ({string.Join("; ", parts)})";
    }

    private static string Names<T>(string what, ValueList<T> values)
        where T : struct, Enum => $"{what}: {string.Join(", ", values.Select(v => Camel(v)))}";

    private static string Waited(bool required) => required ? "" : "; not waited for";

    private static string LineWords(LiverVolumeLine line) =>
        $"Standard liver volume by {line.SlopeMlPerM2} × body surface {(line.InterceptMl < 0 ? "−" : "+")} {Math.Abs(line.InterceptMl)} mL.";

    private static string ShareWords(RemnantShareKind share) => share is RemnantShareKind.Sflr ? "standard liver volume" : "measured liver without tumor";

    private static string VerdictWords(Verdict verdict) => verdict switch { Verdict.Caution => "caution", Verdict.Unknown => "unknown", Verdict.Met => "met", _ => "not met" };

    private static string CauseWords(PoorGrowthCause cause) => Words(Camel(cause));

    private static string Camel<T>(T value)
        where T : struct, Enum => DocumentShape.ChoicesOf(typeof(T)).First(c => c.Value.Equals(value)).Name;

    /// <summary>A name in camel case as words: "firstVolumetry" is "First volumetry".</summary>
    private static string Words(string camel)
    {
        var words = new StringBuilder();
        foreach (var letter in camel)
        {
            _ = char.IsUpper(letter) ? words.Append(' ').Append(char.ToLowerInvariant(letter)) : words.Append(letter);
        }

        return Judge.Capital(words.ToString());
    }
}
