namespace Pathway.Domain;

/// <summary>The body is no JSON.</summary>
/// <param name="Line">Line at which reading stopped, from 1.</param>
/// <param name="Position">Character of the line at which it stopped, from 1.</param>
/// <param name="What">What is wrong there, and the fix.</param>
public sealed record InvalidJson(long Line, long Position, string What) : Rejection(
    "invalid-json", RejectionKind.Malformed, Field: "",
    Title: "The body must be JSON (RFC 8259) in UTF-8.",
    Detail: $"Line {Line}, position {Position}: {What}");

/// <summary>The type is none of the catalogue.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Given">What was given, shortened.</param>
/// <param name="Near">Types of a similar name, at most three.</param>
public sealed record UnknownEventType(string Field, string Given, ValueList<string> Near) : Rejection(
    "unknown-event-type", RejectionKind.Malformed, Field,
    Title: "The type of an event is one of the catalogue.",
    Detail: $"There is no event type {Given}. {Say.DidYouMean(Near)}GET /api/event-types lists them all.");

/// <summary>Another event than an opening was sent to open a pathway.</summary>
/// <param name="Field">JSON pointer to its type.</param>
/// <param name="Given">The type given, shortened.</param>
public sealed record NotAnOpening(string Field, string Given) : Rejection(
    "not-an-opening", RejectionKind.Malformed, Field,
    Title: "A pathway is opened by pathway_opened and by nothing else.",
    Detail: $"The type was given as {Given}. Leave it out or give pathway_opened; other events are sent to the pathway once it is open.");

/// <summary>The type of event has no such field.</summary>
/// <param name="Field">JSON pointer to it; to the object that holds it when the name is too long for a pointer.</param>
/// <param name="Owner">What has no such field: a type of event, or a field that is an object.</param>
/// <param name="Given">The name given, shortened.</param>
/// <param name="Near">Fields of a similar name, at most three.</param>
/// <param name="Known">All fields that it has.</param>
public sealed record UnknownField(string Field, string Owner, string Given, ValueList<string> Near, ValueList<string> Known) : Rejection(
    "unknown-field", RejectionKind.Malformed, Field,
    Title: "An object has the fields of its type and no others.",
    Detail: $"{Owner} has no field {Given}. {Say.DidYouMean(Near)}It has {Say.List(Known, "and")}.");

/// <summary>A field stands there twice.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
public sealed record DuplicateField(string Field, string Path) : Rejection(
    "duplicate-field", RejectionKind.Malformed, Field,
    Title: "A field stands in an object once.",
    Detail: $"{Path} stands there more than once, and nobody can tell which of them is meant. Keep one.");

/// <summary>A field that the type of event needs is missing or null.</summary>
/// <param name="Field">JSON pointer to where it belongs.</param>
/// <param name="Path">The field.</param>
/// <param name="Expected">What belongs there, to stand after "It is".</param>
/// <param name="IsNull">Whether it was given as null.</param>
public sealed record MissingField(string Field, string Path, string Expected, bool IsNull) : Rejection(
    "missing-field", RejectionKind.Malformed, Field,
    Title: "A required field must be given.",
    Detail: $"{Path} {(IsNull ? "is null" : "is missing")}. It is {Expected}.");

/// <summary>A field holds JSON of another type than it is of.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Expected">What belongs there, to stand after "must be".</param>
/// <param name="Given">What was given, shortened.</param>
/// <param name="Fix">The fix as a sentence; empty when what belongs there says it all.</param>
public sealed record WrongType(string Field, string Path, string Expected, string Given, string Fix) : Rejection(
    "wrong-type", RejectionKind.Malformed, Field,
    Title: "A field holds the type of value that it is of.",
    Detail: Say.Sentences($"{Path} must be {Expected}; it was given as {Given}.", Fix));

/// <summary>A word is none of those that the field knows.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Given">The word given, in quotation marks, shortened.</param>
/// <param name="Near">Similar words that it knows, at most three.</param>
/// <param name="Known">All words that it knows.</param>
public sealed record UnknownValue(string Field, string Path, string Given, ValueList<string> Near, ValueList<string> Known) : Rejection(
    "unknown-value", RejectionKind.Malformed, Field,
    Title: "A choice is one of the words of its list, in the same spelling.",
    Detail: $"{Path} was given as {Given}. {Say.DidYouMean(Near)}It is one of {Say.List(Known, "or")}.");

/// <summary>A date is not written as yyyy-mm-dd, or the calendar has no such day.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Given">The text given, in quotation marks, shortened.</param>
/// <param name="Fix">What is wrong with it, as a sentence.</param>
public sealed record NotADate(string Field, string Path, string Given, string Fix) : Rejection(
    "not-a-date", RejectionKind.Malformed, Field,
    Title: "A date is a day of the calendar, written as yyyy-mm-dd.",
    Detail: $"{Path} was given as {Given}. {Fix}");

