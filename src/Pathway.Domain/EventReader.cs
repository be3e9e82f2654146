using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pathway.Domain;

/// <summary>
/// Reads events that come from outside, strictly: what is not exactly an event is refused with every mistake named at once,
/// its place, and the fix. Nothing gets in half, is guessed, rounded or left out.
/// </summary>
public static class EventReader
{
    /// <summary>Most events that one body may hold.</summary>
    public const int MostEvents = 100;

    /// <summary>Deepest nesting of objects and arrays; an event itself needs five levels.</summary>
    public const int DeepestNesting = 64;

    private static readonly SearchValues<byte> _letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Reads a body that is one event or a list of 1 to <see cref="MostEvents"/>.</summary>
    /// <param name="utf8Json">The body; a byte order mark before it is passed over.</param>
    /// <returns>All its events, or every reason why it cannot be read.</returns>
    public static EventReading Read(ReadOnlyMemory<byte> utf8Json) => Read(utf8Json, (reader, body) =>
        body.ValueKind == JsonValueKind.Array ? reader.ReadList(body) : [reader.ReadEvent(body, Place.Body)]);

    /// <summary>Reads a body that opens a pathway: one <c>pathway_opened</c>, whose type may be left out.</summary>
    /// <param name="utf8Json">The body; a byte order mark before it is passed over.</param>
    /// <returns>The opening alone, or every reason why it cannot be read.</returns>
    public static EventReading ReadOpening(ReadOnlyMemory<byte> utf8Json) => Read(utf8Json, (reader, body) => [reader.ReadOpening(body)]);

    private static EventReading Read(ReadOnlyMemory<byte> utf8Json, Func<BodyReader, JsonElement, IReadOnlyList<PathwayEvent?>> read)
    {
        utf8Json = utf8Json.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8Json[Encoding.UTF8.Preamble.Length..] : utf8Json;
        if (WhyNoJson(utf8Json.Span) is { } noJson)
        {
            return new([], IsList: false, [noJson]);
        }

        using var document = JsonDocument.Parse(utf8Json);
        var isList = document.RootElement.ValueKind == JsonValueKind.Array;
        var reader = new BodyReader();
        var events = read(reader, document.RootElement);
        return reader.Rejections.Count == 0 ? new([.. events.OfType<PathwayEvent>()], isList, []) : new([], isList, [.. reader.Rejections]);
    }

    private static InvalidJson? WhyNoJson(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            var valid = 0;
            while (Rune.DecodeFromUtf8(body[valid..], out _, out var length) == OperationStatus.Done)
            {
                valid += length;
            }

            return At(body, valid, $"The byte 0x{body[valid]:X2} is no UTF-8. Save or send the text in UTF-8.");
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= DeepestNesting)
                {
                    return At(body, (int)reader.TokenStartIndex, $"Nested more than {DeepestNesting} deep.");
                }
            }

            return null;
        }
        catch (JsonException stopped)
        {
            var offset = 0;
            for (var line = 0L; line < stopped.LineNumber; line++)
            {
                offset += body[offset..].IndexOf((byte)'\n') + 1;
            }

            offset = Math.Min(body.Length, offset + (int)stopped.BytePositionInLine.GetValueOrDefault());
            return At(body, offset, WhatStopped(body, offset));
        }
    }

    private static InvalidJson At(ReadOnlySpan<byte> body, int offset, string what)
    {
        var before = body[..offset];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1, what);
    }

    private static string WhatStopped(ReadOnlySpan<byte> body, int offset)
    {
        var rest = body[offset..];
        if (rest.IsEmpty)
        {
            return body.Trim(" \t\r\n"u8).IsEmpty
                ? "The body is empty. Send an event, as a JSON object."
                : "The body ends too early: a bracket, a brace or a quotation mark is not closed.";
        }

        var start = body[..offset].LastIndexOfAnyExcept(_letters) + 1;
        var length = body[start..].IndexOfAnyExcept(_letters);
        var word = Encoding.UTF8.GetString(length < 0 ? body[start..] : body.Slice(start, length));
        return (char)rest[0] switch
        {
            _ when word.ToUpperInvariant() is "NAN" or "INF" or "INFINITY" => "JSON has no NaN and no Infinity. Leave out what was not measured.",
            _ when word.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL" or "NONE" => "JSON writes true, false and null, in small letters.",
            '\'' => "Texts and names stand in double quotation marks.",
            '/' => "JSON has no comments.",
            '}' or ']' => "A closing bracket is not expected here. After a comma another item must follow, and every bracket needs its own kind.",
            '\n' or '\r' or '\t' => "A line break or tab inside a text is written as \\n or \\t.",
            _ => $"\"{Say.Shortened(FirstCharacter(rest))}\" is not expected here.",
        };
    }

    private static string FirstCharacter(ReadOnlySpan<byte> valid)
    {
        Rune.DecodeFromUtf8(valid, out var character, out _);
        return character.ToString();
    }
}

/// <summary>What came of reading a body.</summary>
/// <param name="Events">The events, in the order of the body; empty when there is any rejection.</param>
/// <param name="IsList">Whether the body is a list, so that pointers begin with the index of the event.</param>
/// <param name="Rejections">
/// Every mistake: event by event, names before values, values in the order of the fields; empty when it was read. At most about a hundred are told.
/// </param>
public sealed record EventReading(ImmutableArray<PathwayEvent> Events, bool IsList, ImmutableArray<Rejection> Rejections)
{
    /// <summary>Whether it was read, all of it.</summary>
    public bool IsRead => Rejections.IsEmpty;
}
