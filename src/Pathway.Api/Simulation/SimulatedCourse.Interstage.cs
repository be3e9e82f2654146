using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <content>Stage 1 and the wait for the remnant to grow.</content>
internal sealed partial class SimulatedCourse
{
    private const double WeekDays = 7;

    /// <summary>Growth under which Shindoh saw livers fail, points of sFLR a week.</summary>
    private const double SlowPointsPerWeek = 2;

    /// <summary>A rescue procedure tells within a week.</summary>
    private const double RescueGrowthPerDay = 0.25;

    private readonly bool _functionMeasured = !patient.Chance.Happens(patient.Figures.MissingPercent.FunctionTest);

    private void Stage1()
    {
        var technique = Technique!.Value;
        var surgical = technique is Stage1Technique.Alpps or Stage1Technique.PortalVeinLigation;
        InForOperation(_chance.Whole(5, 24));
        diary.Say(new Stage1Performed(
            _day, technique,
            surgical ? _chance.OneOf((OperativeApproach.Open, 80.0), (OperativeApproach.Laparoscopic, 15), (OperativeApproach.Robotic, 5)) : OperativeApproach.Percutaneous,
            Partition: technique is Stage1Technique.Alpps ? _chance.OneOf((LiverPartition.Complete, 70.0), (LiverPartition.Partial, 30)) : null,
            RemnantCleared: surgical ? _chance.Happens(70) : null,
            HepaticVeinsOccluded: technique is Stage1Technique.LiverVenousDeprivation ? _chance.Happens(25) ? [HepaticVein.Right, HepaticVein.Middle] : [HepaticVein.Right] : null,
            Transfusion: surgical ? _chance.Happens(18) : null,
            OperativeMinutes: surgical ? _chance.Whole(150, 480) : _chance.Whole(60, 160)));
        Wait(technique, _day);
    }

    private void Wait(Stage1Technique technique, DateOnly stage1On)
    {
        var figures = _figures.Techniques[technique];
        var completes = _chance.Happens(figures.CompletionPercent);
        var dies = !completes && _chance.Happens(100 * figures.DeathBeforeStage2Percent.Value / (100 - figures.CompletionPercent.Value));
        var reason = _chance.OneOf<DropOutReason>([.. figures.DropOutReasonPercent.Select(r => (r.Key, r.Value))]);
        var hardlyGrows = !completes && !dies && reason is DropOutReason.InsufficientHypertrophy;
        var growth = new Growth(
            _startMl, _chance.Around(figures.GainPercent.Value, 0.3) * (hardlyGrows ? 0.25 : 1), figures.GainOnDay.Value, figures.GrowthPerDay.Value);
        var quick = technique is Stage1Technique.Alpps;
        var last = dies ? _chance.Whole(3, 25) : Math.Max(quick ? 6 : 18, (int)Math.Round(_chance.Around(figures.InterstageDays.Value, quick ? 0.3 : 0.25)));
        var firstScan = Math.Min(last - 2, technique switch
        {
            Stage1Technique.Alpps => _chance.Whole(6, 8),
            Stage1Technique.LiverVenousDeprivation => _chance.Whole(13, 22),
            _ => _chance.Whole(20, 29),
        });
        var rescuedOn = default(int?);
        if (!quick && !dies && _chance.Happens(_figures.AugmentationPercent))
        {
            rescuedOn = firstScan + _chance.Whole(4, 9);
            last = Math.Max(last, rescuedOn.Value + _chance.Whole(8, 16));
        }

        StrugglesAfterStage1(figures, stage1On, last);
        for (var day = Math.Max(1, firstScan); day < last && stage1On.AddDays(day) <= to; day += quick || rescuedOn <= day ? 7 : _chance.Whole(10, 16))
        {
            growth = LookAgain(technique, growth, stage1On, day, last, rescuedOn);
        }

        _day = stage1On;
        InForOperation(last);
        if (completes)
        {
            HealUntil(_day.AddDays(-1));
            var slow = growth.PointsPerWeek(Math.Max(1, firstScan), patient.StandardLiverVolumeMl) < SlowPointsPerWeek;
            var decidedOn = _day.AddDays(-Math.Min(last - 1, _chance.Whole(1, 3)));
            Examine(decidedOn);
            Sample(decidedOn, failing: false);
            diary.Say(new ReadinessDecided(decidedOn, BoardDecision.Proceed, $"{Synthetic}: large enough, and the patient is fit."));
            Resect(_day, technique, slow);
        }
        else if (dies)
        {
            var cause = _chance.OneOf((DeathCause.LiverFailure, 50.0), (DeathCause.Sepsis, 30), (DeathCause.Hemorrhage, 10), (DeathCause.Cardiovascular, 10));
            Suffer(_day, KindOf(cause), ClavienDindoGrade.V);
            Die(_day, cause);
        }
        else
        {
            Abandon(technique, reason, growth, stage1On);
        }
    }

