namespace Pathway.Domain.Function;

/// <summary>The days after one stage, until the next one.</summary>
/// <param name="On">Date of the stage: day 0.</param>
/// <param name="Until">Last date that counts, itself included; null for no end. A sample from the day of stage 2 still tells of the time after stage 1.</param>
internal sealed record StageWindow(DateOnly On, DateOnly? Until)
{
    internal int DayOf(DateOnly date) => date.DayNumber - On.DayNumber;

    internal bool Holds(DateOnly date) => date >= On && !(date > Until);

    /// <summary>Days from a stage to a date.</summary>
    /// <param name="stage">Date of the stage; null when it was not performed.</param>
    /// <param name="date">The date.</param>
    /// <returns>The days; null before the stage.</returns>
    internal static int? DaysAfter(DateOnly? stage, DateOnly date) => stage <= date ? date.DayNumber - stage.Value.DayNumber : null;
}

/// <summary>Something asked after each stage, and answered when somebody first looks.</summary>
/// <typeparam name="T">The answer, comparable by value.</typeparam>
public sealed record PerStage<T>
    where T : class
{
    private readonly Func<T>? _stage1;
    private readonly Func<T>? _stage2;

    internal PerStage(Func<T>? stage1, Func<T>? stage2) => (_stage1, _stage2) = (stage1, stage2);

    /// <summary>The answer for the time after stage 1; null before it.</summary>
    public T? Stage1 => field ??= _stage1?.Invoke();

    /// <summary>The answer for the time after stage 2; null before it.</summary>
    public T? Stage2 => field ??= _stage2?.Invoke();

    /// <inheritdoc/>
    public bool Equals(PerStage<T>? other) => other is not null && Equals(Stage1, other.Stage1) && Equals(Stage2, other.Stage2);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Stage1, Stage2);
}

/// <summary>Asks something after each stage.</summary>
internal static class PerStage
{
    internal static PerStage<T> Of<T>(PathwayFacts facts, Func<StageWindow, T> ask)
        where T : class
    {
        var stage2On = facts.Stage2?.OccurredOn;
        return new(
            facts.Stage1 is { } stage1 ? () => ask(new(stage1.OccurredOn, stage2On)) : null,
            stage2On is { } on ? () => ask(new(on, Until: null)) : null);
    }
}
