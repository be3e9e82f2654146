using System.Globalization;
using System.Text.Json;
using Pathway.Domain.Statistics;

namespace Pathway.Domain.Reporting;

/// <summary>Who a report is about: those whom the question asks for, each with time zero and group.</summary>
internal sealed class Population
{
    private Population(Cohort cohort, ReportQuestion question) => (Cohort, Question) = (cohort, question);

    public Cohort Cohort { get; }

    public ReportQuestion Question { get; }

    /// <summary>The members, in the order of the cohort.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>Names of the groups, in order; one without a name when none are told apart.</summary>
    public IReadOnlyList<string?> Groups { get; private set; } = [null];

    public Exclusions Excluded { get; private set; } = new(0, 0, 0, 0);

    /// <summary>How many members were made up.</summary>
    public int Synthetic { get; private set; }

    /// <summary>How many members were registered after time zero.</summary>
    public int RegisteredLate { get; private set; }

    /// <summary>How many pathways of the centers asked for could not follow their events. One of which not even the opening was read is of no center.</summary>
    public int Stopped { get; private set; }

    /// <summary>Chooses the members.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    /// <param name="observed">What is observed of a pathway over time; null where patients are counted: then each counts, whenever registered.</param>
    public static Population Of(Cohort cohort, ReportQuestion question, Observed? observed = null)
    {
        var population = new Population(cohort, observed is null ? question with { Entry = ObservationStart.TimeZero } : question);
        population.Choose(observed ?? ((in CohortCase pathway, DateOnly zeroOn) => new(zeroOn, CaseOutcome.Of(pathway, question.On).EndedOn, 0)));
        return population;
    }

    /// <summary>The pathway of a member.</summary>
    public ref readonly CohortCase this[Member member] => ref Cohort.Cases[member.Case];

    /// <summary>The subjects of each group.</summary>
    /// <param name="subjects">All of them.</param>
    /// <param name="groups">How many groups there are.</param>
    public static Subject[][] ByGroup(List<GroupedSubject> subjects, int groups)
    {
        var sizes = new int[groups];
        foreach (var subject in subjects)
        {
            sizes[subject.Group]++;
        }

        var members = Array.ConvertAll(sizes, size => new Subject[size]);
        foreach (var subject in subjects)
        {
            members[subject.Group][^sizes[subject.Group]--] = subject.Subject;
        }

        return members;
    }

    private void Choose(Observed observed)
    {
        var keys = new Dictionary<(int, string?), int>();
        var (inError, without, ended, late) = (0, 0, 0, 0);
        var cases = Cohort.Cases;
        for (var i = 0; i < cases.Length; i++)
        {
            ref readonly var pathway = ref cases[i];
            if (pathway.EnrolledOn > Question.On || !Question.IsWanted(pathway))
            {
                continue;
            }

            if (pathway.IsEnteredInError)
            {
                inError++;
                continue;
            }

            if (Question.ZeroOf(pathway) is not { } zeroOn || zeroOn > Question.On)
            {
                without++;
                continue;
            }

            if (!Question.IsWantedAt(zeroOn, pathway))
            {
                continue;
            }

            if (observed(pathway, zeroOn) is not { } spell)
            {
                without++;
                continue;
            }

            if (spell.EndedOn < spell.ZeroOn)
            {
                ended++;
                continue;
            }

            var entryOn = Question.Entry is ObservationStart.Registration && pathway.RegisteredOn > spell.ZeroOn ? pathway.RegisteredOn : spell.ZeroOn;
            if (entryOn > spell.ZeroOn && entryOn >= spell.EndedOn)
            {
                late++;
                continue;
            }

            var key = KeyOf(pathway, zeroOn);
            if (!keys.TryGetValue(key, out var group))
            {
                keys.Add(key, group = keys.Count);
            }

            Synthetic += pathway.IsSynthetic ? 1 : 0;
            RegisteredLate += pathway.RegisteredOn > spell.ZeroOn ? 1 : 0;
            Members.Add(new(i, spell, entryOn.DayNumber - spell.ZeroOn.DayNumber, group));
        }

        Excluded = new(inError, without, ended, late);
        Stopped = CountStopped();
        Sort(keys);
    }

