using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Pathway.Api.Http;

namespace Pathway.Api.SignIn;

/// <summary>Signs in whoever sends a token of this installation: <c>Authorization: Bearer …</c>.</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Tokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of this way to sign in.</summary>
    internal const string SchemeName = "Bearer";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var sent = Request.Headers.Authorization;
        if (sent.Count != 1 || sent[0] is not { } header || !header.StartsWith($"{SchemeName} ", StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var (actor, refusal) = tokens.Read(header[(SchemeName.Length + 1)..].Trim());
        return Task.FromResult(actor is null
            ? AuthenticateResult.Fail(refusal!)
            : AuthenticateResult.Success(new(actor.ToPrincipal(SchemeName), SchemeName)));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = (await HandleAuthenticateOnceSafeAsync()).Failure?.Message;
        Response.Headers.WWWAuthenticate = refusal is null
            ? """Bearer realm="pathway" """.Trim()
            : $"""Bearer realm="pathway", error="invalid_token", error_description="{refusal}" """.Trim();
        await Problems.NotSignedIn(refusal ?? "Send a token: Authorization: Bearer …").ExecuteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.RoleNotAllowed(Actor.From(Context.User).Role).ExecuteAsync(Context);
}
