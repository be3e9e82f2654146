using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>What was awaited and came late, or has not come. Nothing is late before its last day is over, nor after the patient has left.</summary>
internal static class WaitingChecks
{
    internal static IEnumerable<CourseFinding?> Laboratory(CourseRule rule, Course course)
    {
        var (from, last) = (rule.EarliestDay ?? 1, (int)rule.Asked!.Value);
        ValueList<Procedure> procedures = [.. course.Inductions, .. course.Stage2 is { } stage2 ? [stage2] : (Procedure[])[]];
        for (var i = 0; i < procedures.Count; i++)
        {
            var (procedure, next) = (procedures[i], i + 1 < procedures.Count ? procedures[i + 1] : null);
            var sample = course.LaboratoryDays.FirstOrDefault(l => procedure.DaysTo(l.On) >= from && !(l.On > next?.On));
            yield return Late(rule, course, procedure, next, sample.EventIds is null ? null : sample.On, sample.EventIds ?? [], late => late is { } day
                ? $"The first bilirubin and INR after {procedure.Words} are of day {day}; they are asked for from day {from} to day {last}."
                : $"No bilirubin and INR are on record from day {from} to day {last} after {procedure.Words}.");
        }
    }

    internal static IEnumerable<CourseFinding?> FirstVolumetry(CourseRule rule, Course course)
    {
        var from = rule.EarliestDay ?? 1;
        var inductions = course.Inductions;
        for (var i = 0; i < inductions.Count; i++)
        {
            var (induction, next) = (inductions[i], i + 1 < inductions.Count ? inductions[i + 1] : course.Stage2);
            var scan = course.Facts.Volumetries.FirstOrDefault(v => induction.DaysTo(v.OccurredOn) >= from && !(v.OccurredOn > next?.On));
            yield return Late(rule, course, induction, next, scan?.OccurredOn, scan is null ? [] : [scan.EventId], late => late is { } day
                ? $"The first volumetry after {induction.Words} was done on day {day}; {Asked(rule)} is asked for."
                : $"No volumetry was done for {Asked(rule)} after {induction.Words}.");
        }
    }

    internal static IEnumerable<CourseFinding?> Surveillance(CourseRule rule, Course course)
    {
        if (course.Stage2 is not { } stage2)
        {
            yield break;
        }

        Procedure[] looks = [stage2, .. course.FollowUpImages.Select(i => new Procedure(i.EventId, i.OccurredOn, $"the imaging of {i.OccurredOn:yyyy-MM-dd}"))];
        for (var i = 0; i < looks.Length; i++)
        {
            var look = looks[i];
            var next = i + 1 < looks.Length ? looks[i + 1] : null;
            var lateOn = look.On.AddDays((int)rule.Asked!.Value + 1);
            if (stage2.DaysTo(lateOn) - 1 <= rule.RepeatUntilDay && !(course.RecurrenceOn < lateOn))
            {
                yield return Late(rule, course, look, nextStep: null, next?.On, next is null ? [] : [next.EventId], late => late is { } days
                    ? $"After {look.Words} {ChemotherapyChecks.Days(days)} passed to the next imaging of the follow-up; {Asked(rule)} is asked for."
                    : $"No imaging of the follow-up is on record for more than {Wording.WithUnit($"{rule.Asked.Value}", rule.Asked.Unit)} after {look.Words}.");
            }
        }
    }

    private static string Asked(CourseRule rule) => Wording.Asked(rule.Asked!.Operator, rule.Asked.Value, rule.Asked.Unit);

    private static CourseFinding? Late(
        CourseRule rule, Course course, Procedure since, Procedure? nextStep, DateOnly? doneOn, ValueList<Guid> doneBy, Func<int?, string> statement)
    {
        var lateOn = since.On.AddDays((int)rule.Asked!.Value + 1);
        if (doneOn < lateOn || lateOn > course.AsOf || nextStep?.On < lateOn || !course.IsOnPathway(lateOn))
        {
            return null;
        }

        if (!CourseFinding.IsFor(rule, course, since, out var unknown))
        {
            return unknown;
        }

        int? days = doneOn is { } on ? since.DaysTo(on) : null;
        return CourseFinding.Broken(lateOn, new(() => statement(days)), [since.EventId, .. doneBy]) with { Observed = days };
    }
}
