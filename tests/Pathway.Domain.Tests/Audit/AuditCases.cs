using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Audit;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Tests.Audit;

/// <summary>What the tests of the audit start from.</summary>
internal static class AuditCases
{
    internal static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    internal static Guid PathwayId { get; } = Given.IdOf(999);

    /// <summary>
    /// Journeys as they are entered: late and out of order, with entries corrected, withdrawn and corrected again, and with corrections taken back.
    /// Each entry comes with the day on which it is made, which never goes back.
    /// </summary>
    internal static Gen<ImmutableArray<AuditedEvent>> Entered { get; } =
        from journey in AnyPatient.Journeys
        from order in Gen.Shuffle(journey[1..])
        from corrections in Gen.Choose(0, 6).SelectMany(n => Gen.Choose(0, int.MaxValue).ArrayOf(n))
        from waits in Gen.Choose(0, 12).ArrayOf(journey.Length + corrections.Length)
        select Laid(journey[0], [.. order], corrections, waits);

    internal static JsonElement AsJson(PathwayState state) => JsonSerializer.SerializeToElement(state, Form);

    /// <summary>A pathway whose entries were made on the days given, by Anna.</summary>
    internal static ImmutableArray<AuditedEvent> EnteredOn(params (int Day, PathwayEvent Event)[] entries) =>
        [.. entries.Select((e, i) => Entry(i + 1, e.Day, e.Event))];

    internal static AuditTrail Trail(ImmutableArray<AuditedEvent> entries, Protocol? under = null) => new(PathwayId, entries, ShippedProtocols.Shelf, under);

    internal static ReplayEntry[] Replay(ImmutableArray<AuditedEvent> entries, int? asOf = null) =>
        [.. Trail(entries).Replay(Form, asOf is { } day ? Given.Day(day) : null)];

    private static AuditedEvent Entry(int version, int day, PathwayEvent happened) => new(
        new(Given.IdOf(version), version, new(Given.Day(day), new(12, version % 60), TimeSpan.Zero), happened), version + 100, Given.Day(day), $"request-{version}", new("anna", "Anna", "coordinator", "ghent-1", null));

    private static ImmutableArray<AuditedEvent> Laid(PathwayEvent opened, List<PathwayEvent> events, int[] corrections, int[] waits)
    {
        List<PathwayEvent> entered = [opened, .. events];
        foreach (var seed in corrections)
        {
            var named = 1 + (seed % (entered.Count - 1));
            var wrong = entered[named];
            PathwayEvent? replacement = wrong is EventCorrected || seed % 3 == 0 ? null : wrong with { OccurredOn = wrong.OccurredOn.AddDays((seed % 15) - 7) };
            entered.Add(Given.Correction(130, named + 1, replacement));
        }

        var day = 0;
        return [.. entered.Select((e, i) => Entry(i + 1, day += waits[i], e))];
    }
}
