namespace Pathway.Domain;

/// <summary>
/// The range of a number that can be a slip of the hand no more. These limits catch a wrong unit or a lost decimal point
/// (height in meters, a volume in liters); they are wide on purpose and are no clinical threshold.
/// </summary>
/// <param name="from">Smallest value, itself allowed.</param>
/// <param name="to">Largest value, itself allowed.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class BetweenAttribute(double from, double to) : Attribute
{
    /// <summary>Smallest value, itself allowed.</summary>
    public double From => from;

    /// <summary>Largest value, itself allowed.</summary>
    public double To => to;

    /// <summary>Unit as people write it; empty for a plain number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What usually went wrong, and the fix: one sentence; empty when there is no usual slip.</summary>
    public string Hint { get; init; } = "";
}

/// <summary>The length of a text, in Unicode characters. A text never holds U+0000 or half of a surrogate pair.</summary>
/// <param name="longest">Most characters allowed, 1 or more. The shortest text allowed has one character that is not white space.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class TextAttribute(int longest) : Attribute
{
    /// <summary>Most characters allowed.</summary>
    public int Longest => longest;

    /// <summary>Regular expression that the whole text matches, without anchors, in what .NET and ECMAScript have in common; empty for any text.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>The pattern in words, to stand after "must be"; empty for any text.</summary>
    public string PatternInWords { get; init; } = "";
}

/// <summary>How many items a list may have.</summary>
/// <param name="most">Most items allowed, 1 or more. A list that is given has none twice.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class ItemsAttribute(int most) : Attribute
{
    /// <summary>Most items allowed.</summary>
    public int Most => most;

    /// <summary>Fewest items allowed: 1, as an event leaves out a list that has none, unless a document says otherwise.</summary>
    public int Fewest { get; init; } = 1;
}

/// <summary>Put on an event that is nothing without its note.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoteRequiredAttribute : Attribute;

/// <summary>Put on a field that the server fills in: a client cannot send it, and no schema of an entry has it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServerSetAttribute : Attribute;

/// <summary>What a quantity measures, and so which units it may come in.</summary>
/// <param name="name">Name of the analyte: a member of <see cref="Analyte"/>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class MeasuresAttribute(string name) : Attribute
{
    /// <summary>The analyte.</summary>
    public Analyte Analyte => Analyte.Named(name);
}
