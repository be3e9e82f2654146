using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>Holds the rules of a protocol against one patient, one finding a rule.</summary>
/// <param name="picture">The patient.</param>
/// <param name="gate">The question.</param>
internal sealed class Judge(ClinicalPicture picture, Gate gate)
{
    /// <summary>Limits on measures.</summary>
    /// <param name="rules">The rules.</param>
    /// <returns>The findings of those that are for this patient, each when it is asked for.</returns>
    public IEnumerable<Finding> Of(ValueList<MeasureRule> rules)
    {
        foreach (var rule in rules)
        {
            if (Of(rule) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>A limit on a measure.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The finding; null when the rule is not for this patient.</returns>
    public Finding? Of(MeasureRule rule)
    {
        if (picture.IsFor(rule.AppliesTo, gate) is not { } isFor)
        {
            return Unknown(rule.Limit, rule.Required, () => $"Whether the limit for {MeasureWords.Of(rule.Measure).Name} applies depends on what is not on record yet.");
        }

        return isFor ? Of(rule.Limit, rule.Measure, rule.Required, rule.SavedBy) : null;
    }

    /// <summary>A limit on a measure that is for this patient.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="required">Whether the domain waits for it.</param>
    /// <param name="savedBy">The second limit that must be broken as well; null for none.</param>
    public Finding Of(Limit limit, Measure measure, bool required, SecondLimit? savedBy = null)
    {
        var words = MeasureWords.Of(measure);
        if (picture.Number(measure) is not { } observed)
        {
            return Unknown(limit, required, () => $"{Capital(words.Name)} is not known; {Wording.Asked(limit)} is asked for.");
        }

        var verdict = limit.Judge(observed.Value);
        var (second, secondIds) = verdict is Verdict.Met || savedBy is null ? (new Sentence(""), []) : Second(savedBy, ref verdict);
        var onTheLine = limit.IsOnTheLine(observed.Value);
        return new(
            limit.Id, verdict,
            new(() => $"{Wording.Says(words, observed.Value, limit.Value, limit.Unit)}{Wording.OnTheLine(onTheLine)}; {Wording.Asked(limit)} is asked for.{second}{Wording.Age(observed)}"),
            observed.Value, limit.Value, limit.Unit, onTheLine, required, limit.EvidenceFor(observed.Value), [.. observed.EventIds, .. secondIds]);
    }

    /// <summary>A state that speaks against going on.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The finding; null when the rule is not for this patient.</returns>
    public Finding? Of(ConditionRule rule)
    {
        if (picture.IsFor(rule.AppliesTo, gate) == false)
        {
            return null;
        }

        var state = picture.State(rule.Condition);
        var verdict = state.IsPresent switch { true => rule.IfPresent, false => Verdict.Met, null => Verdict.Unknown };
        return new(rule.Id, verdict, ConditionWords.Of(rule.Condition, state.IsPresent), null, null, null, false, rule.Required, rule.Evidence, state.EventIds);
    }

    /// <summary>A question of volume.</summary>
    /// <param name="question">The question.</param>
    /// <param name="saying">What is said of a value that holds, as the end of a sentence.</param>
    public Finding Of(VolumeQuestion question, string saying = "is asked for")
    {
        var measure = ClinicalPicture.MeasureOf(question.Share);
        var words = MeasureWords.Of(measure);
        var observed = picture.Number(measure);
        var limit = question.For(picture.ParenchymaClass);
        var ruleId = question.RuleIdFor(picture.ParenchymaClass);
        var ids = (ValueList<Guid>)[.. observed?.EventIds ?? [], .. picture.Facts.Parenchyma is [.., var tissue] ? [tissue.EventId] : (Guid[])[]];

        if (limit is null)
        {
            var unanswered = question.Unanswered.FirstOrDefault(u => u.ParenchymaClass == picture.ParenchymaClass);
            var why = unanswered is null ? "what is asked for depends on the liver tissue, which nobody has judged" : "this protocol has no limit for such a liver";
            return new(
                ruleId, Verdict.Unknown,
                new(() => $"{(observed is null ? $"{Capital(words.Name)} is not known" : Wording.Says(words, observed.Value, "%"))}; {why}.{(unanswered is null ? "" : $" {unanswered.Reason}")}"), observed?.Value, null, "%", false, true,
                unanswered is null ? question.Limits is [var any, ..] ? any.Evidence : new("No limit is known") : new(unanswered.Reason), ids);
        }

        if (observed is null)
        {
            return new(ruleId, Verdict.Unknown, new(() => $"{Capital(words.Name)} is not known; {Wording.Asked(limit)} {saying}."), null, limit.Percent, "%", false, true, limit.Evidence, ids);
        }

        var judged = VolumeJudgement.Of(limit, observed.Value, picture);
        var onTheLine = Limit.AreEqual(observed.Value, judged.Percent);
        return new(
            ruleId, judged.Verdict, new(Say),
            observed.Value, judged.Percent, "%", onTheLine, true, judged.Verdict is Verdict.Caution ? limit.Middle?.Evidence ?? limit.Evidence : limit.Evidence, ids);

        string Say()
        {
            var asked = judged.Percent == limit.Percent ? Wording.Asked(limit) : Wording.Asked(judged.By, judged.Percent, "%");
            var lower = limit.WithGoodFunction is { } good
                ? judged.Verdict is Verdict.Unknown
                    ? $" With good function {Wording.Asked(good.Operator, good.Percent, "%")} would do, and whether the liver works that well is not known."
                    : judged.Percent == good.Percent ? " The lower limit holds as the liver works well." : ""
                : "";
            return $"{Wording.Says(words, observed.Value, judged.Percent, "%")}{Wording.OnTheLine(onTheLine)}; {asked} {saying}.{lower}";
        }
    }

    private static Finding Unknown(Limit limit, bool required, Func<string> statement) =>
        new(limit.Id, Verdict.Unknown, new(statement), null, limit.Value, limit.Unit, false, required, limit.Evidence, []);

    private (Sentence Sentence, ValueList<Guid> EventIds) Second(SecondLimit second, ref Verdict verdict)
    {
        var words = MeasureWords.Of(second.Measure);
        if (picture.Number(second.Measure) is not { } observed)
        {
            verdict = Verdict.Unknown;
            return (new(() => $" That is a danger unless {words.Name} is {Asked()}, which is not known."), []);
        }

        var saves = second.Operator.Passes(observed.Value, second.Value);
        verdict = saves ? Verdict.Caution : verdict;
        return (
            new(() => $" {Wording.Says(words, observed.Value, second.Value, words.Unit)}; {Asked()} {(saves ? "makes up for that in part" : "would have made up for that")}."),
            observed.EventIds);

        string Asked() => Wording.Asked(second.Operator, second.Value, words.Unit);
    }

    internal static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
