using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Reports;

/// <summary>
/// A Pathway with nine patients, entered over REST. Center ghent: six with ALPPS, of whom three had stage 2 (after 8, 10 and 12 days), one left because of the tumor on
/// day 20, one died on day 5, one is on the way. Center lyon: two with embolization, one of whom left, and one entered in error. The clock stands at 2026-03-15.
/// </summary>
public sealed class ReportingPathway(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    internal TestPathway Pathway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Pathway = await TestPathway.Start(postgres);
        using var desk = new Desk(Pathway.As(Role.Coordinator));
        await Ghent("P-1", Said.Stage2("2026-01-09"), Said.Discharged("2026-01-20"));
        await Ghent("P-2", Said.Stage2("2026-01-11"));
        await Ghent("P-3", Said.Stage2("2026-01-13"), Said.Died("2026-02-13"));
        await Ghent("P-4", Said.DroppedOut("2026-01-21"));
        await Ghent("P-5", Said.Died("2026-01-06"));
        await Ghent("P-6", Said.Scan("2026-01-08", 600));
        await Enter("lyon", "P-7", Embolization(), Said.DroppedOut("2026-02-01", "insufficientHypertrophy"));
        await Enter("lyon", "P-8", Embolization());
        await Enter("lyon", "P-9", Embolization(), Said.Closed("2026-02-01", "enteredInError"));

        async Task Ghent(string patientRef, params string[] more) => await Enter("ghent", patientRef, [Said.Strategy("2025-12-20"), Said.Scan("2025-12-28"), Said.Stage1("2026-01-01"), .. more]);

        async Task Enter(string center, string patientRef, params string[] events)
        {
            var id = await desk.Open(Said.Opened(patientRef: patientRef, center: center));
            await desk.Record(id, Said.All(events));
        }
    }

    public ValueTask DisposeAsync() => Pathway.DisposeAsync();

    private static string Embolization() => Said.Event("stage1_performed", "2026-01-01", """ "technique": "portalVeinEmbolization", "approach": "percutaneous" """);

    /// <summary>The end of the log.</summary>
    internal async Task<long> End()
    {
        await using var database = NpgsqlDataSource.Create(Pathway.Database.OwnerConnectionString);
        await using var end = database.CreateCommand("select max(seq_id) from mt_events");
        return (long)(await end.ExecuteScalarAsync())!;
    }

    /// <summary>Asks for a report that knows all of this.</summary>
    internal async Task<HttpResponseMessage> Ask(string report, string query = "", Role role = Role.Reporter, string? center = null, string? accept = null)
    {
        var end = await End();
        using var caller = Pathway.As(role, center: center);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/reports/{report}?atLeast={end}{(query.Length == 0 ? "" : $"&{query}")}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await caller.SendAsync(request);
    }
}
