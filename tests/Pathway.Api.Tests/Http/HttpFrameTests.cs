using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Http;

/// <summary>A Pathway with endpoints that fail in every way.</summary>
public sealed class FailingPathway(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    internal TestPathway Pathway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Pathway = await TestPathway.Start(postgres, app =>
    {
        app.MapPost("/echo", (HttpFrameTests.Scan scan) => scan);
        app.MapPost("/echo-all", (HttpFrameTests.Scan[] scans) => scans);
        app.MapGet("/fail", string () => throw new InvalidOperationException("Mrs. Secret has three lesions.", new FormatException("Mr. Secret, too.")));
        app.MapGet("/database-gone", string () => throw new InvalidOperationException("lost", new NpgsqlException("lost", new IOException("lost"))));
        app.MapGet("/constraint", string () => throw new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation));
        app.MapGet("/filter", (string? phase, int? limit) => $"{phase}{limit}")
            .WithQueryParameters(new CallParameter("phase", typeof(string), "A phase."), new CallParameter("limit", typeof(int), "At most so many."));
        app.MapGet("/bare", () => "bare").WithQueryParameters();
    });

    public ValueTask DisposeAsync() => Pathway.DisposeAsync();
}

public sealed class HttpFrameTests(FailingPathway failing, ThrowAwayPostgres postgres) : IClassFixture<FailingPathway>, IDisposable
{
    private readonly TestPathway pathway = failing.Pathway;
    private readonly HttpClient client = failing.Pathway.As(Role.Coordinator);

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task An_address_that_does_not_exist_is_404_for_those_who_signed_in_and_401_for_others()
    {
        await (await client.GetAsync("/nowhere")).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await (await client.GetAsync("/problems/no-such-code")).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await (await pathway.Anonymous.GetAsync("/nowhere")).ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_405_with_those_that_it_takes()
    {
        var answer = await client.DeleteAsync("/echo");
        await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task A_body_that_is_not_JSON_is_415(string? contentType)
    {
        using var body = new StringContent("{}");
        body.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        await (await client.PostAsync("/echo", body)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "not-json");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_5_MiB_is_413_whether_or_not_it_says_its_size(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo");
        request.Content = Json($$"""{ "flrVolumeMl": 1, "note": "{{new string('x', 5 << 20)}}" }""");
        request.Headers.TransferEncodingChunked = chunked;
        await (await client.SendAsync(request)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task A_body_of_1_MiB_is_read()
    {
        const string start = """{"flrVolumeMl":1,"modality":"ct","note":" """;
        const string end = """ "}""";
        var answer = await client.PostAsync("/echo", Json(start + new string('x', (1 << 20) - start.Length - end.Length) + end));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{ "flrVolumeMl": """, "/flrVolumeMl")]
    [InlineData("", "")]
    [InlineData("not json", "")]
    [InlineData("""{ "flrVolumeMl": "410", "modality": "ct" }""", "/flrVolumeMl")]
    [InlineData("""{ "flrVolumeMl": NaN, "modality": "ct" }""", "/flrVolumeMl")]
    [InlineData("""{ "flrVolumeMl": null, "modality": "ct" }""", "/flrVolumeMl")]
    [InlineData("""{ "flrVolumeMl": 410, "modality": "CT scan" }""", "/modality")]
    [InlineData("""{ "flrVolumeMl": 410, "modality": 0 }""", "/modality")]
    [InlineData("""{ "flrVolumeMl": 410, "modality": "ct", "surprise": 1 }""", "/surprise")]
    [InlineData("""{ "flrVolumeMl": 410, "flrVolumeMl": 420, "modality": "ct" }""", "/flrVolumeMl")]
    [InlineData("""{ "FlrVolumeMl": 410, "modality": "ct" }""", "/FlrVolumeMl")]
    [InlineData("""{ "flrVolumeMl": 410 }""", "")]
    [InlineData("""[]""", "")]
    [InlineData("null", "")]
    public async Task A_body_that_does_not_fit_is_400_and_names_the_field(string body, string field)
    {
        var problem = await (await client.PostAsync("/echo", Json(body))).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-request");

        if (problem.TryGetProperty("errors", out var errors))
        {
            Assert.Equal(field, Assert.Single(errors.EnumerateObject()).Name);
        }
        else
        {
            Assert.Empty(field);
        }

        Assert.DoesNotContain("Pathway.", problem.GetRawText(), StringComparison.Ordinal); // No name of a .NET type.
        Assert.DoesNotContain("System.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_inside_an_array_is_named_by_its_place()
    {
        var answer = await client.PostAsync("/echo-all", Json("""[{ "flrVolumeMl": 1, "modality": "ct" }, { "flrVolumeMl": "x", "modality": "ct" }]"""));
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "bad-request");
        Assert.Equal("/1/flrVolumeMl", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task JSON_is_written_in_camelCase_with_enumerations_as_words_and_with_nulls() =>
        Assert.Equal(
            """{"flrVolumeMl":410.5,"modality":"petCt","note":null}""",
            await (await client.PostAsync("/echo", Json("""{ "modality": "petCt", "flrVolumeMl": 410.5 }"""))).Content.ReadAsStringAsync());

    [Fact]
    public async Task A_failure_of_ours_is_500_and_says_nothing_of_what_went_wrong()
    {
        var problem = await (await client.GetAsync("/fail")).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("Secret", problem.GetRawText(), StringComparison.Ordinal);

        // Nor does the log, which has it under its id.
        var id = problem.GetProperty("correlationId").GetString()!;
        Assert.Contains(pathway.Log.Lines, line => line.Contains(id, StringComparison.Ordinal));
        Assert.DoesNotContain(pathway.Log.Lines, line => line.Contains("Secret", StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_503_and_says_when_to_come_again()
    {
        var answer = await client.GetAsync("/database-gone");
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_database_that_refuses_is_our_failure_and_not_its_absence() =>
        await (await client.GetAsync("/constraint")).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal-error");

    [Theory]
    [InlineData("/filter?phase=interstage&limit=3", null)]
    [InlineData("/filter?fase=interstage", "unknown-parameter")]
    [InlineData("/filter?Phase=interstage", "unknown-parameter")]
    [InlineData("/filter?phase=a&phase=b", "repeated-parameter")]
    [InlineData("/filter?limit=many", "bad-request")]
    [InlineData("/bare?phase=interstage", "unknown-parameter")]
    [InlineData("/bare", null)]
    public async Task A_parameter_that_a_call_does_not_know_is_400_and_named(string address, string? code)
    {
        var answer = await client.GetAsync(address);
        if (code is null)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return;
        }

        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, code);
        Assert.Contains($"\"{address.Split('?', '=')[1]}\"", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_a_problem_document_whatever_the_caller_accepts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Accept.ParseAdd("text/html");
        await (await client.SendAsync(request)).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("abc-123", true)]
    [InlineData("~!{}", true)]
    [InlineData("two words", false)]
    [InlineData("é", false)]
    [InlineData("", false)]
    [InlineData("129", false)]
    public async Task A_sane_correlation_id_is_kept_and_any_other_replaced(string sent, bool kept)
    {
        using var sender = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress!, "/health/live"));
        sent = sent == "129" ? new string('x', 129) : sent;
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", sent);

        var answered = Assert.Single((await sender.SendAsync(request)).Headers.GetValues("X-Correlation-Id"));

        Assert.Equal(kept, answered == sent);
        Assert.NotEmpty(answered);
    }

    [Fact]
    public async Task Nothing_is_kept_in_a_cache_or_guessed_at()
    {
        foreach (var address in new[] { "/health/live", "/nowhere", "/fail", "/bare" })
        {
            var answer = await client.GetAsync(address);
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task The_root_leads_to_the_documentation()
    {
        var answer = await pathway.Anonymous.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/swagger", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Anybody_may_ask_how_it_is()
    {
        Assert.Equal("""{"status":"live"}""", await pathway.Anonymous.GetStringAsync("/health/live"));
        Assert.StartsWith($$"""{"status":"ready","engine":"{{StoreEngine.Chosen.Name}}","projections":[{"name":"cohort","state":""", await pathway.Anonymous.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grant update on mt_events to pathway_app", "may do more", "The database role pathway_app has UPDATE on mt_events")]
    [InlineData("drop table mt_events cascade", "no tables", "relation \"mt_events\" does not exist (42P01)")]
    [InlineData("do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$", "could lose", "set synchronous_commit to on")]
    public async Task It_is_not_ready_when_the_database_is_not_as_it_must_be_and_the_log_alone_says_which_role_or_setting(string change, string said, string logged)
    {
        await using var changed = await TestPathway.Start(postgres);
        await using var owner = NpgsqlDataSource.Create(changed.Database.OwnerConnectionString);
        await using var command = owner.CreateCommand(change);
        await command.ExecuteNonQueryAsync();

        changed.Services.GetRequiredService<NpgsqlDataSource>().Clear(); // What connections are told, they are told when they are made.

        await changed.Anonymous.GetAsync("/health/ready");
        var problem = await (await changed.Anonymous.GetAsync("/health/ready")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "not-ready");

        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pathway_app", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(logged, Assert.Single(changed.Log.Lines, line => line.Contains("Not ready", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_lets_nobody_in_is_503_on_every_call_and_names_no_login()
    {
        await using var shut = await TestPathway.Start(postgres);
        var name = new NpgsqlConnectionStringBuilder(shut.Database.OwnerConnectionString).Database;
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(shut.Database.OwnerConnectionString) { Database = "postgres" });
        await using var disconnect = owner.CreateCommand($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        await disconnect.ExecuteNonQueryAsync();
        await using var away = owner.CreateCommand($"alter database {name} rename to {name}_away");
        await away.ExecuteNonQueryAsync();
        try
        {
            foreach (var address in new[] { "/health/ready", "/health/ready", $"/api/pathways/{Guid.NewGuid()}" })
            {
                using var coordinator = shut.As(Role.Coordinator);
                var problem = await (await coordinator.GetAsync(address)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "database-unavailable");
                Assert.DoesNotContain("test_", problem.GetRawText(), StringComparison.Ordinal);
            }
        }
        finally
        {
            await using var back = owner.CreateCommand($"alter database {name}_away rename to {name}");
            await back.ExecuteNonQueryAsync();
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    internal enum Modality
    {
        Ct,
        PetCt,
    }

    internal sealed record Scan(double FlrVolumeMl, Modality Modality, string? Note = null);
}
