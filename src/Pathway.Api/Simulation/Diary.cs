using System.Text;
using System.Text.Json;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <summary>
/// What happens to a patient who never was, and when somebody gets round to entering it: at once, days later, or weeks late and after what came next.
/// What is entered on one day is entered in one sitting.
/// </summary>
/// <param name="name">Tells the journey from every other.</param>
/// <param name="patient">The patient.</param>
/// <param name="to">Last date on which anything is entered.</param>
/// <param name="clock">Knows which date it was where the hospital is.</param>
internal sealed class Diary(string name, SimulatedPatient patient, DateOnly to, HospitalClock clock)
{
    private readonly Chance _chance = patient.Chance;
    private readonly EntryPercent _habits = patient.Figures.EntryPercent;
    private readonly Dictionary<DateOnly, (DateTimeOffset At, Actor Who)> _days = [];
    private readonly Dictionary<DateOnly, int> _lags = [];
    private readonly List<Said> _said = [];
    private DateOnly _notBefore;

    /// <summary>Opens the pathway. Nothing is entered before.</summary>
    internal Said Open(PathwayOpened opened)
    {
        var daysLate = _chance.Happens(_habits.OpenedLate) ? _chance.Whole(20, 200) : _chance.Whole(0, 2);
        _notBefore = Earlier(WorkingDay(opened.OccurredOn.AddDays(daysLate)), to);
        return Enter(opened, _notBefore);
    }

    /// <summary>Says what happened, whenever somebody enters it.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="after">What must have been entered before; null for nothing but the opening.</param>
    internal Said Say(PathwayEvent happened, Said? after = null)
    {
        // Most of what happened on one day is entered together.
        if (!_chance.Happens(_habits.Together) || !_lags.TryGetValue(happened.OccurredOn, out var lag))
        {
            _lags[happened.OccurredOn] = lag = _chance.Happens(_habits.SameDay) ? 0 : _chance.Happens(_habits.Late) ? _chance.Whole(15, 120) : _chance.Whole(1, 6);
        }

        return Enter(happened, Later(WorkingDay(happened.OccurredOn.AddDays(lag)), after?.EnteredOn));
    }

    /// <summary>Says what changes what may be entered from then on: an ending, or a return. Later news is entered later.</summary>
    internal Said Turn(PathwayEvent happened)
    {
        var said = Enter(happened, WorkingDay(happened.OccurredOn.AddDays(_chance.Whole(0, 3))));
        _notBefore = said.EnteredOn;
        return said;
    }

    /// <summary>Puts an entry right, or withdraws it when there is nothing to put in its place.</summary>
    internal Said Correct(Said wrong, string reason, PathwayEvent? right = null)
    {
        var on = Later(WorkingDay(wrong.EnteredOn.AddDays(_chance.Whole(1, 30))), _notBefore);
        return Enter(new EventCorrected(on, wrong.Id, $"{SimulatedCourse.Synthetic}: {reason}", right), on);
    }

    /// <summary>The journey as far as it was entered.</summary>
    internal SimulatedJourney Journey() => new(
        Cohort.IdOf(_said[0].At, name),
        [
            .. _said.Where(s => s.EnteredOn <= to).GroupBy(s => s.EnteredOn).OrderBy(day => day.Key)
                .Select(day => new Sitting(_days[day.Key].At, _days[day.Key].Who, [.. day.Select(s => new Entry(s.Id, s.Event))])),
        ]);

    private Said Enter(PathwayEvent happened, DateOnly on)
    {
        var day = Later(on, _notBefore);
        if (!_days.TryGetValue(day, out var sitting))
        {
            _days.Add(day, sitting = (clock.InstantOf(day, new TimeOnly(_chance.Whole(8, 17), _chance.Whole(0, 59), _chance.Whole(0, 59))), patient.Coordinator()));
        }

        var id = Cohort.IdOf(sitting.At, name, $"{_said.Count}", Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(happened, EventJson.Options)));
        var said = new Said(id, day, sitting.At, happened);
        _said.Add(said);
        return said;
    }

    private static DateOnly WorkingDay(DateOnly date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(2),
        DayOfWeek.Sunday => date.AddDays(1),
        _ => date,
    };

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly? other) => other is { } date && date > one ? date : one;
}

/// <summary>Something that was entered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EnteredOn">The date of its entry.</param>
/// <param name="At">The instant of its entry.</param>
/// <param name="Event">What was said.</param>
internal sealed record Said(Guid Id, DateOnly EnteredOn, DateTimeOffset At, PathwayEvent Event);