    /// <summary>One scan of the wait, and what comes of it.</summary>
    /// <returns>How the remnant grows from then on.</returns>
    private Growth LookAgain(Stage1Technique technique, Growth growth, DateOnly stage1On, int day, int last, int? rescuedOn)
    {
        var on = stage1On.AddDays(day);
        Scan(on, growth.VolumeMl(day), mayFail: true);
        if (_functionMeasured)
        {
            diary.Say(new FunctionTestRecorded(
                on, FunctionTest.HepatobiliaryScintigraphy, Math.Round(_chance.Normal(3.4, 0.6, 0.8, 6), 2), "%/min/m2", TestScope.Remnant));
        }

        FindVessels(on, "after");

        if (rescuedOn is { } rescue && day < rescue && rescue - day < 17)
        {
            var decidedOn = stage1On.AddDays(rescue - 2);
            diary.Say(new ReadinessDecided(decidedOn, BoardDecision.Convert, $"{Synthetic}: it grows too slowly."));
            var added = technique is Stage1Technique.LiverVenousDeprivation
                ? AugmentationTechnique.RescueAlpps
                : _chance.OneOf((AugmentationTechnique.RescueAlpps, 55.0), (AugmentationTechnique.HepaticVeinEmbolization, 35), (AugmentationTechnique.RepeatEmbolization, 10));
            diary.Say(new AugmentationAdded(stage1On.AddDays(rescue), added, $"{Synthetic}: to grow once more."));
            return growth.Again(rescue, _chance.Around(added is AugmentationTechnique.RescueAlpps ? _figures.RescueGainPercent.Value : 25, 0.3), onDay: 6, RescueGrowthPerDay);
        }

        if (day + 6 < last && _chance.Happens(55))
        {
            diary.Say(new ReadinessDecided(on.AddDays(1), BoardDecision.Defer, $"{Synthetic}: it shall grow for another week.", _chance.Happens(80) ? on.AddDays(7) : null));
        }

        return growth;
    }

    private void Abandon(Stage1Technique technique, DropOutReason reason, Growth growth, DateOnly stage1On)
    {
        if (reason is DropOutReason.TumorProgression && _chance.Happens(50))
        {
            diary.Say(new ExtrahepaticDiseaseAssessed(_day, Present: true, ["peritoneum"], Resectable: false));
        }

        if (_chance.Happens(65))
        {
            diary.Say(new ReadinessDecided(_day, BoardDecision.Abandon, $"{Synthetic}: not to be resected."));
        }

        HealUntil(_day);
        if (!_chance.Happens(_figures.ResumedPercent))
        {
            Leave(_day, reason);
            return;
        }

        diary.Turn(new DroppedOut(_day, reason));
        diary.Turn(new PathwayResumed(In(30, 120), $"{Synthetic}: the tumor answered to further treatment."));
        Scan(In(3, 14), growth.VolumeMl(_day.DayNumber - stage1On.DayNumber), mayFail: true);
        diary.Say(new ReadinessDecided(In(2, 6), BoardDecision.Proceed, $"{Synthetic}: now it can be done."));
        InForOperation(_chance.Whole(2, 14));
        Resect(_day, technique, slow: false);
    }

