using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <summary>
/// The course of one patient who never was, from enrollment to wherever it leads: first what is true is decided, then what of it the record says.
/// </summary>
/// <param name="patient">The patient.</param>
/// <param name="diary">Where it is said.</param>
/// <param name="to">What happens later is not told.</param>
internal sealed partial class SimulatedCourse(SimulatedPatient patient, Diary diary, DateOnly to)
{
    /// <summary>The word that stands wherever a person would have written something.</summary>
    internal const string Synthetic = "Synthetic";

    private readonly Chance _chance = patient.Chance;
    private readonly SimulationFigures _figures = patient.Figures;
    private readonly MissingPercent _missing = patient.Figures.MissingPercent;
    private readonly EntryPercent _habits = patient.Figures.EntryPercent;

    /// <summary>Complications that will heal, and when.</summary>
    private readonly List<(Said Complication, DateOnly On)> _healing = [];

    /// <summary>The day that the course has come to.</summary>
    private DateOnly _day = patient.ArrivedOn;

    /// <summary>Volume of the remnant before stage 1, mL.</summary>
    private double _startMl;

    /// <summary>The technique of stage 1; null where there will be none.</summary>
    private Stage1Technique? Technique => _strategy switch
    {
        Strategy.Alpps => Stage1Technique.Alpps,
        Strategy.LiverVenousDeprivation => Stage1Technique.LiverVenousDeprivation,
        Strategy.PortalVeinEmbolization => Stage1Technique.PortalVeinEmbolization,
        Strategy.PortalVeinLigation or Strategy.TwoStageHepatectomy => Stage1Technique.PortalVeinLigation,
        _ => null,
    };

    /// <summary>Lives the course through.</summary>
    internal void Live()
    {
        _startMl = Start();
        Enroll();
        if (_chance.Happens(_habits.EnteredInError))
        {
            diary.Turn(new PathwayClosed(In(1, 10), ClosingReason.EnteredInError));
            return;
        }

        Assess();
        if (_chance.Happens(_figures.DropOutBeforeStage1Percent))
        {
            Leave(In(2, 40), _chance.OneOf((DropOutReason.TumorProgression, 70.0), (DropOutReason.PatientChoice, 25), (DropOutReason.Other, 5)));
            return;
        }

        Decide();
        switch (_strategy)
        {
            case Strategy.OneStage:
                Resect(In(7, 35), technique: null, slow: false);
                break;
            case Strategy.Transplantation:
                diary.Turn(new PathwayClosed(In(7, 35), ClosingReason.Transferred));
                break;
            case Strategy.SystemicTherapyOnly:
                Leave(In(1, 14), DropOutReason.Other);
                break;
            default:
                Stage1();
                break;
        }
    }

    /// <summary>Goes on by some days.</summary>
    private DateOnly In(int fewest, int most) => _day = _day.AddDays(_chance.Whole(fewest, most));

    /// <summary>Goes on to a day on which planned operations are done.</summary>
    private DateOnly InForOperation(int days)
    {
        var date = _day.AddDays(days);
        return _day = date.DayOfWeek switch
        {
            DayOfWeek.Saturday => date.AddDays(2),
            DayOfWeek.Sunday => date.AddDays(1),
            _ => date,
        };
    }

    /// <summary>
    /// Small enough that it must grow, and large enough that usual growth brings it to what boards ask for: more than 30 % of the standard volume, or more
    /// than 40 % where the liver is not healthy.
    /// </summary>
    private double Start()
    {
        var targetPercent = _chance.Normal(patient.Parenchyma is ParenchymaQuality.Normal ? 36 : 45, 4, 27, 58);
        var gainPercent = Technique is { } technique ? _figures.Techniques[technique].GainPercent.Value : 0;
        return patient.StandardLiverVolumeMl * targetPercent / (100 + gainPercent);
    }

    private bool Known(double missingPercent) => !_chance.Happens(missingPercent);

    /// <summary>The patient leaves the pathway.</summary>
    private void Leave(DateOnly on, DropOutReason reason)
    {
        HealUntil(on);
        _healing.Clear();
        diary.Turn(new DroppedOut(on, reason));
        _day = on;
        if (reason is not (DropOutReason.LostToFollowUp or DropOutReason.PatientChoice) && patient.Tumor is not TumorType.Benign && _chance.Happens(55))
        {
            Die(on.AddDays(_chance.Whole(20, 500)), DeathCause.Tumor);
        }
    }

    private void Die(DateOnly on, DeathCause cause)
    {
        HealUntil(on);
        diary.Say(new DeathRecorded(on, cause));
        _day = on;
    }

    private void Suffer(DateOnly on, ComplicationKind kind, ClavienDindoGrade grade, IsglsGrade? isgls = null)
    {
        var complication = diary.Say(new ComplicationRecorded(
            on, kind, grade, isgls, kind is ComplicationKind.Hemorrhage ? _chance.Whole(1, 8) : null, _chance.Happens(30) ? $"{Synthetic}." : null));
        if (grade < ClavienDindoGrade.V && _chance.Happens(80))
        {
            _healing.Add((complication, on.AddDays(_chance.Whole(2, 25))));
        }
    }

    /// <summary>Says what had healed by a day: after a death or a drop-out nothing heals any more.</summary>
    private void HealUntil(DateOnly on)
    {
        foreach (var (complication, healedOn) in _healing.Where(h => h.On <= on))
        {
            diary.Say(new ComplicationResolved(healedOn, complication.Id), after: complication);
        }

        _healing.RemoveAll(h => h.On <= on);
    }
}
