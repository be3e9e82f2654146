using System.Text.Json;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>
/// Writes the whole log as lines of JSON that prove themselves: the format with the key, then every event as it is hashed, and after the last event that a
/// checkpoint covers, that checkpoint. It holds a page at a time, however long the log is.
/// </summary>
/// <param name="store">Has the events.</param>
/// <param name="checkpoints">Has what was signed of them.</param>
internal sealed class LogFile(IEventStore store, CheckpointBook checkpoints)
{
    /// <summary>What the first line says.</summary>
    internal const string Format = "pathway-log/1";

    private const int PageSize = 1000;

    /// <summary>Writes everything that a checkpoint covers.</summary>
    /// <param name="last">The checkpoint, which becomes the last line.</param>
    /// <param name="output">Where to.</param>
    /// <param name="written">Hears how many events are written.</param>
    /// <param name="cancellation">Stops between two lines.</param>
    /// <exception cref="LogAlteredException">Fewer events are left than were signed.</exception>
    internal async Task Write(Checkpoint last, Stream output, Action<long> written, CancellationToken cancellation)
    {
        await WriteLine(output, Canonical(new { format = Format, publicKey = checkpoints.Key.Pem }), cancellation);
        var signed = new Queue<Checkpoint>();
        var (events, sequence, read) = (0L, 0L, -1L);
        while (true)
        {
            if (signed.Count == 0)
            {
                foreach (var one in await checkpoints.ListAfter(read, PageSize, cancellation))
                {
                    signed.Enqueue(one.Checkpoint);
                    read = one.Checkpoint.Size;
                }
            }

            var next = signed.TryDequeue(out var kept) && kept.Size <= last.Size ? kept : last;
            while (events < next.Size)
            {
                var page = await store.ReadLog(sequence, (int)Math.Min(PageSize, next.Size - events), cancellation);
                if (page.Count == 0)
                {
                    throw new LogAlteredException($"The log was signed with {last.Size} events, and {events} are left in it.");
                }

                foreach (var stored in page)
                {
                    await WriteLine(output, LogEnvelope.Write(stored), cancellation);
                }

                (events, sequence) = (events + page.Count, page[^1].Sequence);
                written(events);
            }

            await WriteLine(output, Canonical(new { checkpoint = next.Note }), cancellation);
            if (next.Size == last.Size)
            {
                return;
            }
        }
    }

    private static byte[] Canonical<T>(T line) => CanonicalJson.Write(JsonSerializer.SerializeToElement(line));

    private static async Task WriteLine(Stream output, byte[] line, CancellationToken cancellation)
    {
        await output.WriteAsync(line, cancellation);
        await output.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}