    private void StrugglesAfterStage1(TechniqueFigures figures, DateOnly stage1On, int last)
    {
        // Liver failure and major complications are among all complications.
        var any = figures.ComplicationPercent.Value;
        var struck = _chance.Happens(any);
        var fails = struck && _chance.Happens(100 * figures.LiverFailureStage1Percent.Value / any);
        var dayOfSample = Math.Min(5, last - 1);
        if (fails)
        {
            Suffer(stage1On.AddDays(dayOfSample), ComplicationKind.LiverFailure, ClavienDindoGrade.II, _chance.OneOf((IsglsGrade.A, 45.0), (IsglsGrade.B, 45), (IsglsGrade.C, 10)));
        }

        if (struck && (!fails || _chance.Happens(40)))
        {
            var major = _chance.Happens(100 * figures.MajorPercent.Value / any);
            Suffer(stage1On.AddDays(_chance.Whole(1, Math.Min(9, last - 1))), MildKind(), major
                ? _chance.OneOf((ClavienDindoGrade.IIIb, 70.0), (ClavienDindoGrade.IVa, 24), (ClavienDindoGrade.IVb, 6))
                : _chance.OneOf((ClavienDindoGrade.I, 35.0), (ClavienDindoGrade.II, 45), (ClavienDindoGrade.IIIa, 20)));
        }

        if (Known(_missing.LaboratoryOnDay5))
        {
            Sample(stage1On.AddDays(dayOfSample), fails);
        }

        if (_chance.Happens(_habits.Stranger))
        {
            diary.Correct(diary.Say(new ComplicationRecorded(stage1On.AddDays(1), ComplicationKind.Wound, ClavienDindoGrade.I)), "belongs to another patient.");
        }
    }

    private ComplicationKind MildKind() => _chance.OneOf(
        (ComplicationKind.BileLeak, 26.0), (ComplicationKind.FluidCollection, 18), (ComplicationKind.Infection, 14), (ComplicationKind.PleuralEffusion, 12), (ComplicationKind.Wound, 10),
        (ComplicationKind.Hemorrhage, 6), (ComplicationKind.Cholangitis, 6), (ComplicationKind.Ascites, 4), (ComplicationKind.Respiratory, 3), (ComplicationKind.Ileus, 1));

    private static ComplicationKind KindOf(DeathCause cause) => cause switch
    {
        DeathCause.LiverFailure => ComplicationKind.LiverFailure,
        DeathCause.Sepsis => ComplicationKind.Sepsis,
        DeathCause.Hemorrhage => ComplicationKind.Hemorrhage,
        DeathCause.Cardiovascular => ComplicationKind.Cardiovascular,
        _ => ComplicationKind.Other,
    };

    /// <summary>A remnant that grows fast at first and slower as it comes to its size.</summary>
    /// <param name="StartMl">Its volume when the growth was induced.</param>
    /// <param name="GainPercent">By how much it has grown on a later day.</param>
    /// <param name="OnDay">That day, counted from the inducing procedure.</param>
    /// <param name="PerDay">The share of what is still to come that each day brings.</param>
    /// <param name="FromDay">When it was induced, in days after stage 1.</param>
    private sealed record Growth(double StartMl, double GainPercent, double OnDay, double PerDay, int FromDay = 0)
    {
        /// <summary>The volume on a day after stage 1.</summary>
        internal double VolumeMl(int day) =>
            StartMl * (1 + (GainPercent / 100 * (1 - Math.Exp(-PerDay * (day - FromDay))) / (1 - Math.Exp(-PerDay * OnDay))));

        /// <summary>How fast it has grown by a day, % of the standard liver volume a week.</summary>
        internal double PointsPerWeek(int day, double standardLiverVolumeMl) =>
            100 * (VolumeMl(day) - StartMl) / standardLiverVolumeMl / ((day - FromDay) / WeekDays);

        /// <summary>It is induced once more.</summary>
        internal Growth Again(int fromDay, double gainPercent, double onDay, double perDay) => new(VolumeMl(fromDay), gainPercent, onDay, perDay, fromDay);
    }
}
