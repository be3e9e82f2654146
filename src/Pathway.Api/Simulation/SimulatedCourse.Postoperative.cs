using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <content>Stage 2 and the ninety days after it.</content>
internal sealed partial class SimulatedCourse
{
    private const int DaysAtRisk = 90;

    /// <summary>How many of those whose liver fails after stage 2 die of it; our own choice.</summary>
    private const double DeathOfFailurePercent = 35;

    /// <summary>Resection in one stage kills few; our own choice.</summary>
    private const double DeathAfterOneStagePercent = 3;

    /// <summary>The liver is resected.</summary>
    /// <param name="on">When.</param>
    /// <param name="technique">What had made the remnant grow; null when nothing had.</param>
    /// <param name="slow">Whether it had grown slowly.</param>
    private void Resect(DateOnly on, Stage1Technique? technique, bool slow)
    {
        _day = on;
        var figures = technique is { } t ? _figures.Techniques[t] : null;
        var failurePercent = figures is null ? 2 : (slow ? figures.LiverFailureSlowPercent : figures.LiverFailureStage2Percent).Value;
        var fails = _chance.Happens(failurePercent);
        if (technique is Stage1Technique.Alpps && _chance.Happens(30))
        {
            diary.Say(new ScoreRecorded(on.AddDays(-1), EnteredScore.AlppsRiskPreStage2, Math.Round(_chance.Normal(4, 1.6, 0, 10), 1)));
        }

        diary.Say(new Stage2Performed(
            on,
            _chance.OneOf(
                (LiverResection.RightHepatectomy, 34.0), (LiverResection.ExtendedRightHepatectomy, 22), (LiverResection.RightTrisectionectomy, 36), (LiverResection.LeftTrisectionectomy, 4),
                (LiverResection.LeftHepatectomy, 1), (LiverResection.ExtendedLeftHepatectomy, 2), (LiverResection.Other, 1)),
            _chance.OneOf((OperativeApproach.Open, 84.0), (OperativeApproach.Laparoscopic, 12), (OperativeApproach.Robotic, 4)),
            _chance.OneOf((ResectionMargin.R0, 80.0), (ResectionMargin.R1, 18), (ResectionMargin.R2, 2))));
        Sample(on.AddDays(1), failing: false);

        var (diedOn, cause) = Fate(technique, figures, failurePercent, fails);
        var end = diedOn ?? on.AddDays(DaysAtRisk);
        if (on.AddDays(5) <= end && (fails || Known(_missing.LaboratoryOnDay5)))
        {
            Sample(on.AddDays(5), fails);
        }

        if (fails)
        {
            Suffer(on.AddDays(Math.Min(5, end.DayNumber - on.DayNumber)), ComplicationKind.LiverFailure, ClavienDindoGrade.IVa, _chance.OneOf(IsglsGrade.B, IsglsGrade.C));
        }

        if (_chance.Happens(45))
        {
            Suffer(
                on.AddDays(_chance.Whole(1, Math.Min(12, end.DayNumber - on.DayNumber))), MildKind(),
                _chance.OneOf((ClavienDindoGrade.I, 25.0), (ClavienDindoGrade.II, 40), (ClavienDindoGrade.IIIa, 20), (ClavienDindoGrade.IIIb, 11), (ClavienDindoGrade.IVa, 4)));
        }

        var homeOn = on.AddDays(Math.Clamp((int)_chance.Around(fails ? 24 : 11, 0.35), 5, 80));
        if (homeOn < end)
        {
            diary.Say(new Discharged(homeOn));
        }

        if (diedOn is { } date)
        {
            Suffer(date, KindOf(cause), ClavienDindoGrade.V);
            Die(date, cause);
            return;
        }

        Follow(on, homeOn);
    }

    /// <summary>Whether the patient dies within ninety days, such that the published share does.</summary>
    private (DateOnly? On, DeathCause Cause) Fate(Stage1Technique? technique, TechniqueFigures? figures, double failurePercent, bool fails)
    {
        var deathPercent = figures is null ? DeathAfterOneStagePercent
            : technique is Stage1Technique.Alpps && patient.Tumor is TumorType.PerihilarCholangiocarcinoma ? _figures.PerihilarDeathAfterAlppsPercent.Value
            : figures.DeathWithin90DaysPercent.Value - figures.DeathBeforeStage2Percent.Value;

        // Who dies of a failing liver is among those who die: where it fails more often, fewer die of anything else.
        var otherPercent = Math.Max(0, 100 * (deathPercent - (failurePercent * DeathOfFailurePercent / 100)) / (100 - failurePercent));
        var dies = _chance.Happens(fails ? DeathOfFailurePercent : otherPercent);
        return (dies ? _day.AddDays(_chance.Whole(3, DaysAtRisk - 5)) : null, fails
            ? DeathCause.LiverFailure
            : _chance.OneOf((DeathCause.Sepsis, 45.0), (DeathCause.Cardiovascular, 25), (DeathCause.Hemorrhage, 15), (DeathCause.Other, 10), (DeathCause.Unknown, 5)));
    }
}
