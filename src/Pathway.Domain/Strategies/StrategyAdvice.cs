using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Strategies;

/// <summary>What a protocol says of one way for one patient. Advice, not a choice: that is the board's.</summary>
/// <param name="Option">The way.</param>
/// <param name="Verdict">What comes of the findings.</param>
/// <param name="Statement">The same as a sentence.</param>
/// <param name="Findings">What speaks for it, against it, and for a second look.</param>
public sealed record StrategyAdvice(StrategyOption Option, StrategyVerdict Verdict, string Statement, ValueList<StrategyFinding> Findings)
{
    /// <summary>Advises on every way, in the order in which they are listed.</summary>
    /// <param name="picture">The patient on a date, under a protocol.</param>
    public static ValueList<StrategyAdvice> All(ClinicalPicture picture) => Enum.GetValues<StrategyOption>().Select(o => Of(o, picture)).ToValueList();

    /// <summary>Derives the picture and advises on every way.</summary>
    /// <param name="facts">What had happened by the date; the pathway has been opened.</param>
    /// <param name="protocol">The rules to judge by.</param>
    /// <param name="asOf">The date to describe.</param>
    public static ValueList<StrategyAdvice> All(PathwayFacts facts, Protocol protocol, DateOnly asOf) => All(ClinicalPicture.Of(facts, protocol, asOf));

    private static StrategyAdvice Of(StrategyOption option, ClinicalPicture picture)
    {
        if (WhyTooLate(option, picture) is { } reason)
        {
            return new(option, StrategyVerdict.NotApplicable, reason, []);
        }

        var findings = picture.Protocol.Strategies.Where(r => r.Options.Contains(option)).Select(r => StrategyFinding.Of(r, picture)).OfType<StrategyFinding>().ToValueList();
        var verdict = Combine(findings);
        return new(option, verdict, Sentence(verdict, findings), findings);
    }

    // What a remnant is large enough for differs before and after stage 1, so advice on how to begin would contradict readiness for stage 2. On the
    // day of a stage it is as before it.
    private static string? WhyTooLate(StrategyOption option, ClinicalPicture picture) => option switch
    {
        StrategyOption.Transplantation or StrategyOption.SystemicTherapyOnly => null,
        _ when picture.Facts.Stage2?.OccurredOn < picture.AsOf => "Stage 2 has been done.",
        StrategyOption.RescueAlpps or StrategyOption.RescueHepaticVeinEmbolization or StrategyOption.LiverFirst => null,
        _ when picture.Facts.Stage1?.OccurredOn < picture.AsOf => "Stage 1 has been done.",
        _ => null,
    };

    private static StrategyVerdict Combine(ValueList<StrategyFinding> findings)
    {
        var indications = findings.Where(f => f.Effect is StrategyEffect.Indicates).ToList();
        return findings.Any(f => f is { Effect: StrategyEffect.Requires, Holds: false }) ? StrategyVerdict.NotApplicable
            : findings.Any(f => f is { Effect: StrategyEffect.Contraindicates, Holds: true }) ? StrategyVerdict.Contraindicated
            : indications.Count > 0 && indications.TrueForAll(f => f.Holds == true)
                && !findings.Any(f => f is { Effect: StrategyEffect.Contraindicates or StrategyEffect.Requires, Required: true, Holds: null })
                ? StrategyVerdict.Indicated
            : StrategyVerdict.Possible;
    }

    private static string Sentence(StrategyVerdict verdict, ValueList<StrategyFinding> findings) => verdict switch
    {
        StrategyVerdict.Indicated => "Everything that this way is there for holds, and nothing rules it out.",
        StrategyVerdict.Contraindicated => string.Join(' ', findings.Where(f => f is { Effect: StrategyEffect.Contraindicates, Holds: true }).Select(f => f.Statement)),
        StrategyVerdict.NotApplicable => string.Join(' ', findings.Where(f => f is { Effect: StrategyEffect.Requires, Holds: false }).Select(f => f.Statement)),
        _ => findings.Any(f => f is { Effect: not StrategyEffect.Cautions, Required: true, Holds: null })
            ? "Nothing rules it out; what is not known yet stands in the way of more."
            : "Nothing rules it out, and not everything that it is there for holds.",
    };
}

