using System.Globalization;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>Puts numbers and limits into words, always so that what is read leads to the same verdict as what was measured.</summary>
public static class Wording
{
    /// <summary>A value as it is shown beside a limit: rounded, but away from the limit where rounding would carry it onto or across it.</summary>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="decimals">Places to show.</param>
    public static string Shown(double value, double limit, int decimals)
    {
        if (Limit.AreEqual(value, limit))
        {
            return Plain(limit);
        }

        var exact = (decimal)value;
        var line = (decimal)limit;
        for (var places = decimals; places <= 12; places++)
        {
            var shown = decimal.Round(exact, places, MidpointRounding.ToEven);
            if (shown != line && shown > line == exact > line)
            {
                return shown.ToString($"F{places}", CultureInfo.InvariantCulture);
            }

            shown = decimal.Round(exact, places, exact > line ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);
            if (shown != line && shown > line == exact > line)
            {
                return shown.ToString($"F{places}", CultureInfo.InvariantCulture);
            }
        }

        return Plain(value);
    }

    /// <summary>A value by itself.</summary>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="decimals">Places to show.</param>
    public static string Rounded(double value, int decimals) => decimal.Round((decimal)value, decimals).ToString($"F{decimals}", CultureInfo.InvariantCulture);

    /// <summary>A number with its unit.</summary>
    /// <param name="number">The number as shown.</param>
    /// <param name="unit">UCUM code of the unit.</param>
    public static string WithUnit(string number, string unit) => Say.WithUnit(number, MeasureWords.UnitWords(unit));

    /// <summary>The sentence that says a value beside a limit, without the full stop.</summary>
    /// <param name="words">How the measure is written.</param>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="unit">UCUM code of the unit of both.</param>
    public static string Says(MeasureWords words, double value, double limit, string unit) => string.Format(words.Sentence, WithUnit(Shown(value, limit, words.Decimals), unit));

    /// <summary>The sentence that says a value by itself, without the full stop.</summary>
    /// <param name="words">How the measure is written.</param>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="unit">UCUM code of its unit.</param>
    public static string Says(MeasureWords words, double value, string unit) => string.Format(words.Sentence, WithUnit(Rounded(value, words.Decimals), unit));

    /// <summary>The side of a limit that passes: "more than 30 %", "30 % or more".</summary>
    /// <param name="by">The operator.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="unit">UCUM code of its unit.</param>
    public static string Asked(LimitOperator by, double limit, string unit)
    {
        var shown = WithUnit(Plain(limit), unit);
        return by switch
        {
            LimitOperator.MoreThan => $"more than {shown}",
            LimitOperator.AtLeast => $"{shown} or more",
            LimitOperator.LessThan => $"less than {shown}",
            _ => $"{shown} or less",
        };
    }

    /// <summary>What a limit asks for, its middle included.</summary>
    /// <param name="limit">The limit.</param>
    public static string Asked(Limit limit) => Asked(limit.Operator, limit.Value, limit.Unit) + MiddleOf(limit.Middle, limit.Unit);

    /// <summary>What a limit of volume asks for, its middle included.</summary>
    /// <param name="limit">The limit.</param>
    public static string Asked(ClassLimit limit) => Asked(limit.Operator, limit.Percent, "%") + MiddleOf(limit.Middle, "%");

    /// <summary>Words for a value that is the limit itself; empty for any other.</summary>
    /// <param name="isOnTheLine">Whether it is.</param>
    public static string OnTheLine(bool isOnTheLine) => isOnTheLine ? ", which is exactly on the line" : "";

    /// <summary>How old what a score was made from is, as a sentence of its own; empty where it is of the day itself, and for what is no score.</summary>
    /// <param name="observed">The score.</param>
    public static string Age(Observation observed) =>
        observed.OldestInputDays is > 0 and var days ? $" The oldest value in it is {days} {(days == 1 ? "day" : "days")} old." : "";

    /// <summary>A test of function, to begin a sentence.</summary>
    /// <param name="test">The test.</param>
    /// <param name="scope">What it looked at.</param>
    public static string TestName(FunctionTest test, TestScope scope)
    {
        var of = scope is TestScope.Remnant ? "of the remnant" : "of the whole liver";
        return test switch
        {
            FunctionTest.IcgR15 => "Indocyanine green retention at 15 minutes",
            FunctionTest.IcgPdr => "The plasma disappearance rate of indocyanine green",
            FunctionTest.HepatobiliaryScintigraphy => $"Mebrofenin scintigraphy {of}",
            FunctionTest.GsaSpect => $"GSA scintigraphy {of}",
            FunctionTest.GadoxetateMri => $"Gadoxetate MRI {of}",
            _ => $"Galactose PET {of}",
        };
    }

    private static string MiddleOf(MiddleLimit? middle, string unit) => middle is null ? "" : $" (with caution {Asked(middle.Operator, middle.Value, unit)})";

    private static string Plain(double number) => ((decimal)number).ToString(CultureInfo.InvariantCulture);
}
