using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Pathway.EventStore;

/// <summary>
/// A batch of appends as one statement: one round trip, one transaction. Its text depends only on which document tables take part, so that it is
/// prepared once and used for every batch.
/// </summary>
internal static class AppendStatement
{
    private const int ParametersOfAppend = 18;
    private const int ParametersOfDocuments = 4;

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>Sends the batch and reads what became of each append.</summary>
    /// <param name="connection">An open connection without a transaction: the statement is one by itself.</param>
    /// <param name="batch">One or more appends.</param>
    /// <param name="cancellation">Ends the wait; what the server did is then unknown.</param>
    /// <returns>The outcomes, in the order of the batch.</returns>
    public static async Task<AppendOutcome[]> Execute(NpgsqlConnection connection, IReadOnlyList<StreamAppend> batch, CancellationToken cancellation)
    {
        var documents = DocumentsOf(batch);
        await using var command = new NpgsqlCommand(TextFor(documents.Keys), connection);
        AddAppends(command.Parameters, batch);
        foreach (var ofAlias in documents.Values)
        {
            AddDocuments(command.Parameters, ofAlias);
        }

        var outcomes = new AppendOutcome[batch.Count];
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            outcomes[rows.GetInt32(0) - 1] = rows.GetString(1) switch
            {
                "appended" or "repeated" => new AppendOutcome.Appended(rows.GetInt64(2), rows.GetInt64(3)),
                "key_used" => new AppendOutcome.KeyAlreadyUsed(
                    new(rows.GetFieldValue<byte[]>(4), rows.GetInt32(5), rows.GetFieldValue<byte[]>(6))),
                "conflict" => new AppendOutcome.VersionConflict(rows.GetInt64(2)),
                var other => throw new System.Diagnostics.UnreachableException($"pathway_append answered {other}."),
            };
        }

        return outcomes;
    }

    private static SortedDictionary<string, List<(int Append, DocumentWrite Document)>> DocumentsOf(IReadOnlyList<StreamAppend> batch)
    {
        var documents = new SortedDictionary<string, List<(int, DocumentWrite)>>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Count; i++)
        {
            foreach (var document in batch[i].Documents)
            {
                if (!documents.TryGetValue(document.Alias, out var ofAlias))
                {
                    documents.Add(document.Alias, ofAlias = []);
                }

                ofAlias.Add((i + 1, document));
            }
        }

        return documents;
    }

    private static string TextFor(IReadOnlyCollection<string> aliases) =>
        Texts.GetOrAdd(string.Join(',', aliases), static (_, aliases) => Write(aliases), aliases);

    // A document is written where its append was, and only then. Of two writes to one row the later append's stays.
    private static string Write(IReadOnlyCollection<string> aliases)
    {
        var text = new StringBuilder("with appended as materialized (select * from pathway_append(");
        text.AppendJoin(", ", Enumerable.Range(1, ParametersOfAppend).Select(n => $"${n}")).Append("))");
        var next = ParametersOfAppend + 1;
        foreach (var alias in aliases)
        {
            text.Append($"""
                , doc_{alias} as (
                  insert into mt_doc_{alias} (id, data, mt_last_modified, mt_version, mt_dotnet_type)
                  select distinct on (d.id) d.id, d.data, ($5::timestamptz[])[d.append], a.stream_version, d.dotnet_type
                  from unnest((select ${next}::int[]), (select ${next + 1}::uuid[]), (select ${next + 2}::jsonb[]), (select ${next + 3}::varchar[])) with ordinality as d (append, id, data, dotnet_type, place)
                  join appended a on a.append = d.append and a.outcome = 'appended'
                  order by d.id, d.place desc
                  on conflict (id) do update set data = excluded.data, mt_last_modified = excluded.mt_last_modified,
                    mt_version = excluded.mt_version, mt_dotnet_type = excluded.mt_dotnet_type)
                """);
            next += ParametersOfDocuments;
        }

        return text.Append(
            " select append, outcome, stream_version, sequence, first_fingerprint, first_status, first_body from appended").ToString();
    }

    private static void AddAppends(NpgsqlParameterCollection parameters, IReadOnlyList<StreamAppend> batch)
    {
        var events = batch.Count == 1 ? batch[0].Events : [.. batch.SelectMany(a => a.Events)];
        parameters.AddRange((NpgsqlParameter[])
        [
            ArrayOf(NpgsqlDbType.Uuid, batch, a => a.StreamId),
            ArrayOf(NpgsqlDbType.Varchar, batch, a => a.StreamType),
            ArrayOf(NpgsqlDbType.Bigint, batch, a => a.ExpectedVersion),
            ArrayOf(NpgsqlDbType.Integer, batch, a => a.Events.Length),
            ArrayOf(NpgsqlDbType.TimestampTz, batch, a => a.Metadata.Timestamp),
            ArrayOf(NpgsqlDbType.Varchar, batch, a => a.Metadata.CorrelationId),
            ArrayOf(NpgsqlDbType.Varchar, batch, a => a.Metadata.CausationId),
            ArrayOf(NpgsqlDbType.Varchar, batch, a => a.Metadata.UserName),
            ArrayOf(NpgsqlDbType.Jsonb, batch, a => a.Metadata.Headers.IsEmpty ? default(ReadOnlyMemory<byte>?) : a.Metadata.Headers),
            ArrayOf(NpgsqlDbType.Uuid, events, e => e.Id),
            ArrayOf(NpgsqlDbType.Varchar, events, e => e.Type),
            ArrayOf(NpgsqlDbType.Varchar, events, e => e.DotNetType),
            ArrayOf(NpgsqlDbType.Jsonb, events, e => e.Data),
            ArrayOf(NpgsqlDbType.Varchar, batch, a => a.Answer?.Key.ActorId),
            ArrayOf(NpgsqlDbType.Varchar, batch, a => a.Answer?.Key.Key),
            ArrayOf(NpgsqlDbType.Bytea, batch, a => a.Answer?.Answer.Fingerprint),
            ArrayOf(NpgsqlDbType.Integer, batch, a => a.Answer?.Answer.Status),
            ArrayOf(NpgsqlDbType.Bytea, batch, a => a.Answer?.Answer.Body),
        ]);
    }

    private static void AddDocuments(NpgsqlParameterCollection parameters, List<(int Append, DocumentWrite Document)> documents) =>
        parameters.AddRange((NpgsqlParameter[])
        [
            ArrayOf(NpgsqlDbType.Integer, documents, d => d.Append),
            ArrayOf(NpgsqlDbType.Uuid, documents, d => d.Document.Id),
            ArrayOf(NpgsqlDbType.Jsonb, documents, d => d.Document.Data),
            ArrayOf(NpgsqlDbType.Varchar, documents, d => d.Document.DotNetType),
        ]);

    private static NpgsqlParameter<TValue[]> ArrayOf<TSource, TValue>(NpgsqlDbType type, IReadOnlyList<TSource> sources, Func<TSource, TValue> value)
    {
        var values = new TValue[sources.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(sources[i]);
        }

        return new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
