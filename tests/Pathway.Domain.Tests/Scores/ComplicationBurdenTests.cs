using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Scores.ScoreCases;

namespace Pathway.Domain.Tests.Scores;

public sealed class ComplicationBurdenTests
{
    private static ComplicationRecorded Complication(
        int day, ClavienDindoGrade grade, ComplicationKind kind = ComplicationKind.Infection, IsglsGrade? isgls = null) => new(Given.Day(day), kind, grade, isgls);

    private static double? Index(params IEnumerable<ClavienDindoGrade> grades) =>
        ScoresOf(grades.Select((grade, i) => Complication(1 + i, grade))).ComprehensiveComplicationIndex.Value;

    [Theory]
    [InlineData(ClavienDindoGrade.I, 8.7)]
    [InlineData(ClavienDindoGrade.II, 20.9)]
    [InlineData(ClavienDindoGrade.IIIa, 26.2)]
    [InlineData(ClavienDindoGrade.IIIb, 33.7)]
    [InlineData(ClavienDindoGrade.IVa, 42.4)]
    [InlineData(ClavienDindoGrade.IVb, 46.2)]
    [InlineData(ClavienDindoGrade.V, 100)]
    public void A_single_complication_has_the_published_index(ClavienDindoGrade grade, double expected) =>
        Assert.Equal(expected, Index(grade)!.Value, 1);

    [Fact]
    public void Several_complications_add_up_under_the_root()
    {
        Assert.Equal(12.247, Index(ClavienDindoGrade.I, ClavienDindoGrade.I)!.Value, 3); // √600 / 2
        Assert.Equal(33.541, Index(ClavienDindoGrade.II, ClavienDindoGrade.IIIa)!.Value, 3); // √4500 / 2
        Assert.Equal(54.199, Index(ClavienDindoGrade.IIIb, ClavienDindoGrade.IVa)!.Value, 3); // √11750 / 2
    }

    [Fact]
    public void The_index_ends_at_100_and_any_death_is_100()
    {
        Assert.Equal(92.466, Index(Enumerable.Repeat(ClavienDindoGrade.IVb, 4))!.Value, 3); // √34200 / 2
        Assert.Equal(100, Index(Enumerable.Repeat(ClavienDindoGrade.IVb, 5))); // √42750 / 2 = 103.4
        Assert.Equal(100, Index(ClavienDindoGrade.I, ClavienDindoGrade.V));
    }

    [Fact]
    public void Without_a_complication_the_index_is_0_and_there_is_no_worst_grade()
    {
        var burden = ScoresOf(Given.Stage1()).Complications.Interstage!;
        Assert.Equal(0, burden.ComprehensiveComplicationIndex.Value);
        Assert.Null(burden.WorstClavienDindo.Value);
    }

    [Fact]
    public void The_weights_are_marked_as_not_verified() =>
        Assert.Contains("not verified against the original paper", Assert.Single(ScoresOf().ComprehensiveComplicationIndex.Notes), StringComparison.Ordinal);

    [Fact]
    public void Complications_are_counted_after_the_stage_that_they_follow_and_the_day_of_a_stage_is_after_it()
    {
        var burden = ScoresOf(
            Complication(-5, ClavienDindoGrade.I), Given.Stage1(), Complication(0, ClavienDindoGrade.II), Complication(8, ClavienDindoGrade.IIIb),
            Given.Stage2(9), Complication(9, ClavienDindoGrade.IVa), Complication(11, ClavienDindoGrade.I)).Complications;

        Assert.Equal(Math.Sqrt(1750 + 4550) / 2, burden.Interstage!.ComprehensiveComplicationIndex.Value!.Value, 9);
        Assert.Equal(Math.Sqrt(7200 + 300) / 2, burden.AfterStage2!.ComprehensiveComplicationIndex.Value!.Value, 9);
        Assert.Equal(Math.Sqrt(300 + 1750 + 4550 + 7200 + 300) / 2, burden.All.ComprehensiveComplicationIndex.Value!.Value, 9);
        Assert.Equal(ClavienDindoGrade.IIIb, burden.Interstage.WorstClavienDindo.Value);
        Assert.Equal([Given.IdOf(5)], burden.Interstage.WorstClavienDindo.EventIds);
        Assert.Equal(ClavienDindoGrade.IVa, burden.AfterStage2.WorstClavienDindo.Value);
    }

    [Fact]
    public void A_part_of_the_course_that_was_not_reached_has_no_burden()
    {
        Assert.Null(ScoresOf().Complications.Interstage);
        Assert.Null(ScoresOf(Given.Stage1()).Complications.AfterStage2);
    }

    [Fact]
    public void Bile_leaks_and_hemorrhages_show_their_worst_recorded_grade_and_those_without_one()
    {
        var burden = ScoresOf(
            Given.Stage1(),
            Complication(3, ClavienDindoGrade.II, ComplicationKind.BileLeak, IsglsGrade.A),
            Complication(5, ClavienDindoGrade.IIIa, ComplicationKind.BileLeak, IsglsGrade.B),
            Complication(6, ClavienDindoGrade.II, ComplicationKind.Hemorrhage)).Complications.Interstage!;

        Assert.Equal(IsglsGrade.B, burden.BileLeakGrade.Value);
        Assert.Equal([Given.IdOf(4)], burden.BileLeakGrade.EventIds);
        Assert.Null(burden.HemorrhageGrade.Value);
        Assert.Equal([Given.IdOf(5)], burden.HemorrhageGrade.UngradedEventIds);
    }
}
