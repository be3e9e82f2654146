using System.Security.Cryptography;
using System.Text;
using static Pathway.EventStore.AppendOutcome;

namespace Pathway.EventStore.Tests;

/// <summary>Appends with nothing special about them, of which a test changes what it is about; and what holds of every one.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 0, 123, 456, TimeSpan.Zero);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    public static NewEvent Event(string data = """{"flrVolumeMl": 412.5}""") =>
        new(Guid.CreateVersion7(), "volumetry_recorded", "Pathway.Domain.VolumetryRecorded, Pathway.Domain", Utf8(data));

    public static StreamAppend Append(Guid stream, long expectedVersion, params NewEvent[] events) => new(
        stream, "patient", expectedVersion, events.Length == 0 ? [Event()] : [.. events],
        new(Now, CorrelationId: "request-7", CausationId: null, UserName: "c.meyer", Utf8("""{"role": "coordinator"}""")),
        Documents: [], Answer: null);

    public static DocumentWrite Document(Guid id, string data, string alias = "patient") => new(alias, id, Utf8(data), "Tests.Patient, Tests");

    public static KeyedAnswer Answer(string key, string body = "{\"version\": 1}", string actor = "c.meyer") =>
        new(new(actor, key), new(SHA256.HashData(Utf8("asked")), 201, Utf8(body)));

    public static StreamAppend With(this StreamAppend append, params DocumentWrite[] documents) =>
        append with { Documents = [.. documents] };

    /// <summary>Insists that an append was stored, and that its stream is of this version then.</summary>
    public static Appended MustBeStored(long version, AppendOutcome outcome)
    {
        var appended = Assert.IsType<Appended>(outcome);
        Assert.Equal(version, appended.Version);
        return appended;
    }

    /// <summary>Insists that every event has a later place in the log than the one before it. Numbers may be passed over.</summary>
    public static void MustBeInOrder(IReadOnlyList<StoredEvent> log) =>
        Assert.All(log.Zip(log.Skip(1)), next => Assert.True(next.First.Sequence < next.Second.Sequence, $"{next.Second.Sequence} follows {next.First.Sequence}."));
}
