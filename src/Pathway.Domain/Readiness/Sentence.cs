using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathway.Domain.Readiness;

/// <summary>A sentence that is put into words when it is first read: of most findings nobody reads more than the verdict. It is equal to any with the same words.</summary>
[JsonConverter(typeof(SentenceConverter))]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly Func<string>? _say;

    /// <summary>Makes one of words.</summary>
    /// <param name="words">The words.</param>
    public Sentence(string words) => Words = words;

    /// <summary>Makes one that is put into words later, always the same.</summary>
    /// <param name="say">Says it.</param>
    public Sentence(Func<string> say) => _say = say;

    /// <summary>What it says.</summary>
    public string Words => field ??= _say!();

    /// <summary>A sentence of words.</summary>
    /// <param name="words">The words.</param>
    public static implicit operator Sentence(string words) => new(words);

    /// <summary>What it says.</summary>
    /// <param name="sentence">The sentence.</param>
    public static implicit operator string(Sentence sentence) => sentence.Words;

    /// <inheritdoc/>
    public bool Equals(Sentence? other) => other is not null && Words == other.Words;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sentence);

    /// <inheritdoc/>
    public override int GetHashCode() => Words.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Words;
}

/// <summary>Reads and writes a <see cref="Sentence"/> as its words.</summary>
internal sealed class SentenceConverter : JsonConverter<Sentence>
{
    public override Sentence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() is { } words ? new(words) : null;

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options) => writer.WriteStringValue(value.Words);
}
