using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <content>Years of looking whether the tumor comes back.</content>
internal sealed partial class SimulatedCourse
{
    private const double YearDays = 365.25;

    /// <summary>How long patients are followed: two years, as the schedule has it, or five.</summary>
    private static readonly int[] _yearsOfSurveillance = [2, 5];

    private void Follow(DateOnly stage2On, DateOnly homeOn)
    {
        var tumor = patient.Tumor is not TumorType.Benign;
        var recursOn = tumor ? stage2On.AddDays((int)Waiting(_figures.RecurrencePercentPerYear) + 60) : DateOnly.MaxValue;
        var diesOn = tumor ? Plus(recursOn, Waiting(_figures.DeathPercentPerYearOfRecurrence) + 45) : DateOnly.MaxValue;
        var lostOn = Plus(stage2On, Waiting(_figures.LostPercentPerYear) + 100);
        var closesOn = stage2On.AddDays((int)(_chance.OneOf(_yearsOfSurveillance) * YearDays));
        if (tumor && _chance.Happens(40))
        {
            _day = homeOn.AddDays(14);
            Treat(ChemotherapyIntent.Adjuvant);
        }

        // The treatment said above ends before anything else that ends the course: within half a year.
        var treatedUntil = _day;
        for (_day = stage2On.AddDays(_chance.Whole(80, 105)); ; In(85, 190))
        {
            var (end, endsOn) = First((End.Death, diesOn), (End.Lost, lostOn), (End.Closing, closesOn));
            endsOn = endsOn < treatedUntil ? treatedUntil : endsOn;
            if (_day > to)
            {
                HealUntil(to);
                return;
            }

            if (_day < endsOn)
            {
                Visit(recursOn);
                continue;
            }

            _day = endsOn;
            HealUntil(endsOn);
            switch (end)
            {
                case End.Death:
                    Die(endsOn, _chance.OneOf((DeathCause.Tumor, 88.0), (DeathCause.Other, 8), (DeathCause.Unknown, 4)));
                    return;
                case End.Closing:
                    diary.Turn(new PathwayClosed(endsOn, ClosingReason.SurveillanceCompleted));
                    return;
            }

            diary.Turn(new DroppedOut(endsOn, DropOutReason.LostToFollowUp));
            if (!_chance.Happens(25))
            {
                return;
            }

            diary.Turn(new PathwayResumed(In(60, 300), $"{Synthetic}: came back with a scan from elsewhere."));
            lostOn = DateOnly.MaxValue;
            diesOn = diesOn > _day ? diesOn : _day.AddDays(_chance.Whole(40, 400));
        }
    }

    private void Visit(DateOnly recursOn)
    {
        HealUntil(_day);
        if (_chance.Happens(10))
        {
            return; // Nobody came.
        }

        var recurred = recursOn <= _day;
        diary.Say(new SurveillanceRecorded(
            _day,
            _chance.OneOf((SurveillanceModality.Ct, 62.0), (SurveillanceModality.Mri, 22), (SurveillanceModality.Ultrasound, 8), (SurveillanceModality.TumorMarkers, 5), (SurveillanceModality.PetCt, 3)),
            recurred ? SurveillanceOutcome.Recurrence : _chance.Happens(4) ? SurveillanceOutcome.Indeterminate : SurveillanceOutcome.NoEvidenceOfDisease,
            recurred ? [_chance.OneOf("liver", "lung", "peritoneum")] : null,
            _chance.Happens(3) ? ["biliary stricture"] : null));
    }

    /// <summary>Days until something happens that does to so many of 100 within each year, whatever went before.</summary>
    private double Waiting(Figure percentPerYear) => Math.Log(1 - _chance.Share()) / Math.Log(1 - (percentPerYear.Value / 100)) * YearDays;

    private static DateOnly Plus(DateOnly date, double days) => days < DateOnly.MaxValue.DayNumber - date.DayNumber ? date.AddDays((int)days) : DateOnly.MaxValue;

    private static (End End, DateOnly On) First(params ReadOnlySpan<(End End, DateOnly On)> ends)
    {
        var first = ends[0];
        foreach (var end in ends)
        {
            first = end.On < first.On ? end : first;
        }

        return first;
    }

    private enum End
    {
        Death,
        Lost,
        Closing,
    }
}
