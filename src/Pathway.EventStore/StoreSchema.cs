using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>Brings a database up to this version: the SQL files of the store and of whatever builds on it, each applied once.</summary>
public static class StoreSchema
{
    private const string Folder = "schema/";
    private const long MigrationLock = 7805345420;

    /// <summary>
    /// Applies the files that the database has not seen yet, in the ordinal order of their names, all or none. Whoever comes second waits and finds
    /// nothing left to do. A file that was applied must never change: a change is a new file.
    /// </summary>
    /// <param name="ownerConnectionString">Npgsql connection string of a login that may create tables and, the first time, roles.</param>
    /// <param name="assemblies">Assemblies with embedded <c>schema/*.sql</c> beside the store's own, which always take part.</param>
    /// <param name="cancellation">Ends the wait; what was begun is rolled back.</param>
    /// <returns>Names of the files applied now; empty when the database was up to date.</returns>
    /// <exception cref="SchemaException">
    /// The database is not encoded in UTF-8, a file changed after it was applied, the database was written by a newer version, two files share a name, or the
    /// server refused a file.
    /// </exception>
    public static async Task<IReadOnlyList<string>> Apply(
        string ownerConnectionString, IEnumerable<Assembly> assemblies, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        var files = FilesOf(assemblies.Prepend(typeof(StoreSchema).Assembly).Distinct());

        // A connection of its own: the lock belongs to it, and goes with it whatever happens. Migrations take as long as they take.
        var settings = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await MustBeUtf8(connection, cancellation);
        await Execute(connection, $"select pg_advisory_lock({MigrationLock})", cancellation);

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var applied = await AppliedTo(connection, cancellation);
        Compare(files, applied);

        var pending = files.Where(f => !applied.ContainsKey(f.Name)).ToList();
        foreach (var file in pending)
        {
            await Apply(connection, file, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return [.. pending.Select(f => f.Name)];
    }

    private static List<SchemaFile> FilesOf(IEnumerable<Assembly> assemblies)
    {
        var files = assemblies
            .SelectMany(a => a.GetManifestResourceNames(), (assembly, resource) => (assembly, resource))
            .Where(r => r.resource.StartsWith(Folder, StringComparison.Ordinal) && r.resource.EndsWith(".sql", StringComparison.Ordinal))
            .Select(r => SchemaFile.Read(r.assembly, r.resource))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .ToList();
        return files.Zip(files.Skip(1)).FirstOrDefault(pair => pair.First.Name == pair.Second.Name) is { First: { } twice }
            ? throw new SchemaException($"Two assemblies bring a schema file named {twice.Name}: give one of them another name.")
            : files;
    }

    // Any other would refuse entries as they come, at the first letter that it does not have.
    private static async Task MustBeUtf8(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select current_setting('server_encoding')", connection);
        if (await command.ExecuteScalarAsync(cancellation) is string encoding and not "UTF8")
        {
            throw new SchemaException(
                $"The database {connection.Database} is encoded as {encoding}, which cannot hold every letter: use one that was created with encoding 'UTF8' (and template template0).");
        }
    }

    private static async Task<Dictionary<string, byte[]>> AppliedTo(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var exists = new NpgsqlCommand("select to_regclass('pathway_schema_file') is not null", connection);
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            return applied;
        }

        await using var command = new NpgsqlCommand("select name, sha256 from pathway_schema_file", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            applied.Add(rows.GetString(0), rows.GetFieldValue<byte[]>(1));
        }

        return applied;
    }

    private static void Compare(List<SchemaFile> files, Dictionary<string, byte[]> applied)
    {
        foreach (var (name, sha256) in applied.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var file = files.Find(f => f.Name == name)
                ?? throw new SchemaException($"The database was written by a newer version of Pathway: it has {name}, which this version does not know. Start the newer version.");
            if (!file.Sha256.AsSpan().SequenceEqual(sha256))
            {
                throw new SchemaException($"The schema file {name} is not what was applied to the database: put it back, and make the change in a new file.");
            }
        }
    }

    private static async Task Apply(NpgsqlConnection connection, SchemaFile file, CancellationToken cancellation)
    {
        try
        {
            await Execute(connection, file.Sql, cancellation);
        }
        catch (PostgresException refused)
        {
            throw new SchemaException($"The server refused the schema file {file.Name}: {refused.MessageText} ({refused.SqlState}).", refused);
        }

        await using var record = new NpgsqlCommand("insert into pathway_schema_file (name, sha256) values ($1, $2)", connection)
        {
            Parameters = { new() { Value = file.Name }, new() { Value = file.Sha256 } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record SchemaFile(string Name, string Sql, byte[] Sha256)
    {
        public static SchemaFile Read(Assembly assembly, string resource)
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);

            // A checkout with other line ends is the same file.
            var sql = text.ReadToEnd().ReplaceLineEndings("\n");
            return new(resource[Folder.Length..], sql, SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        }
    }
}
