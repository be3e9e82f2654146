using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.SignIn;

/// <summary>A Pathway with endpoints that say who is let in.</summary>
public sealed class GuardedPathway(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    internal TestPathway Pathway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Pathway = await TestPathway.Start(postgres, app =>
    {
        app.MapGet("/whoami", (Actor actor) => actor);
        app.MapGet("/log", () => "logged").RequireAuthorization(Policies.Log);
        app.MapGet("/read", () => "read").RequireAuthorization(Policies.ReadPathway);
    });

    public ValueTask DisposeAsync() => Pathway.DisposeAsync();
}

public sealed class TokenTests : IClassFixture<GuardedPathway>
{
    private static readonly Actor Anna = new("anna", "Anna Example", Role.Coordinator, Center: "zurich");

    private readonly TestPathway pathway;

    public TokenTests(GuardedPathway guarded)
    {
        pathway = guarded.Pathway;
        pathway.Time.Now = new SettableTime().Now; // Another test may have moved it.
    }

    [Fact]
    public async Task A_good_token_says_who_is_there()
    {
        using var client = pathway.As(Role.Auditor, "Anna Müller", center: "zurich");
        Assert.Equal("""{"id":"Anna Müller","name":"Anna Müller","role":"auditor","center":"zurich"}""", await client.GetStringAsync("/whoami"));
    }

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case() => await ShouldBeLetIn($"bEARER {Issue()}");

    [Fact]
    public async Task No_token_is_challenged_without_a_reason()
    {
        var challenge = await ShouldBeTurnedAway(authorization: null);
        Assert.Equal("""Bearer realm="pathway" """.TrimEnd(), challenge);
    }

    [Fact]
    public async Task Another_scheme_is_no_token() => await ShouldBeTurnedAway("Basic YW5uYTpzZWNyZXQ=");

    [Fact]
    public async Task An_expired_token_is_refused_a_minute_after_its_end_and_not_before()
    {
        var token = $"Bearer {Issue()}";
        pathway.Time.Now += TimeSpan.FromHours(1) + TimeSpan.FromSeconds(59);
        await ShouldBeLetIn(token);

        pathway.Time.Now += TimeSpan.FromSeconds(1);
        Assert.Contains("expired", await ShouldBeTurnedAway(token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_from_the_future_is_refused()
    {
        var token = $"Bearer {Issue()}";
        pathway.Time.Now -= TimeSpan.FromSeconds(60);
        await ShouldBeLetIn(token);

        pathway.Time.Now -= TimeSpan.FromSeconds(1);
        Assert.Contains("not yet", await ShouldBeTurnedAway(token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var payload = Issue().Split('.')[1];
        await ShouldBeTurnedAway($"Bearer {Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.");
        await ShouldBeTurnedAway($"Bearer {Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}");
    }

    [Fact]
    public async Task A_token_whose_claims_were_changed_is_refused()
    {
        var parts = Issue(Anna with { Role = Role.Reporter }).Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        Assert.Contains("reporter", claims, StringComparison.Ordinal);

        await ShouldBeTurnedAway($"Bearer {parts[0]}.{Encode(claims.Replace("reporter", "coordinator", StringComparison.Ordinal))}.{parts[2]}");
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_refused()
    {
        var elsewhere = new Tokens(SigningKey.From(new string('k', 32)), pathway.Time);
        await ShouldBeTurnedAway($"Bearer {elsewhere.Issue(Anna, TimeSpan.FromHours(1))}");
    }

    [Fact]
    public void Every_change_of_a_single_character_of_a_token_is_noticed_or_changes_nothing()
    {
        var tokens = new Tokens(SigningKey.From(new string('k', 32)), pathway.Time);
        var token = tokens.Issue(Anna, TimeSpan.FromHours(1));
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];

            // The last one has two unused bits.
            Assert.True(tokens.Read(changed).Actor is null || i == token.Length - 1, $"Character {i} of {token} may be changed.");
        }
    }

    [Theory]
    [InlineData("""{"alg":"HS384","typ":"JWT"}""", null)]
    [InlineData("""{"alg":"none"}""", null)]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("""not json""", null)]
    [InlineData(null, """{}""")]
    [InlineData(null, """[1]""")]
    [InlineData(null, "\"text\"")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"coordinator"}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"coordinator","exp":"2099999999"}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"coordinator","exp":1e400}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"coordinator","exp":-9223372036854775808}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"coordinator","exp":4099999999,"nbf":4099999998}""")]
    [InlineData(null, """{"iss":"pathway","aud":"elsewhere","sub":"a","name":"a","role":"coordinator","exp":4099999999}""")]
    [InlineData(null, """{"iss":"elsewhere","aud":"pathway","sub":"a","name":"a","role":"coordinator","exp":4099999999}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","name":"a","role":"coordinator","exp":4099999999}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"","name":"a","role":"coordinator","exp":4099999999}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","exp":4099999999}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"surgeon","exp":4099999999}""")]
    [InlineData(null, """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"0","exp":4099999999}""")]
    public void A_token_signed_here_must_still_say_what_tokens_say(string? header, string? claims)
    {
        const string key = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
        var tokens = new Tokens(SigningKey.From(key), pathway.Time);
        const string good = """{"iss":"pathway","aud":"pathway","sub":"a","name":"a","role":"coordinator","exp":4099999999}""";
        Assert.NotNull(tokens.Read(Signed("""{"alg":"HS256","typ":"JWT"}""", good)).Actor);

        var (actor, refusal) = tokens.Read(Signed(header ?? """{"alg":"HS256","typ":"JWT"}""", claims ?? good));

        Assert.Null(actor);
        Assert.NotEmpty(refusal!);

        static string Signed(string header, string claims)
        {
            var signed = $"{Encode(header)}.{Encode(claims)}";
            return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(signed)))}";
        }
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("Bearer .")]
    [InlineData("Bearer ..")]
    [InlineData("Bearer ...")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer %%%.%%%.%%%")]
    [InlineData("Bearer e30.e30.e30")]
    [InlineData("Bearer null")]
    public async Task Garbage_is_refused(string authorization) => await ShouldBeTurnedAway(authorization);

    [Fact]
    public async Task A_huge_token_is_refused() => await ShouldBeTurnedAway($"Bearer {new string('a', 5000)}.{new string('b', 5000)}.{new string('c', 5000)}");

    [Theory]
    [InlineData(Role.Coordinator, "/log", true)]
    [InlineData(Role.Auditor, "/log", false)]
    [InlineData(Role.Reporter, "/log", false)]
    [InlineData(Role.Admin, "/log", false)]
    [InlineData(Role.Coordinator, "/read", true)]
    [InlineData(Role.Auditor, "/read", true)]
    [InlineData(Role.Reporter, "/read", false)]
    [InlineData(Role.Admin, "/read", false)]
    public async Task A_role_may_do_what_it_is_for_and_no_more(Role role, string call, bool allowed)
    {
        using var client = pathway.As(role);
        var answer = await client.GetAsync(call);
        if (allowed)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        else
        {
            await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        }
    }

    private string Issue(Actor? actor = null) => ((Tokens)pathway.Services.GetService(typeof(Tokens))!).Issue(actor ?? Anna, TimeSpan.FromHours(1));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task ShouldBeLetIn(string authorization)
    {
        using var client = pathway.Caller(authorization);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/whoami")).StatusCode);
    }

    private async Task<string> ShouldBeTurnedAway(string? authorization)
    {
        using var client = pathway.Caller(authorization);
        var answer = await client.GetAsync("/whoami");
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
        return Assert.Single(answer.Headers.GetValues("WWW-Authenticate"));
    }
}
