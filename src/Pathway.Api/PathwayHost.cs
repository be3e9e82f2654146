using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Pathway.Api.Audit.Access;
using Pathway.Api.Audit.Proof;
using Pathway.Api.EventTypes;
using Pathway.Api.Health;
using Pathway.Api.Http;
using Pathway.Api.Identity;
using Pathway.Api.Notifications;
using Pathway.Api.OpenApi;
using Pathway.Api.Pathways;
using Pathway.Api.Protocols;
using Pathway.Api.Reports;
using Pathway.Api.SignIn;
using Pathway.Api.Worklist;
using Pathway.EventStore;
using Pathway.Projections.Overview;

namespace Pathway.Api;

/// <summary>Composes a Pathway on a database that is ready: everything in it is decided here, and nothing is read from the surroundings.</summary>
public static class PathwayHost
{
    /// <summary>How long requests under way may take to end when Pathway stops.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Brings a database up to this version. Doing so again changes nothing.</summary>
    /// <param name="ownerConnectionString">Reaches it as a role that may create tables.</param>
    /// <param name="cancellation">Ends the wait; what was begun is rolled back.</param>
    /// <exception cref="SchemaException">The database is not what this version can work with.</exception>
    public static Task Migrate(string ownerConnectionString, CancellationToken cancellation) =>
        StoreEngine.Chosen.Migrate(ownerConnectionString, [typeof(PathwayList).Assembly], cancellation);

    /// <summary>Builds a Pathway that has not started. Several may run in one process.</summary>
    /// <param name="options">All that it needs to be told.</param>
    public static WebApplication Build(PathwayOptions options)
    {
        // Production always: what the other environments add (stack traces in answers, files of the working folder) must not depend on a variable.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PathwayHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        options.Log(builder.Logging);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(options.Listen, options.Port);
            server.Limits.MaxRequestBodySize = BodyLimit.HeardOutBytes;
            server.AddServerHeader = false;
        });

        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Farewell);
        services.AddSingleton(options);
        services.AddSingleton(options.Time);
        services.AddSingleton(new HospitalClock(options.Time, options.TimeZone));
        services.AddSingleton(_ => StoreConnection.DataSource(options.AppConnectionString));
        services.AddSingleton(StoreEngine.Chosen);
        StoreEngine.Chosen.AddTo(services);
        services.AddHttpFrame();
        services.AddHealth();
        services.AddSignIn(options);
        services.AddAccessLog();
        services.AddPathways();
        services.AddIdentity();
        services.AddWorklist();
        services.AddReports();
        services.AddProjections();
        services.AddNotifications();
        services.AddProof(options);
        services.AddApiDescription();

        var app = builder.Build();
        app.UseHttpFrame();
        app.MapHealth();
        app.MapProblemPages();
        app.MapPathways();
        app.MapIdentity();
        app.MapProtocols();
        app.MapWorklist();
        app.MapReports();
        app.MapProjections();
        app.MapNotifications();
        app.MapProof();
        app.MapAccessLog();
        app.MapEventTypes();
        app.MapApiDescription();
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>Starts a Pathway, once the database has been found to keep what it confirms, and the record append-only.</summary>
    /// <param name="app">What <see cref="Build"/> made.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>The address that it answers at.</returns>
    /// <exception cref="NotDurableException">The database may lose what it confirmed.</exception>
    /// <exception cref="NotAppendOnlyException">The role that it would serve with could change what is recorded.</exception>
    /// <exception cref="CannotStartException">The port is taken, or may not be used, or the address is not this machine's.</exception>
    public static async Task<Uri> Start(WebApplication app, CancellationToken cancellation)
    {
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        await DurabilityCheck.Verify(database, cancellation);
        await AppendOnlyCheck.Verify(database, cancellation);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CannotStartException($"{e.Message} Stop whoever listens there, or choose another port with --port.", e);
        }
        catch (SocketException e)
        {
            throw new CannotStartException($"Listening is not possible there: {e.Message}. Choose another port with --port, or another address with Pathway__Listen.", e);
        }

        return new(app.Urls.First());
    }
}
