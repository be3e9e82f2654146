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

/// <summary>Something asked after each stage.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Stage1">The answer for the time after stage 1; null before it.</param>
/// <param name="Stage2">The answer for the time after stage 2; null before it.</param>
public sealed record PerStage<T>(T? Stage1, T? Stage2)
    where T : class;

/// <summary>Asks something after each stage.</summary>
internal static class PerStage
{
    internal static PerStage<T> Of<T>(PathwayFacts facts, Func<StageWindow, T> ask)
        where T : class
    {
        var stage2On = facts.Stage2?.OccurredOn;
        return new(
            facts.Stage1 is { } stage1 ? ask(new(stage1.OccurredOn, stage2On)) : null,
            stage2On is { } on ? ask(new(on, Until: null)) : null);
    }
}
