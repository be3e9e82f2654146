using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pathway.Domain;

/// <summary>
/// The one way to write a JSON value (RFC 8785): keys in the order of their UTF-16 units, numbers as ECMAScript writes them, no white space.
/// Two values that are equal have the same bytes, and so the same hash.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes a value.</summary>
    /// <param name="value">The value; no object in it has a key twice.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair, which UTF-8 cannot write.</exception>
    /// <exception cref="ArgumentException">A number is too large for a double.</exception>
    public static byte[] Write(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(value, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> bytes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, bytes);
                break;
            case JsonValueKind.Array:
                var separator = "["u8;
                foreach (var item in value.EnumerateArray())
                {
                    bytes.Write(separator);
                    Write(item, bytes);
                    separator = ","u8;
                }

                bytes.Write(value.GetArrayLength() == 0 ? "[]"u8 : "]"u8);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, bytes);
                break;
            case JsonValueKind.Number:
                bytes.Write(Encoding.ASCII.GetBytes(Number(value.GetDouble())));
                break;
            default:
                bytes.Write(value.ValueKind switch { JsonValueKind.True => "true"u8, JsonValueKind.False => "false"u8, _ => "null"u8 });
                break;
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> bytes)
    {
        bytes.Write("{"u8);
        var isFirst = true;
        foreach (var field in value.EnumerateObject().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (!isFirst)
            {
                bytes.Write(","u8);
            }

            isFirst = false;
            WriteString(field.Name, bytes);
            bytes.Write(":"u8);
            Write(field.Value, bytes);
        }

        bytes.Write("}"u8);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> bytes)
    {
        var written = new StringBuilder(text.Length + 2).Append('"');
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => written.Append("\\\""),
                '\\' => written.Append("\\\\"),
                '\b' => written.Append("\\b"),
                '\t' => written.Append("\\t"),
                '\n' => written.Append("\\n"),
                '\f' => written.Append("\\f"),
                '\r' => written.Append("\\r"),
                < ' ' => written.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => written.Append(unit),
            };
        }

        bytes.Write(Encoding.UTF8.GetBytes(written.Append('"').ToString()));
    }

    /// <summary>A number as ECMAScript's <c>Number::toString</c> writes it: the fewest digits that read back as the same double.</summary>
    private static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("JSON has no number as large as this.", nameof(value));
        }

        if (value == 0)
        {
            return "0"; // minus zero as well
        }

        // .NET gives the same digits and lays them out differently: take them apart, and count where the point stands.
        var parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts is [_, var power] ? int.Parse(power, CultureInfo.InvariantCulture) : 0;
        var places = parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : parts[0].Length;
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var point = places - (all.Length - digits.Length) + exponent; // the value is 0.digits × 10^point
        digits = digits.TrimEnd('0');

        var written = point switch
        {
            > 0 and <= 21 when digits.Length <= point => digits + new string('0', point - digits.Length),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => $"{digits[0]}{(digits.Length > 1 ? $".{digits[1..]}" : "")}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}",
        };
        return value < 0 ? $"-{written}" : written;
    }
}
