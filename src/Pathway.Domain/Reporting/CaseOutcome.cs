using Pathway.Domain.Journey;

namespace Pathway.Domain.Reporting;

/// <summary>How the way to stage 2 ended for one patient, as far as it had on a date.</summary>
public enum WayEnd
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>Stage 2 was done.</summary>
    Stage2,

    /// <summary>The patient died before it.</summary>
    Died,

    /// <summary>The patient left before it, for a reason that is known.</summary>
    DroppedOut,

    /// <summary>Contact was lost before it: what became of the patient is not known.</summary>
    LostToFollowUp,

    /// <summary>The record was closed before it, the patient being alive.</summary>
    Closed,
}

/// <summary>What came first of stage 2, death and leaving, by a date.</summary>
/// <param name="End">What it was.</param>
/// <param name="EndedOn">Its date; the date asked about while the way goes on.</param>
/// <param name="Reason">Why the patient left; null unless the patient dropped out or contact was lost.</param>
/// <remarks>
/// Of two on one day stage 2 counts before death, as who dies on the day of the operation has had it; death before leaving, as who dies has not left; and
/// leaving before a closing, which is paper. A second inducing step is no end. Who came back by the date has not left; who comes back later has.
/// </remarks>
public readonly record struct CaseOutcome(WayEnd End, DateOnly EndedOn, DropOutReason? Reason)
{
    /// <summary>The outcome by a date: what is dated later does not exist.</summary>
    /// <param name="pathway">The pathway.</param>
    /// <param name="on">The last date that counts.</param>
    public static CaseOutcome Of(in CohortCase pathway, DateOnly on)
    {
        var first = new CaseOutcome(WayEnd.Open, on, null);
        Consider(ref first, WayEnd.Stage2, pathway.Stage2On, null);
        Consider(ref first, WayEnd.Died, pathway.DiedOn, null);
        var (leftOn, reason) = Leaving(pathway, on);
        Consider(
            ref first, reason switch { null => WayEnd.Closed, DropOutReason.LostToFollowUp => WayEnd.LostToFollowUp, _ => WayEnd.DroppedOut }, leftOn, reason);
        return first;
    }

    /// <summary>The leaving that held on a date.</summary>
    /// <param name="pathway">The pathway.</param>
    /// <param name="on">The date.</param>
    /// <returns>Its date, null when the patient was on the pathway; and its reason, null when it was a closing.</returns>
    internal static (DateOnly? LeftOn, DropOutReason? Reason) Leaving(in CohortCase pathway, DateOnly on)
    {
        if (pathway.Absences?.FirstOrDefault(a => a.From <= on && a.Until > on) is { } absence)
        {
            return (absence.From, absence.Reason);
        }

        return pathway.DroppedOutOn <= on ? (pathway.DroppedOutOn, pathway.DropOutReason)
            : pathway.ClosedOn <= on ? (pathway.ClosedOn, null)
            : (null, null);
    }

    // In the order of precedence: what is considered later must be earlier.
    private static void Consider(ref CaseOutcome first, WayEnd end, DateOnly? date, DropOutReason? reason)
    {
        if (date is { } happenedOn && (happenedOn < first.EndedOn || (happenedOn == first.EndedOn && first.End is WayEnd.Open)))
        {
            first = new(end, happenedOn, reason);
        }
    }
}
