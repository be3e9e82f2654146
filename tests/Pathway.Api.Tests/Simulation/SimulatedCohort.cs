using System.Collections.Immutable;
using System.Text.Json;
using Pathway.Api.Simulation;
using Pathway.Domain;
using Pathway.Domain.Protocols;
using Pathway.Testing;

namespace Pathway.Api.Tests.Simulation;

/// <summary>Two thousand simulated journeys, read and admitted as if they came from outside, once for all tests that look at them.</summary>
public sealed class SimulatedCohort
{
    internal const int Count = 2_000;

    internal static readonly Cohort Seven = new(Seed: 7, Centers: 6, new(2019, 1, 1), new(2026, 3, 14));

    internal static readonly HospitalClock Clock = new(new SettableTime(), TimeZoneInfo.Utc);

    public SimulatedCohort()
    {
        var journeys = new Simulated[Count];
        Parallel.For(0, Count, i => journeys[i] = Simulated.Of(Seven.Journey(i + 1, Clock)));
        Journeys = [.. journeys];
    }

    internal ImmutableArray<Simulated> Journeys { get; }

    internal IEnumerable<RecordedEvent> Events => Journeys.SelectMany(j => j.Stream);

    /// <summary>A simulated journey with what came of admitting it.</summary>
    internal sealed record Simulated(SimulatedJourney Journey, ImmutableArray<RecordedEvent> Stream, PathwayFacts Facts, ImmutableArray<string> Refused)
    {
        internal static Simulated Of(SimulatedJourney journey)
        {
            var stream = ImmutableArray.CreateBuilder<RecordedEvent>();
            var refused = ImmutableArray.CreateBuilder<string>();
            foreach (var sitting in journey.Sittings)
            {
                var reading = EventReader.Read(JsonSerializer.SerializeToUtf8Bytes(sitting.Entries.Select(e => e.Event), EventJson.Options));
                refused.AddRange(reading.Rejections.Select(r => Said(r, sitting.Entries[0].Event)));
                foreach (var (entry, read) in sitting.Entries.Zip(reading.Events))
                {
                    var decision = Admission.Decide(read, stream, ShippedProtocols.Shelf, Clock.DateOf(sitting.RecordedAt));
                    refused.AddRange(decision.Rejections.Select(r => Said(r, read)));
                    stream.Add(new(entry.Id, stream.Count + 1, sitting.RecordedAt, read));
                }
            }

            return new(journey, stream.ToImmutable(), PathwayFacts.From(stream), refused.ToImmutable());

            string Said(Rejection r, PathwayEvent e) => $"{journey.Sittings[0].Entries[0].Event}: {r.Code} {r.Field} {r.Detail} in {e}";
        }

        internal DateOnly? Stage1On => Facts.Stage1?.OccurredOn;

        internal DateOnly? Stage2On => Facts.Stage2?.OccurredOn;
    }
}
