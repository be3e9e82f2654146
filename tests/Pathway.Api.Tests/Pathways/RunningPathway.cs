using System.Net;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

/// <summary>A whole Pathway for the tests of one class, on a database of its own.</summary>
public sealed class RunningPathway(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    internal TestPathway Pathway { get; private set; } = null!;

    /// <summary>A coordinator who is bound to no center.</summary>
    internal Desk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Pathway = await TestPathway.Start(postgres);
        Desk = new(Pathway.As(Role.Coordinator));
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await Pathway.DisposeAsync();
    }
}

internal static class PathwayChecks
{
    /// <summary>All that a call could have left behind: how many events, streams, rows of the list and answers to repeat there are.</summary>
    internal static async Task<string> Stored(this TestPathway pathway)
    {
        await using var database = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using var count = database.CreateCommand("""
            select format('%s events, %s streams at version %s, %s rows, %s answers', (select count(*) from mt_events), (select count(*) from mt_streams),
              (select sum(version) from mt_streams), (select count(*) from mt_doc_pathwayoverview), (select count(*) from pathway_idempotency))
            """);
        return (string)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>Insists that a call is refused for the reason given, at the fields given and nowhere else, and that it left nothing behind.</summary>
    internal static async Task ShouldBeRefused(this TestPathway pathway, Func<Task<HttpResponseMessage>> call, HttpStatusCode status, string code, params string[] fields)
    {
        var before = await pathway.Stored();

        var problem = await (await call()).ShouldBeProblem(status, code);

        Assert.Equal(fields, problem.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Select(e => e.Name) : []);
        Assert.Equal(before, await pathway.Stored());
    }
}
