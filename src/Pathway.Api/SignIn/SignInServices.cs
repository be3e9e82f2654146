using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace Pathway.Api.SignIn;

/// <summary>
/// Composes signing in. Another way to sign in (OpenID Connect) is another scheme beside this one that yields the claims of <see cref="Actor"/>;
/// nothing else here or in any endpoint changes.
/// </summary>
internal static class SignInServices
{
    internal static void AddSignIn(this IServiceCollection services, PathwayOptions options)
    {
        services.AddSingleton(new Tokens(options.SigningKey, options.Time));
        services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(options.KeysFolder, "data-protection")));
        services.AddAuthentication(TokenHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, configureOptions: null);

        var authorization = services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var (policy, roles) in Policies.Allowed)
        {
            authorization.AddPolicy(policy, builder => builder.RequireRole(roles.Select(Actor.NameOf)));
        }
    }
}
