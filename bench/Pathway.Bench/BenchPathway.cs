using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.Api;
using Pathway.Api.SignIn;
using Pathway.Domain.Happenings;
using Pathway.EventStore.Proof;
using Pathway.Projections.Notifications;

namespace Pathway.Bench;

/// <summary>A whole Pathway in this process, composed as <c>pathway up</c> composes it, with a PostgreSQL of its own that is gone afterwards.</summary>
internal sealed class BenchPathway : IAsyncDisposable
{
    private readonly BenchDatabase database;
    private readonly WebApplication app;
    private readonly Uri address;

    private BenchPathway(BenchDatabase database, WebApplication app, Uri address) => (this.database, this.app, this.address) = (database, app, address);

    /// <summary>Its data folder.</summary>
    public string Folder => database.Data.Path;

    /// <summary>Reaches its database.</summary>
    public string ConnectionString => database.ConnectionString;

    /// <summary>Its connections to the database, which raw statements use as well: the floor is as well prepared as what stands on it.</summary>
    public NpgsqlDataSource Database => Service<NpgsqlDataSource>();

    /// <summary>Starts one in a new folder.</summary>
    public static async Task<BenchPathway> Start(CancellationToken cancellation)
    {
        var empty = await BenchDatabase.Start(cancellation);
        try
        {
            var pathway = PathwayHost.Build(new()
            {
                AppConnectionString = empty.ConnectionString,
                SigningKey = SigningKey.From(RandomNumberGenerator.GetHexString(64)),
                LogKey = LogKey.FromPem(LogKey.NewPem()),
                KeysFolder = empty.Data.Keys,
                TimeZone = TimeZoneInfo.Utc,
                Log = logging => logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning),
            });
            return new(empty, pathway, await PathwayHost.Start(pathway, cancellation));
        }
        catch
        {
            await empty.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers a webhook, so that happenings are derived from here on. It wants to be told of corrections, of which nothing here makes any: what sending costs is not in it.</summary>
    public async Task Listen(CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        var webhook = new Webhook(
            Guid.CreateVersion7(), "https://receiver.example/", [HappeningKind.EventCorrected], Center: null, IsActive: true, GoneAt: null, now, "bench", now, "bench", Waiting: 0, Parked: 0);
        await Service<Webhooks>().Add(webhook, RandomNumberGenerator.GetBytes(32), cancellation);
    }

    /// <summary>A part that it is composed of.</summary>
    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A coordinator with a connection of their own, signed in.</summary>
    public HttpClient SignedIn()
    {
        var token = Service<Tokens>().Issue(Coordinator, TimeSpan.FromHours(12));
        return new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    /// <summary>Whoever records.</summary>
    public static Actor Coordinator { get; } = new("c.meyer", "C. Meyer", Role.Coordinator, "lakeside");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
