using Npgsql;

namespace Pathway.Api.OwnPostgres;

/// <summary>The database on disk: how it is made, and the roles in it.</summary>
internal static class Cluster
{
    /// <summary>Owns the tables; used to migrate, never to serve.</summary>
    internal const string Owner = "pathway";

    /// <summary>What Pathway serves with; may do what the schema grants, and no more.</summary>
    internal const string Application = "pathway_app";

    /// <summary>
    /// Sees what reports are made of, and signs in as nobody else: the application makes those views, and what a view calls may do whatever whoever looks may become.
    /// </summary>
    internal const string Reporting = "pathway_reporting";

    /// <summary>Name of the database.</summary>
    internal const string Database = "pathway";

    /// <summary>The major version of the server that wrote a database; null when there is none yet.</summary>
    /// <exception cref="CannotStartException">The folder is in use for something else.</exception>
    internal static int? MajorVersion(string cluster)
    {
        var file = Path.Combine(cluster, "PG_VERSION");
        if (File.Exists(file))
        {
            var text = File.ReadAllText(file).Trim();
            return int.TryParse(text.Split('.')[0], out var version) ? version : throw new CannotStartException($"{file} holds no version but \"{text}\".");
        }

        return Directory.Exists(cluster) && Directory.EnumerateFileSystemEntries(cluster).Any()
            ? throw new CannotStartException($"{cluster} holds files that are no PostgreSQL database. Move them away, or name another folder with --data.")
            : null;
    }

    /// <summary>Makes a new database. It appears in its place when it is complete; what a killed attempt left is thrown away.</summary>
    /// <exception cref="CannotStartException">It could not be made.</exception>
    internal static async Task Create(ServerBinaries binaries, ServerUser user, DataFolder data, CancellationToken cancellation)
    {
        var draft = data.Cluster + ".new";
        var password = data.Cluster + ".password";
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        File.Delete(password);
        Directory.CreateDirectory(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        user.Own(draft);
        try
        {
            DataFolder.WritePrivate(password, PasswordOf(data, Owner));
            user.Own(password);
            var (code, output) = await user.Run(
                binaries.InitDb,
                ["-D", draft, "-U", Owner, "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"],
                cancellation);
            if (code != 0)
            {
                throw new CannotStartException($"The database could not be made. initdb said: {output.Trim().ReplaceLineEndings(" | ")}");
            }
        }
        finally
        {
            File.Delete(password);
        }

        if (Directory.Exists(data.Cluster))
        {
            Directory.Delete(data.Cluster); // It is empty.
        }

        Directory.Move(draft, data.Cluster);
    }

    /// <summary>Makes sure of the database and of the roles that sign in to it, whose passwords are those of the data folder.</summary>
    internal static async Task Prepare(DataFolder data, int port, CancellationToken cancellation)
    {
        await using var server = NpgsqlDataSource.Create(ConnectionString(data, port, Owner, "postgres", pooling: false));
        await using var connection = await Connect(server, data, cancellation);

        foreach (var name in new[] { Application, Reporting })
        {
            var verb = await Exists(connection, "select exists (select from pg_roles where rolname = $1)", name, cancellation) ? "alter" : "create";
#pragma warning disable CA2100 // Neither a role nor its password can be a parameter; both are ours, the password hexadecimal.
            await using var role = new NpgsqlCommand($"{verb} role {name} login password '{PasswordOf(data, name)}'", connection);
#pragma warning restore CA2100
            await role.ExecuteNonQueryAsync(cancellation);
        }

        if (!await Exists(connection, "select exists (select from pg_database where datname = $1)", Database, cancellation))
        {
            await using var create = new NpgsqlCommand($"create database {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>How to reach the database as one of the roles.</summary>
    internal static string ConnectionString(DataFolder data, int port, string role, string database = Database, bool pooling = true)
    {
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = database,
            Username = role,
            Password = PasswordOf(data, role),
            Pooling = pooling,
            ApplicationName = "Pathway",
        }.ConnectionString;
    }

    private static string PasswordOf(DataFolder data, string role) => data.Secret(role switch
    {
        Owner => "postgres-owner",
        Reporting => "postgres-reporting",
        _ => "postgres-app",
    });

    private static async Task<bool> Exists(NpgsqlConnection connection, string question, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(question, connection) { Parameters = { new() { Value = name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<NpgsqlConnection> Connect(NpgsqlDataSource server, DataFolder data, CancellationToken cancellation)
    {
        try
        {
            return await server.OpenConnectionAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword)
        {
            throw new CannotStartException(
                $"The passwords in {data.Keys} are not those of the database in {data.Cluster}: restore that folder too, from the same backup.", e);
        }
    }
}
