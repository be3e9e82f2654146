namespace Pathway.Domain.Statistics;

/// <summary>Walks subjects through time: a stop at every time at which somebody leaves. The one place where the rules on equal times are kept.</summary>
internal ref struct Timeline
{
    // A hundred years.
    private const int MostDays = 36_525;

    private readonly ReadOnlySpan<Subject> _subjects;
    private readonly int[] _byEntry;
    private readonly int[] _byExit;
    private int _leavingFrom;

    /// <summary>Stands before the first stop.</summary>
    /// <param name="subjects">The subjects, in any order.</param>
    /// <param name="outcomes">The highest outcome that exists.</param>
    /// <exception cref="ArgumentOutOfRangeException">A subject has an outcome above it.</exception>
    public Timeline(ReadOnlySpan<Subject> subjects, int outcomes)
    {
        _subjects = subjects;
        var entries = new double[subjects.Length];
        var exits = new double[subjects.Length];
        for (var i = 0; i < subjects.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(subjects[i].Outcome, outcomes, nameof(subjects));
            (entries[i], exits[i]) = (subjects[i].EntryDays, subjects[i].ExitDays);
        }

        _byEntry = Order(entries);
        _byExit = Order(exits);
    }

    /// <summary>The time of this stop, days.</summary>
    public double TimeDays { get; private set; }

    /// <summary>How many are at risk at this stop, those who leave at it among them.</summary>
    public int AtRisk { get; private set; }

    /// <summary>Indices of those who came under observation since the stop before.</summary>
    public ReadOnlySpan<int> Entering { get; private set; }

    /// <summary>Indices of those who leave at this stop.</summary>
    public ReadOnlySpan<int> Leaving { get; private set; }

    /// <summary>Goes to the next stop.</summary>
    /// <returns>False when all have left.</returns>
    public bool MoveNext()
    {
        var from = _leavingFrom + Leaving.Length;
        if (from == _byExit.Length)
        {
            return false;
        }

        TimeDays = _subjects[_byExit[from]].ExitDays;
        var entered = from + AtRisk - Leaving.Length;
        var enteredNow = entered;
        while (enteredNow < _byEntry.Length && _subjects[_byEntry[enteredNow]].EntryDays is var entry && (entry == 0 || entry < TimeDays))
        {
            enteredNow++;
        }

        var to = from + 1;
        while (to < _byExit.Length && _subjects[_byExit[to]].ExitDays == TimeDays)
        {
            to++;
        }

        AtRisk = enteredNow - from;
        Entering = _byEntry.AsSpan(entered..enteredNow);
        Leaving = _byExit.AsSpan(from..to);
        _leavingFrom = from;
        return true;
    }

    /// <summary>Counts those who leave at this stop with an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public readonly int LeavingWith(int outcome)
    {
        var count = 0;
        foreach (var i in Leaving)
        {
            count += _subjects[i].Outcome == outcome ? 1 : 0;
        }

        return count;
    }

    /// <summary>Goes back before the first stop.</summary>
    public void Restart()
    {
        (TimeDays, AtRisk, _leavingFrom) = (0, 0, 0);
        Entering = [];
        Leaving = [];
    }

    private static int[] Order(double[] timesDays)
    {
        var order = new int[timesDays.Length];
        if (Array.TrueForAll(timesDays, t => t < MostDays && t == (int)t))
        {
            Count(timesDays, order);
            return order;
        }

        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(timesDays, order);
        return order;
    }

    /// <summary>Puts whole days in order by counting: each time is looked at twice, where comparing would look at it again and again.</summary>
    private static void Count(double[] timesDays, int[] order)
    {
        var places = new int[timesDays.Length == 0 ? 1 : (int)timesDays.Max() + 2];
        foreach (var time in timesDays)
        {
            places[(int)time + 1]++;
        }

        for (var day = 1; day < places.Length; day++)
        {
            places[day] += places[day - 1];
        }

        for (var i = 0; i < timesDays.Length; i++)
        {
            order[places[(int)timesDays[i]]++] = i;
        }
    }
}
