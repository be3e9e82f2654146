using Npgsql;
using MartenOptions = global::Marten.StoreOptions;

namespace Pathway.EventStore.Marten;

/// <summary>Stored names of events. Marten looks for a .NET type by a name that it was not told; told, it hands out the stored body.</summary>
/// <param name="known">Names that are known beforehand.</param>
internal sealed class EventNames(IEnumerable<string> known)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> names = [.. known];
    private readonly List<MartenOptions> stores = [];

    /// <summary>How many names are known.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return names.Count;
            }
        }
    }

    /// <summary>Tells a document store every name that is known, and from then on every new one.</summary>
    /// <param name="options">Settings of the store.</param>
    public void AddTo(MartenOptions options)
    {
        lock (gate)
        {
            stores.Add(options);
            foreach (var name in names)
            {
                Tell(options, name);
            }
        }
    }

    /// <summary>Tells a document store no more.</summary>
    /// <param name="options">Settings of the store.</param>
    public void Leave(MartenOptions options)
    {
        lock (gate)
        {
            stores.Remove(options);
        }
    }

    /// <summary>Takes note of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it was not known.</returns>
    public bool Learn(string name)
    {
        lock (gate)
        {
            var isNew = names.Add(name);
            if (isNew)
            {
                stores.ForEach(options => Tell(options, name));
            }

            return isNew;
        }
    }

    /// <summary>Takes note of every name that the record has.</summary>
    /// <param name="dataSource">Connections to it.</param>
    /// <param name="afterSequence">Where to begin looking; 0 for the beginning.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether one of them was not known.</returns>
    public async Task<bool> LearnFrom(NpgsqlDataSource dataSource, long afterSequence, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("select distinct type from mt_events where seq_id > $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var learned = false;
        while (await rows.ReadAsync(cancellation))
        {
            learned |= Learn(rows.GetString(0));
        }

        return learned;
    }

    private static void Tell(MartenOptions options, string name) => options.Events.Upcast<StoredJson>(name, StoredJson.FromRow);
}
