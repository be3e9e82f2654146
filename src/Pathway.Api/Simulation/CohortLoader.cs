using System.Diagnostics;
using System.Text.Json;
using Pathway.Api.CommandLine;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.Projections.Overview;

namespace Pathway.Api.Simulation;

/// <summary>
/// Puts a cohort into the record, many journeys at once, each read and decided upon as if it came from outside. Ids are made from what they stand for, so
/// that loading a cohort again stores what is missing and nothing twice.
/// </summary>
/// <param name="recorder">Decides and records.</param>
/// <param name="list">Knows what is there.</param>
/// <param name="store">Has it.</param>
/// <param name="clock">Knows today.</param>
/// <param name="progress">Is told how far it is.</param>
internal sealed class CohortLoader(Recorder recorder, PathwayList list, IEventStore store, HospitalClock clock, Progress progress)
{
    /// <summary>Enough that the database always has something to write; what waits for it stays far below what the store lets wait.</summary>
    private const int JourneysAtOnce = 32;

    private int _there;
    private long _events;

    /// <summary>Loads the first journeys of a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="pathways">How many.</param>
    /// <param name="cancellation">Ends it between journeys: those under way are recorded whole.</param>
    /// <returns>What became of it, also when it was ended early.</returns>
    /// <exception cref="CannotStartException">The seed was used with other options, or a journey was refused; what was recorded before stays.</exception>
    internal async Task<LoadedCohort> Load(Cohort cohort, int pathways, CancellationToken cancellation)
    {
        var goesOn = await WasBegun(cohort, cancellation);
        var loaded = 0;
        using (progress.Start("pathways", pathways, () => loaded))
        {
            try
            {
                await Parallel.ForEachAsync(
                    Enumerable.Range(1, pathways), new ParallelOptions { MaxDegreeOfParallelism = JourneysAtOnce, CancellationToken = cancellation },
                    async (number, _) =>
                    {
                        await Load(cohort, number, goesOn);
                        Interlocked.Increment(ref loaded);
                    });
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return new(loaded, _there, _events, Whole: false);
            }
        }

        return new(loaded, _there, _events, Whole: true);
    }

    private async Task Load(Cohort cohort, int number, bool goesOn)
    {
        var journey = cohort.Journey(number, clock);
        var events = journey.Sittings.Sum(s => s.Entries.Length);
        if (goesOn && (await store.ReadStream(journey.Id, fromVersion: events, CancellationToken.None)).Count > 0)
        {
            Interlocked.Increment(ref _there);
            return;
        }

        var outcome = await recorder.Import(journey.Id, [.. journey.Sittings.Select(s => AsRead(s, cohort, number))], cohort.Client);
        if (outcome is not RecordOutcome.Recorded)
        {
            throw Refused(cohort, number, outcome switch
            {
                RecordOutcome.Rejected rejected => Said(rejected.Reasons),
                RecordOutcome.Stale => "it was recorded before by another version of Pathway. Choose another seed.",
                RecordOutcome.Unknown => "the database was lost. Run the same again: it goes on from here.",
                _ => throw new UnreachableException($"Nothing that is simulated can end in {outcome.GetType().Name}."),
            });
        }

        Interlocked.Add(ref _events, events);
    }

    /// <summary>A seed names one cohort of a database: with other options it would be another one of the same pseudonyms.</summary>
    private async Task<bool> WasBegun(Cohort cohort, CancellationToken cancellation)
    {
        var page = await list.Read(new(Phase: null, Center: null, Strategy: null, cohort.PatientPrefix), clock.Today, before: null, limit: 1, cancellation);
        if (page.Rows is not [var some])
        {
            return false;
        }

        var first = (await store.ReadStream(some.Id, fromVersion: 1, cancellation))[0];
        var client = JsonSerializer.Deserialize<EventHeaders>(first.Metadata.Headers.Span, JsonForm.Options)!.Client;
        return client == cohort.Client
            ? true
            : throw new CannotStartException($"Seed {cohort.Seed} is in this database already, by: {client}. Give the same options to go on with it, or another seed.");
    }

    /// <summary>What is simulated goes through the door that everybody comes through.</summary>
    private static Sitting AsRead(Sitting sitting, Cohort cohort, int number)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(sitting.Entries.Select(e => e.Event), EventJson.Options);
        var reading = EventReader.Read(body);
        return reading.IsRead
            ? sitting with { Entries = [.. sitting.Entries.Zip(reading.Events, (entry, read) => entry with { Event = read })] }
            : throw Refused(cohort, number, Said(reading.Rejections));
    }

    private static CannotStartException Refused(Cohort cohort, int number, string reason) => new($"Pathway {number} of seed {cohort.Seed} was refused: {reason}");

    private static string Said(IEnumerable<Rejection> reasons) => string.Join(' ', reasons.Select(r => $"{r.Field}: {r.Detail}"));
}

/// <summary>What became of loading a cohort.</summary>
/// <param name="Pathways">Journeys that are in the record whole.</param>
/// <param name="There">Those of them that had been there before.</param>
/// <param name="Events">Events that were recorded now.</param>
/// <param name="Whole">Whether it came to its end.</param>
internal sealed record LoadedCohort(int Pathways, int There, long Events, bool Whole);