/// <summary>What a protocol says of a way.</summary>
public enum StrategyVerdict
{
    /// <summary>Everything that it is there for holds, and nothing rules it out.</summary>
    Indicated,

    /// <summary>Nothing rules it out as far as is known.</summary>
    Possible,

    /// <summary>Something rules it out.</summary>
    Contraindicated,

    /// <summary>It does not come into question for this patient.</summary>
    NotApplicable,
}

/// <summary>One rule about a way held to one patient.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Effect">What it says where it holds.</param>
/// <param name="Holds">Whether it holds; null when that cannot be known. A remark always holds.</param>
/// <param name="Required">Whether the way can be called indicated only once this is known.</param>
/// <param name="Statement">What was found, as a sentence to read aloud.</param>
/// <param name="Observed">The value, unrounded; null when it is not known or the rule looks at no number.</param>
/// <param name="Threshold">The value of the rule; null when it looks at no number.</param>
/// <param name="Unit">UCUM code of the unit of both; null when the rule looks at no number.</param>
/// <param name="IsOnTheLine">Whether the value is the rule's own, within 1e-9.</param>
/// <param name="Evidence">Where the rule comes from.</param>
/// <param name="EventIds">The entries that it rests on.</param>
public sealed record StrategyFinding(
    string RuleId, StrategyEffect Effect, bool? Holds, bool Required, string Statement, double? Observed, double? Threshold, string? Unit, bool IsOnTheLine,
    Evidence Evidence, ValueList<Guid> EventIds)
{
    internal static StrategyFinding? Of(StrategyRule rule, ClinicalPicture picture)
    {
        if (picture.IsFor(rule.AppliesTo, gate: null) is not { } isFor)
        {
            return new(rule.Id, rule.Effect, null, rule.Required, "Whether this applies depends on what is not on record yet.", null, rule.Measured?.Value, null, false, rule.Evidence, []);
        }

        return !isFor ? null
            : rule.Measured is { } measured ? Of(rule, measured, picture)
            : rule.Condition is { } condition ? Of(rule, condition, picture)
            : new(rule.Id, rule.Effect, true, rule.Required, rule.Remark!, null, null, null, false, rule.Evidence, []);
    }

    private static StrategyFinding Of(StrategyRule rule, Condition condition, ClinicalPicture picture)
    {
        var state = picture.State(condition);
        return new(rule.Id, rule.Effect, state.IsPresent, rule.Required, ConditionWords.Of(condition, state.IsPresent), null, null, null, false, rule.Evidence, state.EventIds);
    }

    private static StrategyFinding Of(StrategyRule rule, MeasuredPremise premise, ClinicalPicture picture)
    {
        var words = MeasureWords.Of(premise.Measure);
        var asked = $"{Wording.Asked(premise.Operator, premise.Value, words.Unit)} {Speaks(rule.Effect)}";
        if (picture.Number(premise.Measure) is not { } observed)
        {
            return new(rule.Id, rule.Effect, null, rule.Required, $"{Judge.Capital(words.Name)} is not known; {asked}.", null, premise.Value, words.Unit, false, rule.Evidence, []);
        }

        var onTheLine = Limit.AreEqual(observed.Value, premise.Value);
        return new(
            rule.Id, rule.Effect, premise.Operator.Passes(observed.Value, premise.Value), rule.Required,
            $"{Wording.Says(words, observed.Value, premise.Value, words.Unit)}{Wording.OnTheLine(onTheLine)}; {asked}.{Wording.Age(observed)}",
            observed.Value, premise.Value, words.Unit, onTheLine, rule.Evidence, observed.EventIds);
    }

    private static string Speaks(StrategyEffect effect) => effect switch
    {
        StrategyEffect.Indicates => "speaks for it",
        StrategyEffect.Requires => "is needed",
        StrategyEffect.Contraindicates => "rules it out",
        _ => "calls for a second look",
    };
}
