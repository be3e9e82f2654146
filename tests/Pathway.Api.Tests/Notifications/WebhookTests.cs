using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Api.Notifications;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.OpenApi;
using Pathway.Api.Tests.Pathways;
using Pathway.Domain.Happenings;
using Pathway.Testing;

namespace Pathway.Api.Tests.Notifications;

/// <summary>Who is registered for what: what is refused, what is shown to whom, and what is written down of it.</summary>
public sealed class WebhookTests(ThrowAwayPostgres postgres)
{
    [Theory]
    [InlineData("""{ "kinds": ["droppedOut"] }""", "/url")]
    [InlineData("""{ "url": "https://receiver.example" }""", "/kinds")]
    [InlineData("""{ "url": "https://receiver.example", "kinds": [] }""", "/kinds")]
    [InlineData("""{ "url": "https://receiver.example", "kinds": ["droppedOut", "leftOut"] }""", "/kinds/1")]
    [InlineData("""{ "url": "https://receiver.example", "kinds": ["droppedOut"], "isActive": "yes" }""", "/isActive")]
    [InlineData("""{ "url": "https://receiver.example", "kinds": ["droppedOut"], "secret": "mine" }""", "/secret")]
    [InlineData("""{ "url": "http://receiver.example", "kinds": ["droppedOut"] }""", "/url")]
    [InlineData("""{ "url": "https://ann:secret@receiver.example", "kinds": ["droppedOut"] }""", "/url")]
    [InlineData("""{ "url": "https://169.254.169.254/latest", "kinds": ["droppedOut"] }""", "/url")]
    [InlineData("""{ "url": "ftp://receiver.example", "kinds": ["droppedOut"] }""", "/url")]
    [InlineData("""{ "url": "receiver.example", "kinds": ["droppedOut"] }""", "/url")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("[", "")]
    public async Task What_does_not_fit_is_refused_at_its_field(string body, string field)
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var admin = pathway.As(Role.Admin);
        var problem = await (await Send(admin, HttpMethod.Post, "/api/webhooks", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "unfit-webhook");
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.DoesNotContain("secret@", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await admin.GetFromJsonAsync<JsonElement>("/api/webhooks")).EnumerateArray());
    }

    [Fact]
    public async Task An_admin_of_a_center_meets_its_webhooks_alone_and_those_are_told_of_its_pathways_alone()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("pathwayOpened");
        using var ghent = told.Pathway.As(Role.Admin, center: "ghent");
        using var lyon = told.Pathway.As(Role.Admin, center: "lyon");
        var made = await Send(lyon, HttpMethod.Post, "/api/webhooks", $$"""{ "url": "{{told.Receiver.Url}}?lyon", "kinds": ["pathwayOpened"] }""");
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("webhook").GetProperty("id").GetGuid();

        Assert.Equal(2, (await told.Get("/api/webhooks")).GetArrayLength());
        Assert.Equal("lyon", Assert.Single((await lyon.GetFromJsonAsync<JsonElement>("/api/webhooks")).EnumerateArray()).GetProperty("center").GetString());
        Assert.Empty((await ghent.GetFromJsonAsync<JsonElement>("/api/webhooks")).EnumerateArray());
        foreach (var (method, address, body) in new[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Patch, "", """{ "isActive": false }"""), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/secret", null), (HttpMethod.Post, "/test", null),
            (HttpMethod.Get, "/deliveries", null), (HttpMethod.Post, "/deliveries/1/retry", null), (HttpMethod.Post, "/replay", """{ "fromPosition": 1 }"""),
        })
        {
            await (await Send(ghent, method, $"/api/webhooks/{id}{address}", body)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-webhook");
        }

        await told.Desk.Open(Said.Opened(center: "ghent"));
        await told.Desk.Open(Said.Opened(center: "lyon"));
        await told.Receiver.Until(m => m.Count == 3);
        await told.UntilNothingWaits(id);
        Assert.Single((await lyon.GetFromJsonAsync<JsonElement>($"/api/webhooks/{id}/deliveries")).GetProperty("deliveries").EnumerateArray());
    }

    [Fact]
    public async Task Every_answer_is_as_described_and_no_secret_is_shown_twice()
    {
        await using var told = await Told.Start(postgres);
        var made = await told.Post("/api/webhooks", $$"""{ "url": "{{told.Receiver.Url}}", "kinds": ["strategyDecided", "pathwayOpened", "pathwayOpened"] }""", HttpStatusCode.Created);
        var webhook = $"/api/webhooks/{made.GetProperty("webhook").GetProperty("id")}";
        Assert.Equal(["pathwayOpened", "strategyDecided"], made.GetProperty("webhook").GetProperty("kinds").EnumerateArray().Select(k => k.GetString()));
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        await told.Receiver.Until(m => m.Count == 2);
        await told.UntilNothingWaits(made.GetProperty("webhook").GetProperty("id").GetGuid());

        var page = await told.Get($"{webhook}/deliveries?limit=1");
        var rest = await told.Get($"{webhook}/deliveries?cursor={page.GetProperty("next")}");
        Assert.Equal(["strategyDecided", "pathwayOpened"], new[] { page, rest }.Select(p => Assert.Single(p.GetProperty("deliveries").EnumerateArray()).GetProperty("kind").GetString()));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        var number = page.GetProperty("next");

        var document = await Document.Of(told.Pathway);
        (string Call, int Status, JsonElement Answer)[] answers =
        [
            ("AddWebhook", 201, made), ("ListWebhooks", 200, await told.Get("/api/webhooks")), ("ReadWebhook", 200, await told.Get(webhook)), ("ListDeliveries", 200, page),
            ("ListHappeningKinds", 200, await told.Get("/api/happening-kinds")), ("ChangeWebhook", 200, await told.Patch(made.GetProperty("webhook").GetProperty("id").GetGuid(), """{ "kinds": ["droppedOut"] }""")),
            ("ChangeWebhookSecret", 200, await told.Post($"{webhook}/secret")), ("TestWebhook", 200, await told.Post($"{webhook}/test")),
            ("RetryDelivery", 200, await told.Post($"{webhook}/deliveries/{number}/retry")), ("ReplayDeliveries", 202, await told.Post($"{webhook}/replay", """{ "fromPosition": 1 }""", HttpStatusCode.Accepted)),
        ];
        var errors = await Validator.Judge(document.Root, answers.Select(a => (document.Named(a.Call).AnswerSchema(a.Status), JsonNode.Parse(a.Answer.GetRawText()))), closed: true);
        Assert.Equal("", string.Join('\n', answers.Zip(errors, (a, e) => e.Length == 0 ? "" : $"{a.Call}: {string.Join("; ", e)}").Where(e => e.Length > 0)));
        Assert.Equal(["AddWebhook", "ChangeWebhookSecret"], answers.Where(a => a.Answer.GetRawText().Contains("whsec_", StringComparison.Ordinal)).Select(a => a.Call));
    }

    [Fact]
    public async Task Every_message_is_as_described_and_comes_with_the_headers_that_are()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register([.. Enum.GetValues<HappeningKind>().Select(k => JsonNamingPolicy.CamelCase.ConvertName($"{k}"))]);
        await told.Post($"/api/webhooks/{webhook}/test");
        await told.Desk.OpenWith(Said.Scan("2026-03-01"), Said.Strategy("2026-03-02"), Said.Stage1("2026-03-08"));
        await told.UntilFollowed(4);
        told.Pass(TimeSpan.FromDays(1));
        var messages = await told.Receiver.Until(m => m.Any(x => x.Type == "itemOverdue"));
        Assert.Superset(
            new HashSet<string> { "ping", "pathwayOpened", "stage1Performed", "deviationFound", "readinessChanged", "itemOverdue" }, messages.Select(m => m.Type).ToHashSet());

        var document = await Document.Of(told.Pathway);
        var errors = await Validator.Judge(document.Root, messages.Select(m => (Described(m)["requestBody"]!["content"]!["application/json"]!["schema"]!, JsonNode.Parse(m.Body))), closed: true);
        Assert.Equal("", string.Join('\n', messages.Zip(errors, (m, e) => e.Length == 0 ? "" : $"{m.Body}: {string.Join("; ", e)}").Where(e => e.Length > 0)));
        Assert.All(messages, m => Assert.Equal(m.Headers, Described(m)["parameters"]!.AsArray().Select(p => (string)p!["name"]!)));

        // A happening without its pathway is none, and one that says more than is described would be found.
        var (less, more) = (JsonNode.Parse(messages[^1].Body)!, JsonNode.Parse(messages[^1].Body)!);
        less["data"]!.AsObject().Remove("pathwayId");
        more["data"]!["flrVolumeMl"] = 400;
        var schema = Described(messages[^1])["requestBody"]!["content"]!["application/json"]!["schema"]!;
        Assert.All(await Validator.Judge(document.Root, [(schema, less), (schema, more)], closed: true), Assert.NotEmpty);

        JsonNode Described(Message message) => document.Root["webhooks"]![message.Type == "ping" ? "ping" : "happening"]!["post"]!;
    }

    [Fact]
    public async Task What_a_webhook_was_told_is_read_under_the_eyes_of_the_access_log()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register("pathwayOpened");
        await told.Get($"/api/webhooks/{webhook}/deliveries?status=parked");
        using var auditor = told.Pathway.As(Role.Auditor);
        var call = (await auditor.GetFromJsonAsync<JsonElement>("/api/audit/access?role=admin")).GetProperty("calls")[0];
        Assert.Equal(
            ("GET /api/webhooks/{webhook}/deliveries", JsonValueKind.Null, "parked"),
            (call.GetProperty("call").GetString(), call.GetProperty("pathway").ValueKind, call.GetProperty("parameters").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_delivery_that_there_is_not_and_a_place_that_is_none_are_refused()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register("pathwayOpened");
        using var admin = told.Pathway.As(Role.Admin);
        await (await Send(admin, HttpMethod.Post, $"/api/webhooks/{webhook}/deliveries/1/retry")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-delivery");
        foreach (var wrong in (string[])["""{ "fromPosition": 0 }""", """{ "fromPosition": "1" }""", "{}", "["])
        {
            var problem = await (await Send(admin, HttpMethod.Post, $"/api/webhooks/{webhook}/replay", wrong)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-request");
            Assert.True(problem.GetProperty("errors").TryGetProperty("/fromPosition", out _));
        }

        foreach (var wrong in (string[])["status=lost", "cursor=x", "limit=0", "limit=1001"])
        {
            await (await admin.GetAsync($"/api/webhooks/{webhook}/deliveries?{wrong}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        }
    }

    [Theory]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("8.8.8.8", false, true)]
    [InlineData("2001:db8::1", false, true)]
    [InlineData("fd12::1", false, true)]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("127.0.0.1", false, false)] // A name that is not this machine's, and leads to it.
    [InlineData("::1", false, false)]
    [InlineData("::ffff:127.0.0.1", false, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("169.254.169.254", true, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("100.100.100.200", false, false)]
    [InlineData("168.63.129.16", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("8.8.8.8", true, false)] // A name of this machine that leads to another.
    [InlineData("64:ff9b::10.1.2.3", false, true)]
    [InlineData("64:ff9b::169.254.169.254", false, false)]
    [InlineData("64:ff9b:1::127.0.0.1", false, false)]
    [InlineData("2002:a9fe:a9fe::1", false, false)]
    [InlineData("::169.254.169.254", false, false)]
    [InlineData("::%7", false, false)]
    [InlineData("::1%7", false, false)]
    [InlineData("::1%7", true, true)]
    [InlineData("fd00:ec2::254%7", false, false)]
    public void There_is_a_receiver_at_an_address_or_there_cannot_be(string address, bool asLoopback, bool expected) =>
        Assert.Equal(expected, WebhookAddress.MayBeReached(IPAddress.Parse(address), asLoopback));

    [Theory]
    [InlineData("https://receiver.example:8443/hook?of=pathway", false, true)]
    [InlineData("http://localhost:5000/", false, true)]
    [InlineData("http://[::1]:5000/", false, true)]
    [InlineData("http://receiver.house/", false, false)]
    [InlineData("http://receiver.house/", true, true)]
    [InlineData("http://169.254.169.254/", true, false)]
    [InlineData("https://receiver.example/#hook", false, false)]
    [InlineData("https://receiver.example/a b", false, false)]
    [InlineData("https:///hook", false, false)]
    [InlineData("/hook", false, false)]
    public void A_url_is_one_of_a_webhook_or_not(string url, bool plainHttp, bool expected) => Assert.Equal(expected, WebhookAddress.WhyNot(url, plainHttp) is null);

    [Fact]
    public void Tries_are_eleven_over_a_day_and_a_half_with_waits_up_to_a_fifth_longer()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), BackOff.After(1, 0));
        Assert.Equal(TimeSpan.FromSeconds(12), BackOff.After(1, 1));
        Assert.Equal(TimeSpan.FromHours(6.6), BackOff.After(10, 0.5));
        Assert.Null(BackOff.After(11, 0));

        // 10 s + 1 min + 5 min + 30 min + 2 h + 5 × 6 h.
        Assert.Equal(new TimeSpan(32, 36, 10), Enumerable.Range(1, 10).Aggregate(TimeSpan.Zero, (sum, tries) => sum + BackOff.After(tries, 0)!.Value));
    }

    [Fact]
    public void It_signs_as_the_published_example_of_the_standard_does()
    {
        // standardwebhooks.com, from the tests of its reference libraries.
        var secret = new WebhookSecret(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        Assert.Equal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", secret.Shown);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""));
    }

    [Fact]
    public void A_secret_is_kept_so_that_only_the_key_of_the_installation_opens_it()
    {
        var (secret, key) = (WebhookSecret.New(), SigningKey.From(new string('k', 32)));
        var kept = secret.Seal(key);
        Assert.Equal(secret.Shown, WebhookSecret.Open(key, kept)!.Shown);
        Assert.NotEqual(kept, secret.Seal(key));
        Assert.Null(WebhookSecret.Open(SigningKey.From(new string('l', 32)), kept));
    }

    private static async Task<HttpResponseMessage> Send(HttpClient caller, HttpMethod method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        return await caller.SendAsync(request);
    }
}
