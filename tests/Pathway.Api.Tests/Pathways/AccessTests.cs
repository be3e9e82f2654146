using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class AccessTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    /// <summary>What anybody may call: health, sign-in and documentation.</summary>
    private static readonly string[] _open = ["/", "/health/", "/problems/", "/openapi/", "/swagger", "/signin"];

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Nobody_calls_anything_without_a_token_but_health_sign_in_and_documentation()
    {
        var id = await desk.Open();
        var before = await pathway.Stored();
        var calls = Calls(id, anywhere: true).ToList();
        Assert.True(calls.Count >= 8, "The endpoints were not found.");

        using var nobody = pathway.Anonymous;
        foreach (var (method, address) in calls)
        {
            var answer = await Send(nobody, method, address);
            if (!_open.Any(open => open.Length == 1 ? address == open : address.StartsWith(open, StringComparison.Ordinal)))
            {
                await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
                Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            }
            else
            {
                Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }

        Assert.Equal(before, await pathway.Stored());
    }

    [Fact]
    public async Task Every_call_asks_for_a_token_that_was_signed_here_and_has_not_expired()
    {
        var id = await desk.Open();
        var before = await pathway.Stored();
        var here = pathway.Services.GetRequiredService<Tokens>();
        var anna = new Actor("anna", "Anna", Role.Coordinator, Center: null);
        var good = here.Issue(anna, TimeSpan.FromHours(1));
        string[] bad =
        [
            here.Issue(anna, TimeSpan.FromHours(-1)),
            new Tokens(SigningKey.From(new string('k', 64)), pathway.Time).Issue(anna, TimeSpan.FromHours(1)),
            $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"alg":"none"}"""))}.{good.Split('.')[1]}.",
            here.Issue(anna with { Role = Role.Reporter }, TimeSpan.FromHours(1)).Split('.') is [var head, _, var signature] ? $"{head}.{good.Split('.')[1]}.{signature}" : "",
        ];

        foreach (var token in bad)
        {
            using var caller = pathway.Caller($"Bearer {token}");
            foreach (var (method, address) in Calls(id))
            {
                await (await Send(caller, method, address)).ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
            }
        }

        Assert.Equal(before, await pathway.Stored());
    }

    [Theory]
    [InlineData(Role.Coordinator, true, true)]
    [InlineData(Role.Auditor, true, false)]
    [InlineData(Role.Reporter, false, false)]
    [InlineData(Role.Admin, false, false)]
    public async Task Coordinators_log_and_read_auditors_read_and_others_see_no_single_patient(Role role, bool reads, bool logs)
    {
        var id = await desk.Open();
        var before = await pathway.Stored();
        using var caller = pathway.As(role);
        foreach (var (method, address) in Calls(id))
        {
            var answer = await Send(caller, method, address);
            if (method == "GET" ? reads : logs)
            {
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{method} {address}: {answer.StatusCode}");
            }
            else
            {
                await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
            }
        }

        Assert.Equal(before, await pathway.Stored());
    }

    [Fact]
    public async Task An_unknown_pathway_is_404_on_every_call()
    {
        var unknown = Guid.NewGuid();
        foreach (var (method, address) in Calls(unknown).Where(c => c.Address.Contains(unknown.ToString(), StringComparison.Ordinal)))
        {
            await (await Send(desk.Client, method, address, Said.Discharged("2026-02-01"))).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-pathway");
            await (await Send(desk.Client, method, address.Replace(unknown.ToString(), "17", StringComparison.Ordinal), Said.Discharged("2026-02-01"))).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task Whoever_works_for_one_center_sees_its_pathways_and_no_others()
    {
        using var ghent = new Desk(pathway.As(Role.Coordinator, "Anna", center: "ghent"));
        using var lyon = new Desk(pathway.As(Role.Coordinator, "Bruno", center: "lyon"));
        var id = await ghent.OpenWith(Said.Scan("2026-01-10"));

        await ghent.Read(id);
        foreach (var (method, address) in Calls(id).Where(c => c.Address.Contains(id.ToString(), StringComparison.Ordinal)))
        {
            await pathway.ShouldBeRefused(() => Send(lyon.Client, method, address, Said.Discharged("2026-02-01")), HttpStatusCode.NotFound, "no-such-pathway");
        }

        await pathway.ShouldBeRefused(() => lyon.Post("/api/pathways", Said.Opened(center: "ghent")), HttpStatusCode.Forbidden, "another-center", "/center");
        Assert.DoesNotContain(id.ToString(), await lyon.Client.GetStringAsync("/api/pathways?limit=200"), StringComparison.Ordinal);
        Assert.Equal("""{"pathways":[],"next":null}""", await lyon.Client.GetStringAsync("/api/pathways?center=ghent"));
        Assert.Contains(id.ToString(), await ghent.Client.GetStringAsync("/api/pathways?limit=200"), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), await ghent.Client.GetStringAsync("/api/pathways?center=ghent&limit=200"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_405()
    {
        foreach (var address in Calls(await desk.Open()).GroupBy(c => c.Address, c => c.Method, StringComparer.Ordinal))
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }.Except(address))
            {
                var answer = await Send(desk.Client, method, address.Key);
                await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
                Assert.Equal(address.Order(StringComparer.Ordinal), answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        var id = await desk.Open();
        using var auditor = pathway.As(Role.Auditor);
        foreach (var (_, address) in Calls(id, anywhere: true).Where(c => c.Method == "GET"))
        {
            var (whole, head) = (await Send(auditor, "GET", address), await Send(auditor, "HEAD", address, contentType: null));
            Assert.Equal((address, whole.StatusCode, whole.Content.Headers.ContentType), (address, head.StatusCode, head.Content.Headers.ContentType));
            Assert.Equal(whole.Headers.Where(h => h.Key is not ("Date" or "Transfer-Encoding" or "X-Correlation-Id" or "Server-Timing")).Select(Text), head.Headers.Where(h => h.Key is not ("Date" or "X-Correlation-Id" or "Server-Timing")).Select(Text));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        var asked = JsonElement.Parse(await auditor.GetStringAsync($"/api/audit/access?pathway={id}&limit=1000")).GetProperty("calls").EnumerateArray().Select(c => c.GetProperty("call").GetString());
        Assert.Contains("HEAD /api/pathways/{id}", asked);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Send(desk.Client, "HEAD", $"/api/pathways/{id}/events/validate", contentType: null)).StatusCode);

        static string Text(KeyValuePair<string, IEnumerable<string>> header) => $"{header.Key}: {string.Join(", ", header.Value)}";
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task A_body_that_is_not_JSON_in_UTF_8_is_415(string? contentType)
    {
        var id = await desk.Open();
        foreach (var (method, address) in Calls(id).Where(c => c.Method == "POST"))
        {
            await pathway.ShouldBeRefused(() => Send(desk.Client, method, address, Said.Discharged("2026-02-01"), contentType), HttpStatusCode.UnsupportedMediaType, "not-json");
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/cloudevents+json")]
    public async Task JSON_may_say_that_it_is_UTF_8(string contentType)
    {
        var id = await desk.Open();
        Assert.Equal(HttpStatusCode.Created, (await Send(desk.Client, "POST", $"/api/pathways/{id}/events", Said.Discharged("2026-02-01"), contentType)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_5_MiB_is_413_and_stores_nothing(bool chunked)
    {
        var id = await desk.Open();
        var body = Said.Note("2026-02-01", new string('x', 5 << 20));
        foreach (var (method, address) in Calls(id).Where(c => c.Method == "POST"))
        {
            await pathway.ShouldBeRefused(() => Send(desk.Client, method, address, body, chunked: chunked), HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        }
    }

    [Fact]
    public async Task A_parameter_that_a_call_does_not_know_is_400()
    {
        var id = await desk.Open();
        foreach (var (method, address) in Calls(id))
        {
            await pathway.ShouldBeRefused(() => Send(desk.Client, method, $"{address}?patient=P-001"), HttpStatusCode.BadRequest, "unknown-parameter");
        }
    }

    /// <summary>Every method and address that there is: of the pathways' courses, or of all.</summary>
    private IEnumerable<(string Method, string Address)> Calls(Guid id, bool anywhere = false) =>
        from endpoint in pathway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let address = AddressOf(endpoint.RoutePattern, id)
        where anywhere || (address.StartsWith("/api/pathways", StringComparison.Ordinal) && !address.EndsWith("/identity", StringComparison.Ordinal))
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, address);

    private static string AddressOf(RoutePattern pattern, Guid id) => $"/{string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "id" } => id.ToString(),
        _ => "x",
    }))))}";

    private static async Task<HttpResponseMessage> Send(
        HttpClient client, string method, string address, string body = "{}", string? contentType = "application/json", bool chunked = false)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(address, UriKind.Relative));
        if (method is not ("GET" or "HEAD"))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            request.Headers.TransferEncodingChunked = chunked;
        }

        return await client.SendAsync(request);
    }
}
