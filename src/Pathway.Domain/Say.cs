using System.Text;

namespace Pathway.Domain;

/// <summary>Turns of phrase that the sentences of rejections share.</summary>
internal static class Say
{
    private const int MostShown = 60;

    /// <summary>One suggestion or several, with a space after them; nothing when there is none.</summary>
    public static string DidYouMean(IReadOnlyList<string> near) => near.Count == 0 ? "" : $"Did you mean {List(near, "or")}? ";

    /// <summary>"a, b and c".</summary>
    public static string List(IReadOnlyList<string> items, string conjunction) =>
        items.Count == 1 ? items[0] : $"{string.Join(", ", items.SkipLast(1))} {conjunction} {items[^1]}";

    /// <summary>A number and its unit.</summary>
    public static string WithUnit(string number, string unit) => unit.Length == 0 ? number : $"{number} {unit}";

    /// <summary>A sentence and the next one, if there is a next one.</summary>
    public static string Sentences(string first, string second) => second.Length == 0 ? first : $"{first} {second}";

    /// <summary>As much of what was given as fits into a sentence; what cannot be printed is written as its number.</summary>
    public static string Shortened(string given)
    {
        var shown = new StringBuilder();
        foreach (var rune in given.EnumerateRunes())
        {
            if (shown.Length >= MostShown)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Rune.IsControl(rune) ? $"U+{rune.Value:X4}" : rune.ToString());
        }

        return shown.ToString();
    }
}
