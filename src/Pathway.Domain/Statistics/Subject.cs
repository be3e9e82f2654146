namespace Pathway.Domain.Statistics;

/// <summary>One subject of a time-to-event analysis: under observation after <see cref="EntryDays"/> up to and including <see cref="ExitDays"/>.</summary>
/// <remarks>
/// Who enters at a time is at risk just after it; who enters at 0, where time begins, is at risk at 0 as well. Events come before censoring at the same
/// time. Times are equal when they are the same number: what was measured to the day is to be given in whole days.
/// </remarks>
public readonly record struct Subject
{
    /// <summary>Outcome of a subject that was still without an event when observation ended.</summary>
    public const int Censored = 0;

    /// <summary>One subject.</summary>
    /// <param name="entryDays">Days from time zero to the beginning of observation; 0 unless entry was delayed (left truncation).</param>
    /// <param name="exitDays">Days from time zero to the event or the end of observation; later than a delayed entry.</param>
    /// <param name="outcome">0 censored, 1 the event; with competing events 1, 2, … the one that came first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or not finite, exit is not after a delayed entry, or the outcome is negative.</exception>
    public Subject(double entryDays, double exitDays, int outcome)
    {
        // Written so that not-a-number is refused too.
        if (!(entryDays >= 0 && double.IsFinite(entryDays)))
        {
            throw new ArgumentOutOfRangeException(nameof(entryDays), entryDays, "Entry is a finite number of days, 0 or more.");
        }

        if (!(double.IsFinite(exitDays) && (exitDays > entryDays || (exitDays == 0 && entryDays == 0))))
        {
            throw new ArgumentOutOfRangeException(nameof(exitDays), exitDays, $"Exit is a finite number of days after an entry at {entryDays}, or 0 when both are.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(outcome);
        (EntryDays, ExitDays, Outcome) = (entryDays, exitDays, outcome);
    }

    /// <summary>One subject that was observed from time zero.</summary>
    /// <param name="exitDays">Days from time zero to the event or the end of observation, 0 or more.</param>
    /// <param name="outcome">0 censored, 1 the event; with competing events 1, 2, … the one that came first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or not finite, or the outcome is negative.</exception>
    public Subject(double exitDays, int outcome)
        : this(0, exitDays, outcome)
    {
    }

    /// <summary>Days from time zero to the beginning of observation; 0 unless entry was delayed.</summary>
    public double EntryDays { get; }

    /// <summary>Days from time zero to the event or the end of observation.</summary>
    public double ExitDays { get; }

    /// <summary>0 censored, otherwise the code of the event.</summary>
    public int Outcome { get; }
}

/// <summary>One subject of a comparison.</summary>
/// <param name="Subject">When it was observed, and what became of it.</param>
/// <param name="Group">The group compared, from 0.</param>
/// <param name="Stratum">Groups are compared within each stratum; any number.</param>
public readonly record struct GroupedSubject(Subject Subject, int Group, int Stratum = 0);