    private int CountStopped()
    {
        if (Question.Centers is not { } centers || Cohort.Stopped.Count == 0)
        {
            return Cohort.Stopped.Count;
        }

        var (stopped, count) = (Cohort.Stopped.ToHashSet(), 0);
        foreach (ref readonly var pathway in Cohort.Cases)
        {
            count += stopped.Contains(pathway.PathwayId) && centers.Contains(pathway.Center, StringComparer.Ordinal) ? 1 : 0;
        }

        return count;
    }

    private void Sort(Dictionary<(int Order, string? Text), int> keys)
    {
        if (Question.By is null)
        {
            return;
        }

        var ordered = keys.OrderBy(k => k.Key.Order).ThenBy(k => k.Key.Text, StringComparer.Ordinal).ToList();
        Groups = [.. ordered.Select(k => NameOf(k.Key))];
        var places = new int[ordered.Count];
        for (var place = 0; place < places.Length; place++)
        {
            places[ordered[place].Value] = place;
        }

        for (var m = 0; m < Members.Count; m++)
        {
            Members[m] = Members[m] with { Group = places[Members[m].Group] };
        }
    }

    // What is not known comes last.
    private (int Order, string? Text) KeyOf(in CohortCase pathway, DateOnly zeroOn) => Question.By switch
    {
        null => (0, null),
        Grouping.Strategy => ((int?)Question.StrategyOf(pathway) ?? int.MaxValue, null),
        Grouping.Technique => ((int?)Question.TechniqueOf(pathway) ?? int.MaxValue, null),
        Grouping.Tumor => ((int)pathway.Tumor, null),
        Grouping.Parenchyma => ((int?)Question.ParenchymaOf(pathway) ?? int.MaxValue, null),
        Grouping.Center => (0, pathway.Center),
        Grouping.Year => (zeroOn.Year, null),
        _ => throw new ArgumentOutOfRangeException(nameof(pathway), Question.By, "There is no such grouping."),
    };

    private string NameOf((int Order, string? Text) key) => key.Order == int.MaxValue ? "unknown" : Question.By switch
    {
        Grouping.Strategy => Camel((Journey.Strategy)key.Order),
        Grouping.Technique => Camel((Journey.Stage1Technique)key.Order),
        Grouping.Tumor => Camel((Journey.TumorType)key.Order),
        Grouping.Parenchyma => Camel((Protocols.ParenchymaClass)key.Order),
        Grouping.Year => key.Order.ToString(CultureInfo.InvariantCulture),
        _ => key.Text!,
    };

    internal static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>Says what is observed of a pathway whose time zero is within the question.</summary>
/// <param name="pathway">The pathway.</param>
/// <param name="zeroOn">Its time zero.</param>
/// <returns>The spell; null when what it is counted from has not come.</returns>
internal delegate Spell? Observed(in CohortCase pathway, DateOnly zeroOn);

/// <summary>A time under observation.</summary>
/// <param name="ZeroOn">From when days are counted.</param>
/// <param name="EndedOn">When it ended.</param>
/// <param name="Code">How: 0 censored, otherwise the event.</param>
internal readonly record struct Spell(DateOnly ZeroOn, DateOnly EndedOn, int Code)
{
    public int Days => EndedOn.DayNumber - ZeroOn.DayNumber;
}

/// <summary>One patient in a report.</summary>
/// <param name="Case">Place of the pathway in the cohort.</param>
/// <param name="Spell">What is observed.</param>
/// <param name="EntryDays">From when on; 0 unless registered later and the question asks for it.</param>
/// <param name="Group">Place of the group.</param>
internal readonly record struct Member(int Case, Spell Spell, int EntryDays, int Group)
{
    public GroupedSubject Subject => new(new(EntryDays, Spell.Days, Spell.Code), Group);
}

/// <summary>Pathways that the filters let in and that are in no group.</summary>
/// <param name="EnteredInError">Closed as entered in error.</param>
/// <param name="WithoutTimeZero">Time zero had not come by the cut-off.</param>
/// <param name="EndedBeforeTimeZero">Stage 2, death or leaving is dated before time zero.</param>
/// <param name="RegisteredAfterEnd">Registered on or after the day on which observation ended; counted only where observation begins with registration.</param>
public sealed record Exclusions(int? EnteredInError, int? WithoutTimeZero, int? EndedBeforeTimeZero, int? RegisteredAfterEnd);
