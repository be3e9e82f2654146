using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>Small cohorts, worked by hand. Every patient is enrolled on day -30 and has ALPPS on day 0 unless the events say otherwise; the entry was made on 2026-06-01, day 91.</summary>
internal static class Cohorts
{
    public static StrategyDecided Chosen(int day, Strategy strategy = Strategy.Alpps) => new(Day(day), strategy, "Too little is left.");

    public static DroppedOut Left(int day, DropOutReason reason = DropOutReason.TumorProgression) => new(Day(day), reason);

    public static PathwayResumed Back(int day) => new(Day(day), "It went better.");

    public static DeathRecorded Died(int day) => new(Day(day), DeathCause.Tumor);

    public static PathwayClosed Closed(int day, ClosingReason reason = ClosingReason.Transferred) => new(Day(day), reason);

    public static SurveillanceRecorded Seen(int day, SurveillanceOutcome outcome = SurveillanceOutcome.NoEvidenceOfDisease) => new(Day(day), SurveillanceModality.Ct, outcome);

    /// <summary>A cohort of one pathway for each list of events; the opening is put before each that has none.</summary>
    public static Cohort Of(params IEnumerable<IEnumerable<PathwayEvent>> pathways) => Cohort.Of(1000, pathways.Select((events, i) =>
        PathwayRows.Of(IdOf(100 + i), Stream(events.First() is PathwayOpened ? events : events.Prepend(Opened)), ShippedProtocols.Shelf)));

    /// <summary>A question about everybody from time zero on, as all are entered late.</summary>
    public static ReportQuestion On(int day) => new(Day(day)) { Entry = ObservationStart.TimeZero };
}
