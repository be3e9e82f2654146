namespace Pathway.Domain.Protocols;

/// <summary>What a protocol asks of the remnant's volume. Its three questions are asked apart: sources that agree on one differ on another.</summary>
/// <param name="PveIndicated">Up to which remnant is it to be made to grow before a resection? A value that holds says yes.</param>
/// <param name="OneStageAdequate">From which remnant on can be resected at once?</param>
/// <param name="Stage2">From which remnant on can stage 2 be done?</param>
/// <param name="Limits">Limits beside those, the age of the imaging among them.</param>
public sealed record VolumeRules(
    VolumeQuestion PveIndicated, VolumeQuestion OneStageAdequate, VolumeQuestion Stage2, [Items(20)] ValueList<MeasureRule> Limits);

/// <summary>One question about the remnant's volume. Each class of liver tissue has a limit, or the reason why it has none.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Share">The denominator that the limits are percentages of.</param>
/// <param name="Limits">The limits.</param>
/// <param name="Unanswered">The classes that the protocol has no answer for: what is asked about them is unknown.</param>
public sealed record VolumeQuestion(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    RemnantShareKind Share,
    [Items(3, Fewest = 0)] ValueList<ClassLimit> Limits,
    [Items(3, Fewest = 0)] ValueList<UnansweredClass> Unanswered)
{
    /// <summary>The limit for a class.</summary>
    /// <param name="parenchyma">Class of the tissue; null when nobody judged it.</param>
    /// <returns>The limit; null when the class is not known or not answered for.</returns>
    public ClassLimit? For(ParenchymaClass? parenchyma) => parenchyma is { } c ? Limits.FirstOrDefault(l => l.ParenchymaClass == c) : null;

    /// <summary>The name under which what is asked of a class is found among the rules.</summary>
    /// <param name="parenchyma">Class of the tissue; null when nobody judged it.</param>
    /// <returns>The question's own name and the class; the question's own while the class is not known.</returns>
    public string RuleIdFor(ParenchymaClass? parenchyma) => parenchyma is { } c ? $"{Id}.{c.ToString().ToLowerInvariant()}" : Id;
}

/// <summary>A class of liver tissue that a protocol gives no limit for.</summary>
/// <param name="ParenchymaClass">The class.</param>
/// <param name="Reason">Why, as one sentence.</param>
public sealed record UnansweredClass(ParenchymaClass ParenchymaClass, [Text(1000)] string Reason);

/// <summary>A limit for one class of liver tissue.</summary>
/// <param name="ParenchymaClass">The class.</param>
/// <param name="Operator">How the value is held against the limit; it stays as the source words it.</param>
/// <param name="Percent">The limit, %.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="Middle">A weaker limit: a value that breaks the limit and keeps this one is caution. Null when the source knows no middle.</param>
/// <param name="WithGoodFunction">A lower limit for a liver that works well; null when the source makes no such difference.</param>
public sealed record ClassLimit(
    ParenchymaClass ParenchymaClass,
    LimitOperator Operator,
    [Between(0, 100, Unit = "%")] double Percent,
    Evidence Evidence,
    MiddleLimit? Middle = null,
    GoodFunctionLimit? WithGoodFunction = null);

/// <summary>A lower limit of volume that holds only where the liver works well.</summary>
/// <param name="Operator">How the value is held against the limit.</param>
/// <param name="Percent">The lower limit, %.</param>
/// <param name="ChildPugh">What is asked of the Child-Pugh score.</param>
/// <param name="IcgR15">What is asked of the indocyanine green retention at 15 minutes.</param>
public sealed record GoodFunctionLimit(LimitOperator Operator, [Between(0, 100, Unit = "%")] double Percent, Limit ChildPugh, Limit IcgR15);

/// <summary>A limit on one measure.</summary>
/// <param name="Measure">What is looked at.</param>
/// <param name="Limit">The limit, in the measure's own unit.</param>
/// <param name="AppliesTo">Whom it is for; null for everybody.</param>
/// <param name="Required">Whether its domain stays unknown while the measure is; a rule that is not required can warn and stop, and is not waited for.</param>
/// <param name="SavedBy">
/// A second limit, for a source that sees the danger only where both are broken: what breaks the limit is caution where this one holds, and
/// unknown while that cannot be told. Null for a limit that stands alone.
/// </param>
public sealed record MeasureRule(Measure Measure, Limit Limit, AppliesTo? AppliesTo = null, bool Required = true, SecondLimit? SavedBy = null);

/// <summary>The second of two limits that must both be broken.</summary>
/// <param name="Measure">What is looked at.</param>
/// <param name="Operator">How it is held against the value.</param>
/// <param name="Value">The value, in the measure's own unit.</param>
public sealed record SecondLimit(Measure Measure, LimitOperator Operator, [Between(0, 100_000)] double Value);
