using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pathway.Domain;

namespace Pathway.Bench;

/// <summary>The journey that is recorded over and over: ALPPS from enrollment to discharge in 14 events of 250 to 400 bytes.</summary>
internal static class StandardJourney
{
    /// <summary>Its events as they are sent, the opening first.</summary>
    public static ImmutableArray<byte[]> Bodies { get; } = Read();

    /// <summary>The same as the domain reads them.</summary>
    public static ImmutableArray<PathwayEvent> Events { get; } = [.. Bodies.Select(body => EventReader.Read(body).Events.Single())];

    private static ImmutableArray<byte[]> Read()
    {
        using var file = typeof(StandardJourney).Assembly.GetManifestResourceStream("journey.json")!;
        using var journey = JsonDocument.Parse(file);
        return [.. journey.RootElement.EnumerateArray().Select(happened => Encoding.UTF8.GetBytes(happened.GetRawText()))];
    }
}
