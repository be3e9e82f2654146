using System.Collections.Immutable;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Scores;

/// <summary>How heavily complications weighed in one part of the course.</summary>
/// <param name="ComprehensiveComplicationIndex">The index over all of them; 0 when none is recorded.</param>
/// <param name="WorstClavienDindo">The worst Clavien-Dindo grade.</param>
/// <param name="BileLeakGrade">The worst ISGLS grade of a bile leak (Koch et al., Surgery 2011;149:680).</param>
/// <param name="HemorrhageGrade">The worst ISGLS grade of a hemorrhage (Rahbari et al., HPB 2011;13:528).</param>
public sealed record ComplicationBurden(
    Score ComprehensiveComplicationIndex,
    RecordedGrade<ClavienDindoGrade> WorstClavienDindo,
    RecordedGrade<IsglsGrade> BileLeakGrade,
    RecordedGrade<IsglsGrade> HemorrhageGrade)
{
    internal static ComplicationBurden Of(IEnumerable<Fact<ComplicationRecorded>> complications)
    {
        ImmutableArray<Fact<ComplicationRecorded>> all = [.. complications];
        return new(
            ComplicationIndex.Of(all),
            RecordedGrade.Worst<ClavienDindoGrade>(all, c => c.Grade),
            RecordedGrade.Worst<IsglsGrade>(all.Where(c => c.Event.Kind == ComplicationKind.BileLeak), c => c.IsglsGrade),
            RecordedGrade.Worst<IsglsGrade>(all.Where(c => c.Event.Kind == ComplicationKind.Hemorrhage), c => c.IsglsGrade));
    }
}

/// <summary>Complications by part of the course; one that begins on the day of a stage is counted after that stage.</summary>
/// <param name="All">Every complication, those before stage 1 included.</param>
/// <param name="Interstage">From stage 1 to the day before stage 2; null before stage 1.</param>
/// <param name="AfterStage2">From stage 2; null before it.</param>
public sealed record ComplicationBurdenByPhase(ComplicationBurden All, ComplicationBurden? Interstage, ComplicationBurden? AfterStage2)
{
    internal static ComplicationBurdenByPhase Of(PathwayFacts facts) => new(
        ComplicationBurden.Of(facts.Complications),
        facts.Stage1?.OccurredOn is { } stage1On
            ? ComplicationBurden.Of(facts.Complications.Where(c => c.OccurredOn >= stage1On && !(c.OccurredOn >= facts.Stage2?.OccurredOn)))
            : null,
        facts.Stage2?.OccurredOn is { } stage2On ? ComplicationBurden.Of(facts.Complications.Where(c => c.OccurredOn >= stage2On)) : null);
}

/// <summary>The worst grade on record.</summary>
/// <typeparam name="T">The scale, mildest first.</typeparam>
/// <param name="Value">The grade; null when none is recorded.</param>
/// <param name="EventIds">The complications that it was given to.</param>
/// <param name="UngradedEventIds">Complications of the kind that carry no such grade: the worst may be among them.</param>
public sealed record RecordedGrade<T>(T? Value, ValueList<Guid> EventIds, ValueList<Guid> UngradedEventIds)
    where T : struct, Enum;

/// <summary>Finds the worst grade on record.</summary>
internal static class RecordedGrade
{
    internal static RecordedGrade<T> Worst<T>(IEnumerable<Fact<ComplicationRecorded>> complications, Func<ComplicationRecorded, T?> gradeOf)
        where T : struct, Enum
    {
        var graded = complications.Select(c => (c.EventId, Grade: gradeOf(c.Event))).ToList();
        var worst = graded.Max(c => c.Grade);
        return new(
            worst,
            graded.Where(c => c.Grade is not null && Equals(c.Grade, worst)).Select(c => c.EventId).ToValueList(),
            graded.Where(c => c.Grade is null).Select(c => c.EventId).ToValueList());
    }
}
