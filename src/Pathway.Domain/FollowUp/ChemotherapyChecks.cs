using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>How chemotherapy was given.</summary>
internal static class ChemotherapyChecks
{
    internal static IEnumerable<CourseFinding?> Cycles(CourseRule rule, Course course)
    {
        var operatedOn = course.Stage1?.On ?? course.Stage2?.On;
        var courses = course.ChemotherapyBeforeResection.Where(c => c.Intent is ChemotherapyIntent.Neoadjuvant && !(c.StartedOn > operatedOn)).ToValueList();
        var cycles = courses.Sum(c => c.Cycles);
        var asked = rule.Asked!;
        if (courses is not [.., var last] || asked.Operator.Passes(cycles, asked.Value) || !IsFor(rule, course, new(last.EventId, last.OccurredOn, "the course")))
        {
            return [];
        }

        return
        [
            CourseFinding.Broken(
                last.OccurredOn,
                new(() => $"{cycles} cycles of chemotherapy were given before the resection of a resectable tumor; {Wording.Asked(asked.Operator, asked.Value, asked.Unit)} is asked for."),
                [.. courses.Reverse().Select(c => c.EventId)]) with { Observed = cycles },
        ];
    }

    internal static IEnumerable<CourseFinding?> Interval(CourseRule rule, Course course)
    {
        var asked = rule.Asked!;
        DateOnly? judgedUntil = null;
        foreach (var resection in course.Resections)
        {
            var given = course.ChemotherapyBeforeResection.Where(c => c.StartedOn <= resection.On).ToValueList();
            if (given is [.., var latest] && IsFor(rule, course, resection))
            {
                if (latest.LastDoseOn is null || latest.LastDoseOn > resection.On)
                {
                    if (!(latest.StartedOn <= judgedUntil))
                    {
                        yield return CourseFinding.NotJudged(new(() => $"The last dose of chemotherapy before {resection.Words} is not on record."), resection.EventId, latest.EventId);
                    }
                }
                else if (given.Where(c => c.LastDoseOn <= resection.On).MaxBy(c => c.LastDoseOn) is { LastDoseOn: { } lastDoseOn } last
                    && !(lastDoseOn <= judgedUntil) && !asked.Operator.Passes(resection.On.DayNumber - lastDoseOn.DayNumber, asked.Value))
                {
                    var days = resection.On.DayNumber - lastDoseOn.DayNumber;
                    yield return CourseFinding.Broken(
                        resection.On,
                        new(() => $"{Days(days)} passed from the last dose of chemotherapy to {resection.Words}; {Wording.Asked(asked.Operator, asked.Value, asked.Unit)} is asked for."),
                        resection.EventId, last.EventId) with { Observed = days };
                }
            }

            judgedUntil = resection.On;
        }
    }

    internal static IEnumerable<CourseFinding?> Trial(CourseRule rule, Course course)
    {
        foreach (var procedure in course.Stage1AndRescues)
        {
            var isFor = CourseFinding.IsFor(rule, course, procedure, out var unknown);
            if (unknown is not null)
            {
                return [unknown];
            }

            if (isFor)
            {
                return course.ChemotherapyBeforeResection.Any(c => c.StartedOn <= procedure.On) ? []
                    : [CourseFinding.Broken(procedure.On, new(() => $"No trial of chemotherapy is on record before {procedure.Words}."), procedure.EventId)];
            }
        }

        return [];
    }

    internal static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    private static bool IsFor(CourseRule rule, Course course, Procedure at) => CourseFinding.IsFor(rule, course, at, out _);
}
