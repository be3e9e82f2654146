using System.Buffers.Binary;
using System.Text;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Pathway.EventStore;

/// <summary>
/// Keeps who asked for what. An entry is stored durably when <see cref="Write"/> ends; those that come while others are being written go together in the
/// next transaction, as appends do.
/// </summary>
public sealed class AccessLog : IAsyncDisposable
{
    private const int MostTogether = 256;
    private const int MostWaiting = 1024;

    private const string Insert = """
        insert into pathway_access (id, at, actor_id, actor_name, role, center, stream_id, call, parameters, status, correlation_id)
        select * from unnest($1::uuid[], $2::timestamptz[], $3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[], $7::uuid[], $8::varchar[], $9::jsonb[], $10::int[], $11::varchar[])
        """;

    private readonly NpgsqlDataSource dataSource;
    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task writing;

    /// <summary>Begins to take entries.</summary>
    /// <param name="dataSource">Connections to the database; they stay the caller's.</param>
    public AccessLog(NpgsqlDataSource dataSource)
    {
        this.dataSource = dataSource;
        writing = Task.Run(WriteAll);
    }

    /// <summary>Stores an entry.</summary>
    /// <param name="entry">The entry; its texts hold no U+0000.</param>
    /// <returns>A task that ends when it is stored, durably.</returns>
    /// <exception cref="NpgsqlException">The server could not be reached or refused; the entry may be stored all the same.</exception>
    public async Task Write(AccessEntry entry)
    {
        var mine = new Waiting(entry, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await waiting.Writer.WriteAsync(mine);
        await mine.Stored.Task;
    }

    /// <summary>Reads a page, newest first. It never shifts when others are asking meanwhile.</summary>
    /// <param name="filter">Which entries are wanted.</param>
    /// <param name="before">The last entry of the page before; null for the first page.</param>
    /// <param name="limit">Most entries wanted, 1 or more.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The page.</returns>
    public async Task<AccessPage> Read(AccessFilter filter, Guid? before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var command = dataSource.CreateCommand();
        var sql = new StringBuilder("select id, at, actor_id, actor_name, role, center, stream_id, call, parameters, status, correlation_id from pathway_access where true");
        And("stream_id =", filter.StreamId);
        And("actor_id =", filter.ActorId);
        And("role =", filter.Role);
        And("id <", before);

        // An id begins with the millisecond of its instant, which is what the index knows of time; the instant itself has the last word.
        And("at >=", filter.From);
        And("id >=", filter.From is { } from ? IdOf(from, 0x00) : null);
        And("at <", filter.To);
        And("id <=", filter.To is { } to ? IdOf(to, 0xff) : null);
        command.CommandText = sql.Append(" order by id desc limit ").Append(limit + 1).ToString();

        var entries = new List<AccessEntry>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            entries.Add(new(
                row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetGuid(6),
                row.GetString(7), row.GetFieldValue<byte[]>(8), row.GetInt32(9), row.GetString(10)));
        }

        return new([.. entries.Take(limit)], entries.Count > limit);

        void And(string condition, object? value)
        {
            if (value is not null)
            {
                command.Parameters.Add(new() { Value = value });
                sql.Append(" and ").Append(condition).Append(" $").Append(command.Parameters.Count);
            }
        }
    }

    /// <summary>Takes no more entries, and ends when those that wait are stored.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
    }

    /// <summary>The first or last id of an instant's millisecond.</summary>
    private static Guid IdOf(DateTimeOffset instant, byte rest)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, instant.ToUnixTimeMilliseconds() << 16);
        id[6..].Fill(rest);
        return new(id, bigEndian: true);
    }

    private async Task WriteAll()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var together = new List<Waiting>();
            while (together.Count < MostTogether && waiting.Reader.TryRead(out var next))
            {
                together.Add(next);
            }

            try
            {
                await Store(together.ConvertAll(w => w.Entry));
                together.ForEach(w => w.Stored.SetResult());
            }
            catch (Exception failure)
            {
                together.ForEach(w => w.Stored.SetException(failure)); // Each caller answers for itself; those behind have no other writer.
            }
        }
    }

    private async Task Store(List<AccessEntry> entries)
    {
        await using var command = dataSource.CreateCommand(Insert);
        Add(NpgsqlDbType.Uuid, e => e.Id);
        Add(NpgsqlDbType.TimestampTz, e => e.At);
        Add(NpgsqlDbType.Varchar, e => e.ActorId);
        Add(NpgsqlDbType.Varchar, e => e.ActorName);
        Add(NpgsqlDbType.Varchar, e => e.Role);
        Add(NpgsqlDbType.Varchar, e => e.Center);
        Add(NpgsqlDbType.Uuid, e => e.StreamId);
        Add(NpgsqlDbType.Varchar, e => e.Call);
        Add(NpgsqlDbType.Jsonb, e => e.Parameters);
        Add(NpgsqlDbType.Integer, e => e.Status);
        Add(NpgsqlDbType.Varchar, e => e.CorrelationId);
        await command.ExecuteNonQueryAsync();

        void Add<T>(NpgsqlDbType type, Func<AccessEntry, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. entries.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private sealed record Waiting(AccessEntry Entry, TaskCompletionSource Stored);
}
