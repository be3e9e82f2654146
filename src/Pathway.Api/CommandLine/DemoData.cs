using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Api.Simulation;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.EventStore;

namespace Pathway.Api.CommandLine;

/// <summary>
/// Loads the sample journeys of <c>up --demo</c>, one JSON file each, the way a coordinator would enter them: event by event, each decided upon and
/// each with a key of its own. So loading twice loads once, and a load that was cut short goes on where it stopped.
/// </summary>
internal sealed class DemoData(Recorder recorder, IEventStore store, TextWriter output)
{
    /// <summary>How many simulated journeys stand beside the samples: enough for reports to show something.</summary>
    internal const int SimulatedPathways = 300;

    /// <summary>The simulated journeys: of fixed dates, as the next start must find them again.</summary>
    internal static readonly Cohort Simulated = new(Seed: 2025, Centers: 6, From: new(2021, 1, 1), To: new(2025, 12, 31));

    private static readonly Actor _loader = new("pathway-demo", "Demo loader", Role.Coordinator, Center: null);

    /// <summary>The samples that come with the program.</summary>
    internal static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Loads every sample of a folder, in the order of their names, and tells of each in a line.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellation">Stops between two events.</param>
    /// <exception cref="CannotStartException">There are no samples, or one cannot be loaded; those before it stay.</exception>
    internal async Task Load(string folder, CancellationToken cancellation)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList() : [];
        if (files.Count == 0)
        {
            throw new CannotStartException($"There are no sample journeys in {folder}: start without --demo, or build Pathway again.");
        }

        var (loaded, present) = (0, 0);
        foreach (var file in files)
        {
            var sample = new Sample(file);
            string became;
            if (await IsPresent(sample, cancellation))
            {
                present++;
                became = "was there already";
            }
            else
            {
                await Load(sample, cancellation);
                loaded++;
                became = $"{sample.Events.Length + 1} events";
            }

            await output.WriteLineAsync($"Sample {loaded + present} of {files.Count}, {sample.Name}: {became}");
        }

        await output.WriteLineAsync($"Sample journeys: {loaded} loaded, {present} were there already.");
    }

    /// <summary>A sample is whole when its last event was answered: they are entered one after the other.</summary>
    private async Task<bool> IsPresent(Sample sample, CancellationToken cancellation) =>
        await store.FindAnswer(KeyOf(sample, sample.Events.Length), cancellation) is not null;

    private async Task Load(Sample sample, CancellationToken cancellation)
    {
        var opening = sample.Opening.ToJsonString();
        var opened = (PathwayOpened)Read(sample, 0, EventReader.ReadOpening(Encoding.UTF8.GetBytes(opening)));
        using var state = Answered(sample, 0, await recorder.Open(opened, CallOf(sample, 0, opening), cancellation));
        var pathwayId = state.RootElement.GetProperty("id").GetGuid();

        var labeled = new Dictionary<string, Guid>(StringComparer.Ordinal);
        for (var place = 1; place <= sample.Events.Length; place++)
        {
            var entry = sample.Events[place - 1].DeepClone().AsObject();
            entry.Remove("label", out var label);
            PutIds(entry, sample, place, labeled);

            var body = entry.ToJsonString();
            var happened = Read(sample, place, EventReader.Read(Encoding.UTF8.GetBytes(body)));
            using var answer = Answered(sample, place, await recorder.Record(pathwayId, [happened], CallOf(sample, place, body), cancellation));
            if (label is not null)
            {
                labeled[label.GetValue<string>()] = answer.RootElement.GetProperty("events")[0].GetProperty("id").GetGuid();
            }
        }
    }

    /// <summary>Puts the id of an event in the place of its label: <c>"eventId": "@slip"</c>.</summary>
    private static void PutIds(JsonObject entry, Sample sample, int place, Dictionary<string, Guid> labeled)
    {
        foreach (var name in (string[])["eventId", "complicationEventId"])
        {
            if (entry[name] is JsonValue given && given.TryGetValue<string>(out var text) && text is ['@', .. var label])
            {
                entry[name] = labeled.TryGetValue(label, out var id)
                    ? id
                    : throw sample.Refused(place, $"{name} names @{label}, but no event before it has that label.");
            }
        }

        if (entry["replacement"] is JsonObject replacement)
        {
            PutIds(replacement, sample, place, labeled);
        }
    }

    private static PathwayEvent Read(Sample sample, int place, EventReading reading) =>
        reading.IsRead ? reading.Events[0] : throw sample.Refused(place, reading.Rejections);

    private static JsonDocument Answered(Sample sample, int place, RecordOutcome outcome) => outcome switch
    {
        RecordOutcome.Recorded recorded => JsonDocument.Parse(recorded.Body),
        RecordOutcome.Rejected rejected => throw sample.Refused(place, rejected.Reasons),
        RecordOutcome.KeyMisused => throw sample.Refused(place, "an earlier version of this file was loaded in part. A new data folder takes the new version."),
        RecordOutcome.Busy or RecordOutcome.Unknown =>
            throw sample.Refused(place, "the database was lost while storing. Start again with --demo: it goes on from here."),
        _ => throw new UnreachableException($"Nothing that is loaded can end in {outcome.GetType().Name}."),
    };

    private static Call CallOf(Sample sample, int place, string body) => new(
        _loader, $"demo-{sample.Name}-{place}", "pathway up --demo", IfVersion: null,
        new(KeyOf(sample, place), SHA256.HashData(Encoding.UTF8.GetBytes(body))), IsArray: false);

    private static IdempotencyKey KeyOf(Sample sample, int place) => new(_loader.Id, $"demo-{sample.Name}-{place}");

    /// <summary>One journey in its file.</summary>
    private sealed class Sample
    {
        private readonly string file;

        internal Sample(string file)
        {
            this.file = file;
            Name = Path.GetFileNameWithoutExtension(file);
            try
            {
                var root = JsonNode.Parse(File.ReadAllBytes(file)) as JsonObject ?? throw new JsonException("it holds no object.");
                Opening = root["opening"] as JsonObject ?? throw new JsonException("there is no opening.");
                Events = root["events"] is JsonArray events && events.All(e => e is JsonObject)
                    ? [.. events.Cast<JsonObject>()]
                    : throw new JsonException("there is no list of events.");
            }
            catch (JsonException e)
            {
                throw new CannotStartException($"The sample {file} cannot be read: {e.Message}", e);
            }
        }

        internal string Name { get; }

        internal JsonObject Opening { get; }

        internal ImmutableArray<JsonObject> Events { get; }

        /// <summary>Says in one line what cannot be loaded and why.</summary>
        /// <param name="place">Place of the event; 0 for the opening.</param>
        /// <param name="reasons">Why.</param>
        internal CannotStartException Refused(int place, ImmutableArray<Rejection> reasons) =>
            Refused(place, string.Join(' ', reasons.Select(r => r.Field.Length == 0 ? r.Detail : $"{r.Field}: {r.Detail}")));

        /// <inheritdoc cref="Refused(int, ImmutableArray{Rejection})"/>
        internal CannotStartException Refused(int place, string reason) =>
            new($"The sample {file} was refused at {(place == 0 ? "its opening" : $"event {place}, {Events[place - 1]["type"]}")}: {reason}");
    }
}
