using static System.FormattableString;

namespace Pathway.Domain.Journey;

/// <summary>A date lies in the future: what has not happened is no event.</summary>
/// <param name="Field">JSON pointer to the date.</param>
/// <param name="Given">The date given.</param>
/// <param name="Today">Today, where the hospital is.</param>
public sealed record DateInFuture(string Field, DateOnly Given, DateOnly Today) : Rejection(
    "date-in-future", RejectionKind.Impossible, Field,
    "An event cannot have happened in the future.",
    Invariant($"The date was given as {Given:yyyy-MM-dd}; today is {Today:yyyy-MM-dd} where the hospital is."));

/// <summary>A date lies before the patient's birth.</summary>
/// <param name="Field">JSON pointer to the date.</param>
/// <param name="Given">The date given.</param>
/// <param name="BirthYear">Year of birth.</param>
public sealed record DateBeforeBirth(string Field, DateOnly Given, int BirthYear) : Rejection(
    "date-before-birth", RejectionKind.Impossible, Field,
    "Nothing happens to a patient before birth.",
    Invariant($"The date was given as {Given:yyyy-MM-dd}; the patient was born in {BirthYear}. If the year of birth is wrong, correct the opening."));

/// <summary>A date lies after the patient's death.</summary>
/// <param name="Field">JSON pointer to the date.</param>
/// <param name="Given">The date given.</param>
/// <param name="DiedOn">Date of death.</param>
public sealed record DateAfterDeath(string Field, DateOnly Given, DateOnly DiedOn) : Rejection(
    "date-after-death", RejectionKind.Impossible, Field,
    "Nothing happens to a patient after death.",
    Invariant($"The date was given as {Given:yyyy-MM-dd}; the patient died on {DiedOn:yyyy-MM-dd}."));

/// <summary>A course ends before it begins.</summary>
/// <param name="Field">JSON pointer to the later date.</param>
/// <param name="What">What the dates are about.</param>
/// <param name="Start">The first date.</param>
/// <param name="End">The date that should not lie before it.</param>
public sealed record EndBeforeStart(string Field, string What, DateOnly Start, DateOnly End) : Rejection(
    "end-before-start", RejectionKind.Impossible, Field,
    "Nothing ends before it begins.",
    Invariant($"{What} was given as {End:yyyy-MM-dd}, which is before {Start:yyyy-MM-dd}."));

/// <summary>The pathway was closed, and this happened later.</summary>
/// <param name="ClosedOn">Date of the closing.</param>
public sealed record PathwayIsClosed(DateOnly ClosedOn) : Rejection(
    "pathway-closed", RejectionKind.NotAllowed, "",
    "A closed pathway takes no further events.",
    Invariant($"It was closed on {ClosedOn:yyyy-MM-dd}. Record pathway_resumed first, if the patient came back. What happened until that day may still be entered."));

/// <summary>The patient had dropped out, and this happened later.</summary>
/// <param name="DroppedOutOn">Date of the drop-out.</param>
public sealed record PatientHasDroppedOut(DateOnly DroppedOutOn) : Rejection(
    "pathway-dropped-out", RejectionKind.NotAllowed, "",
    "After a drop-out nothing more is recorded until the patient comes back.",
    Invariant($"The patient dropped out on {DroppedOutOn:yyyy-MM-dd}. Record pathway_resumed first, if the patient came back. What happened until that day may still be entered."));

/// <summary>There is nothing to come back from.</summary>
/// <param name="On">Date given for the return.</param>
public sealed record NothingToResume(DateOnly On) : Rejection(
    "nothing-to-resume", RejectionKind.NotAllowed, "",
    "Only a pathway that ended can be resumed.",
    Invariant($"The pathway is open on {On:yyyy-MM-dd}: there is no drop-out and no closing to come back from."));

/// <summary>The pathway has its opening already.</summary>
/// <param name="OpenedOn">Date of the opening.</param>
public sealed record AlreadyOpened(DateOnly OpenedOn) : Rejection(
    "already-opened", RejectionKind.NotAllowed, "/type",
    "A pathway is opened once.",
    Invariant($"It was opened on {OpenedOn:yyyy-MM-dd}. To change what was said then, correct that entry."));

/// <summary>The patient was born after an entry of the record.</summary>
/// <param name="BirthYear">Year of birth given.</param>
/// <param name="Earliest">Earliest date in the record.</param>
public sealed record BirthAfterEvent(int BirthYear, DateOnly Earliest) : Rejection(
    "birth-after-event", RejectionKind.Impossible, "/birthYear",
    "A patient is born before anything happens to them.",
    Invariant($"The year of birth was given as {BirthYear}; the record begins on {Earliest:yyyy-MM-dd}."));

/// <summary>The patient weighs less than the ascites in them.</summary>
/// <param name="AscitesKg">Ascites given, kg.</param>
/// <param name="WeightKg">Body weight given, kg.</param>
public sealed record AscitesExceedsWeight(double AscitesKg, double WeightKg) : Rejection(
    "ascites-exceeds-weight", RejectionKind.Impossible, "/ascitesKg",
    "Ascites is part of the body weight.",
    Invariant($"The ascites was given as {AscitesKg} kg, the body weight that contains it as {WeightKg} kg."));

/// <summary>No such protocol was published.</summary>
/// <param name="Field">JSON pointer to what is not known: the id or the version.</param>
/// <param name="ProtocolId">Id given.</param>
/// <param name="ProtocolVersion">Version given; null for the latest.</param>
public sealed record UnknownProtocol(string Field, string ProtocolId, int? ProtocolVersion) : Rejection(
    "unknown-protocol", RejectionKind.Impossible, Field,
    "A pathway can only be under a published protocol.",
    ProtocolVersion is { } version
        ? Invariant($"There is no version {version} of protocol '{ProtocolId}'.")
        : $"There is no protocol '{ProtocolId}'.");

/// <summary>An entry is named that is not in this pathway.</summary>
/// <param name="Field">JSON pointer to the id.</param>
/// <param name="EventId">The id given.</param>
/// <param name="Wanted">What the id should name.</param>
public sealed record UnknownEvent(string Field, Guid EventId, string Wanted) : Rejection(
    "unknown-event", RejectionKind.Impossible, Field,
    "Only an entry of the same pathway can be named.",
    $"This pathway has no {Wanted} with the id {EventId}.");

/// <summary>The opening cannot be withdrawn: without it there is no pathway.</summary>
public sealed record OpeningCannotBeWithdrawn() : Rejection(
    "opening-cannot-be-withdrawn", RejectionKind.Impossible, "/replacement",
    "The opening can be corrected, not withdrawn.",
    "Give the whole opening as it should have been, or close the pathway as entered in error.");

/// <summary>A correction can be withdrawn, not rewritten.</summary>
public sealed record CorrectionCannotBeReplaced() : Rejection(
    "correction-cannot-be-replaced", RejectionKind.Impossible, "/replacement",
    "A correction can be withdrawn, not rewritten.",
    "Correct the original entry once more: the last correction holds. Or leave the replacement out, and this correction is withdrawn.");

/// <summary>A replacement is of another type than the entry it replaces.</summary>
/// <param name="Given">Type given.</param>
/// <param name="Original">Type of the entry.</param>
public sealed record ReplacementOfAnotherType(string Given, string Original) : Rejection(
    "replacement-of-another-type", RejectionKind.Impossible, "/replacement/type",
    "A replacement is of the same type as the entry it replaces.",
    $"The entry is a {Original}, the replacement a {Given}. Withdraw the entry and record the other event.");
