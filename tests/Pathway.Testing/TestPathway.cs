using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pathway.Api;
using Pathway.Api.SignIn;
using Pathway.EventStore.Proof;

namespace Pathway.Testing;

/// <summary>A whole Pathway in this process, on a real port, with a clock that tests set.</summary>
public sealed class TestPathway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Uri address;
    private readonly string keys;
    private readonly SigningKey key;

    private TestPathway(WebApplication app, Uri address, string keys, SigningKey key, SettableTime time, TestLog log, TestDatabase database)
    {
        (this.app, this.address, this.keys, this.key) = (app, address, keys, key);
        (Time, Log, Database) = (time, log, database);
    }

    /// <summary>Its clock.</summary>
    public SettableTime Time { get; }

    /// <summary>All that it logged.</summary>
    public TestLog Log { get; }

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; }

    /// <summary>Everything that it is composed of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>A caller who has not signed in.</summary>
    public HttpClient Anonymous => Caller(authorization: null);

    /// <summary>Starts a Pathway on a new database.</summary>
    /// <param name="server">Where the database is made.</param>
    /// <param name="with">Adds what only a test needs, such as an endpoint that fails; null for nothing.</param>
    public static async Task<TestPathway> Start(ThrowAwayPostgres server, Action<WebApplication>? with = null) =>
        await Start(await server.NewDatabase(), with);

    /// <summary>Starts a Pathway on a database that there is.</summary>
    /// <param name="database">The database.</param>
    /// <param name="with">Adds what only a test needs; null for nothing.</param>
    /// <param name="node">Another node of the same installation, whose key and clock it shares; null for one of its own.</param>
    public static async Task<TestPathway> Start(TestDatabase database, Action<WebApplication>? with = null, TestPathway? node = null)
    {
        var time = node?.Time ?? new();
        var signingKey = node?.key ?? SigningKey.From(RandomNumberGenerator.GetHexString(64));
        var log = new TestLog();
        var keysFolder = Directory.CreateTempSubdirectory("pathway-test-keys-").FullName;
        var pathway = PathwayHost.Build(new()
        {
            AppConnectionString = database.AppConnectionString,
            SigningKey = signingKey,
            LogKey = LogKey.FromPem(LogKey.NewPem()),
            KeysFolder = keysFolder,
            TimeZone = TimeZoneInfo.Utc,
            Time = time,
            Log = logging => logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information),
        });
        with?.Invoke(pathway);
        return new(pathway, await PathwayHost.Start(pathway, CancellationToken.None), keysFolder, signingKey, time, log, database);
    }

    /// <summary>A caller who has signed in.</summary>
    /// <param name="role">As what.</param>
    /// <param name="name">As whom.</param>
    /// <param name="center">For which center; null for none.</param>
    public HttpClient As(Role role, string name = "Test Person", string? center = null) =>
        Caller($"Bearer {Services.GetRequiredService<Tokens>().Issue(new(name, name, role, center), TimeSpan.FromHours(1))}");

    /// <summary>A caller with any Authorization header, however wrong; null for none.</summary>
    public HttpClient Caller(string? authorization)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        if (authorization is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }
}