/// <summary>The id of an event is not written as a GUID.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Given">The text given, in quotation marks, shortened.</param>
public sealed record NotAnId(string Field, string Path, string Given) : Rejection(
    "not-an-id", RejectionKind.Malformed, Field,
    Title: "The id of an event is a GUID.",
    Detail: $"{Path} was given as {Given}. Copy the id of the event as the answer to its entry gave it: 32 hexadecimal digits in groups of 8-4-4-4-12.");

/// <summary>A number lies outside what can be a slip of the hand no more.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Given">The number as it was written, shortened.</param>
/// <param name="From">Smallest value, itself allowed.</param>
/// <param name="To">Largest value, itself allowed.</param>
/// <param name="Unit">Unit of all three; empty for a plain number.</param>
/// <param name="Hint">What usually went wrong, and the fix; empty when nobody can tell.</param>
public sealed record OutOfRange(string Field, string Path, string Given, double From, double To, string Unit, string Hint) : Rejection(
    "out-of-range", RejectionKind.Impossible, Field,
    Title: "A number must lie within what is possible in its unit.",
    Detail: Say.Sentences($"{Path} was given as {Say.WithUnit(Given, Unit)}; it must be between {From} and {Say.WithUnit($"{To}", Unit)}.", Hint));

/// <summary>A number has more digits than the record keeps exactly.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Given">The number as it was written, shortened.</param>
public sealed record TooManyDigits(string Field, string Path, string Given) : Rejection(
    "too-many-digits", RejectionKind.Malformed, Field,
    Title: "The record keeps numbers of up to 15 significant digits exactly, and no others.",
    Detail: $"{Path} was given as {Given}. Round it to 15 significant digits or fewer; nothing is measured more finely.");

/// <summary>A text is empty, too long, of another form than the field asks for, or cannot be stored.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="What">What is wrong with it and the fix, to stand after the name of the field.</param>
public sealed record InvalidText(string Field, string Path, string What) : Rejection(
    "invalid-text", RejectionKind.Malformed, Field,
    Title: "A text has at least one visible character, no more than its field allows, and only characters that can be stored.",
    Detail: $"{Path} {What}");

/// <summary>A quantity has a unit that its analyte does not come in, or none.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="Given">The unit given, in quotation marks, shortened; null when there was none.</param>
/// <param name="Near">Similar units that are known, at most three.</param>
/// <param name="Known">The units it may come in.</param>
public sealed record UnknownUnit(string Field, string Path, string? Given, ValueList<string> Near, ValueList<string> Known) : Rejection(
    "unknown-unit", RejectionKind.Malformed, Field,
    Title: "A measured value comes with its unit, as UCUM writes it.",
    Detail: $"{Path} {(Given is null ? "has no unit" : $"was given as {Given}")}. {Say.DidYouMean(Near)}Known here: {Say.List(Known, "and")}; "
        + "UCUM writes u for micro (umol/L) and * for a power (10*9/L).");

/// <summary>A list is empty, too long, or holds an item twice.</summary>
/// <param name="Field">JSON pointer to it.</param>
/// <param name="Path">The field.</param>
/// <param name="What">What is wrong with it and the fix, to stand after the name of the field.</param>
public sealed record InvalidList(string Field, string Path, string What) : Rejection(
    "invalid-list", RejectionKind.Malformed, Field,
    Title: "A list has at least one item, no more than allowed, and none twice.",
    Detail: $"{Path} {What}");

/// <summary>A correction was to be replaced by a correction.</summary>
/// <param name="Field">JSON pointer to the type of the replacement.</param>
public sealed record NestedCorrection(string Field) : Rejection(
    "nested-correction", RejectionKind.Malformed, Field,
    Title: "A correction puts an event in the place of another, never a correction.",
    Detail: "The replacement was given as event_corrected. To take a correction back, correct it without a replacement: what it had corrected then holds again.");

/// <summary>A test that can only measure the whole liver was entered for the remnant.</summary>
/// <param name="Field">JSON pointer to the scope.</param>
/// <param name="Path">The scope.</param>
/// <param name="Test">The test, by its name in JSON.</param>
public sealed record WholeLiverTest(string Field, string Path, string Test) : Rejection(
    "whole-liver-test", RejectionKind.Impossible, Field,
    Title: "A test that measures the whole liver says nothing of the remnant alone.",
    Detail: $"{Path} was given as remnant, but {Test} measures the whole liver. Give global.");
