using System.Net;
using System.Text;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Identity;

public sealed class IdentityTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const string Eva = """{ "familyName": "Exempel", "givenName": "Eva Özlem", "birthDate": "1961-04-30", "recordNumber": "GH-77-0042" }""";

    private static readonly string[] _values = ["Exempel", "Eva", "1961-04-30", "GH-77-0042"];

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task It_is_kept_replaced_as_a_whole_and_read()
    {
        using var admin = pathway.As(Role.Admin, "Ada");
        var id = await desk.Open();
        await (await admin.GetAsync(Of(id))).ShouldBeProblem(HttpStatusCode.NotFound, "no-identity");

        Assert.Equal(HttpStatusCode.NoContent, (await Put(admin, id, Eva)).StatusCode);
        Assert.Equal(
            """{"familyName":"Exempel","givenName":"Eva Özlem","birthDate":"1961-04-30","recordNumber":"GH-77-0042","changedAt":"2026-03-15T12:00:00+00:00","changedBy":"Ada"}""",
            await admin.GetStringAsync(Of(id)));

        Assert.Equal(HttpStatusCode.NoContent, (await Put(admin, id, """{ "recordNumber": "GH-77-0043", "givenName": null }""")).StatusCode);
        Assert.Equal(
            """{"familyName":null,"givenName":null,"birthDate":null,"recordNumber":"GH-77-0043","changedAt":"2026-03-15T12:00:00+00:00","changedBy":"Ada"}""",
            await admin.GetStringAsync(Of(id)));
    }

    [Fact]
    public async Task Erasing_it_is_final_and_says_who_when_and_why()
    {
        using var admin = pathway.As(Role.Admin, "Ada");
        using var another = pathway.As(Role.Admin, "Bea");
        var id = await desk.Open();
        await Put(admin, id, Eva);

        const string erasure = """{"erasedAt":"2026-03-15T12:00:00+00:00","erasedBy":"Ada","reason":"patientRequest"}""";
        Assert.Equal(erasure, await Read(await admin.DeleteAsync($"{Of(id)}?reason=patientRequest")));
        Assert.Equal(erasure, await Read(await another.DeleteAsync($"{Of(id)}?reason=other"))); // The first word stands.

        await (await admin.GetAsync(Of(id))).ShouldBeProblem(HttpStatusCode.Gone, "identity-erased");
        await (await Put(admin, id, Eva)).ShouldBeProblem(HttpStatusCode.Gone, "identity-erased");
        Assert.DoesNotContain("Exempel", await Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_itself_keeps_an_erasure_final()
    {
        using var admin = pathway.As(Role.Admin, "Ada");
        var id = await desk.Open();
        await Put(admin, id, Eva);
        await admin.DeleteAsync($"{Of(id)}?reason=retentionEnded");

        await using var application = EventStore.StoreConnection.DataSource(pathway.Database.AppConnectionString);
        foreach (var (sql, state) in new[]
        {
            ($"update pathway_identity set erased_at = null, erased_by = null, erased_because = null, family_name = 'x' where pathway_id = '{id}'", PostgresErrorCodes.RestrictViolation),
            ($"delete from pathway_identity where pathway_id = '{id}'", PostgresErrorCodes.InsufficientPrivilege),
        })
        {
            await using var command = application.CreateCommand(sql);
            Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(command.ExecuteNonQueryAsync)).SqlState);
        }
    }

    [Fact]
    public async Task Entering_and_erasing_it_leaves_record_state_and_events_as_they_were_byte_for_byte()
    {
        using var admin = pathway.As(Role.Admin, "Ada");
        var id = await desk.OpenWith(Said.Scan("2026-01-10"), Said.Strategy("2026-01-12"));
        var before = await Whole();

        await Put(admin, id, Eva);
        Assert.Equal(before, await Whole());

        await admin.DeleteAsync($"{Of(id)}?reason=enteredInError");
        Assert.Equal(before, await Whole());

        async Task<string> Whole() =>
            await desk.ReadText(id) + await desk.Client.GetStringAsync($"/api/pathways/{id}/events") + await pathway.Stored()
            + await Text($"select string_agg(e::text, E'\\n' order by seq_id) from mt_events e where stream_id = '{id}'")
            + await Text($"select s::text from mt_streams s where id = '{id}'");
    }

    [Fact]
    public async Task No_value_of_it_is_anywhere_else()
    {
        using var admin = pathway.As(Role.Admin, "Ada");
        var id = await desk.Open();
        await Put(admin, id, Eva);
        await admin.GetAsync(Of(id));
        await Put(admin, id, Eva.Replace("\"1961-04-30\"", "\"1961-04-30 Exempel\"", StringComparison.Ordinal));
        await admin.GetAsync($"{Of(id)}?familyName=Exempel");
        await admin.DeleteAsync($"{Of(id)}?reason=patientRequest");
        await Put(admin, id, Eva);

        using var auditor = pathway.As(Role.Auditor);
        var accesses = await auditor.GetStringAsync($"/api/audit/access?pathway={id}");
        Assert.Contains("PUT /api/pathways/{id}/identity", accesses, StringComparison.Ordinal);
        Assert.All(_values, value =>
        {
            Assert.DoesNotContain(value, accesses, StringComparison.Ordinal);

            // What the platform tells of every address is not in the log of a Pathway that runs (ConsoleLog).
            Assert.DoesNotContain(pathway.Log.Lines, line => !line.StartsWith("Information Microsoft.", StringComparison.Ordinal) && line.Contains(value, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("Exempel", "")]
    [InlineData("""{ "familyName": null }""", "")]
    [InlineData("""{ "familyName": " " }""", "/familyName")]
    [InlineData("""{ "familyName": 1961 }""", "/familyName")]
    [InlineData("""{ "givenName": "Exempel\u0000" }""", "/givenName")]
    [InlineData("""{ "recordNumber": "Exempel\n" }""", "/recordNumber")]
    [InlineData("""{ "birthDate": "1899-12-31" }""", "/birthDate")]
    [InlineData("""{ "birthDate": "2026-03-16" }""", "/birthDate")]
    [InlineData("""{ "birthDate": "30 April Exempel" }""", "/birthDate")]
    [InlineData("""{ "givenName": "Eva", "Exempel": 1 }""", "")]
    [InlineData("""{ "givenName": "Eva", "givenName": "Exempel" }""", null)]
    public async Task What_does_not_fit_is_refused_by_its_field_and_never_said_again(string body, string? field)
    {
        using var admin = pathway.As(Role.Admin);
        var id = await desk.Open();
        var problem = await (await Put(admin, id, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "unfit-identity");
        if (field is not null)
        {
            Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        }

        Assert.All(["Exempel", "1899-12-31", "2026-03-16"], value => Assert.DoesNotContain(value, problem.GetRawText(), StringComparison.Ordinal));
        await (await admin.GetAsync(Of(id))).ShouldBeProblem(HttpStatusCode.NotFound, "no-identity");
    }

    [Fact]
    public async Task The_longest_texts_and_the_ends_of_the_calendar_fit()
    {
        using var admin = pathway.As(Role.Admin);
        var id = await desk.Open();
        Assert.Equal(HttpStatusCode.NoContent, (await Put(admin, id, $$"""{ "familyName": "{{new string('Ö', 200)}}", "birthDate": "1900-01-01" }""")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Put(admin, id, """{ "birthDate": "2026-03-15" }""")).StatusCode);
        await (await Put(admin, id, $$"""{ "familyName": "{{new string('Ö', 201)}}" }""")).ShouldBeProblem(HttpStatusCode.BadRequest, "unfit-identity");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?reason=")]
    [InlineData("?reason=because")]
    public async Task Nothing_is_erased_without_a_reason(string query)
    {
        using var admin = pathway.As(Role.Admin);
        var id = await desk.Open();
        await Put(admin, id, Eva);
        await (await admin.DeleteAsync(Of(id) + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Contains("Exempel", await admin.GetStringAsync(Of(id)), StringComparison.Ordinal);
    }

    private static string Of(Guid id) => $"/api/pathways/{id}/identity";

    private static async Task<HttpResponseMessage> Put(HttpClient admin, Guid id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await admin.PutAsync(Of(id), content);
    }

    private static Task<string> Read(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Content.ReadAsStringAsync();
    }

    private Task<string> Everything() => Text("select string_agg(i::text, E'\\n') from pathway_identity i where erased_at is not null");

    private async Task<string> Text(string sql)
    {
        await using var database = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using var command = database.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
