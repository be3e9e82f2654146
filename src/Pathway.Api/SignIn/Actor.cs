using System.Security.Claims;
using System.Text.Json;

namespace Pathway.Api.SignIn;

/// <summary>Whoever makes a request. It comes from what signed them in, never from what they send.</summary>
/// <param name="Id">Their permanent id with whoever signed them in.</param>
/// <param name="Name">What to call them in the record.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Center">The center that they work for; null when they are bound to none.</param>
public sealed record Actor(string Id, string Name, Role Role, string? Center)
{
    private const string IdClaim = "sub";
    private const string NameClaim = "name";
    private const string RoleClaim = "role";
    private const string CenterClaim = "center";

    /// <summary>Gives an endpoint that asks for an actor the one of its request.</summary>
    /// <param name="context">A request that has been authorized.</param>
    public static ValueTask<Actor> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));

    /// <summary>Reads an actor from claims. Every way to sign in ends in these four: <c>sub</c>, <c>name</c>, <c>role</c> and, if any, <c>center</c>.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in, or a claim is missing.</exception>
    public static Actor From(ClaimsPrincipal user)
    {
        var role = RoleOf(Claim(RoleClaim)) ?? throw new InvalidOperationException("The role is unknown.");
        return new(Claim(IdClaim), Claim(NameClaim), role, user.FindFirstValue(CenterClaim));

        string Claim(string name) => user.FindFirstValue(name)
            ?? throw new InvalidOperationException($"The claim {name} is missing: the endpoint lets anonymous callers in.");
    }

    /// <summary>The actor as claims.</summary>
    /// <param name="scheme">How they signed in.</param>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim> { new(IdClaim, Id), new(NameClaim, Name), new(RoleClaim, NameOf(Role)) };
        if (Center is not null)
        {
            claims.Add(new(CenterClaim, Center));
        }

        return new(new ClaimsIdentity(claims, scheme, NameClaim, RoleClaim));
    }

    /// <summary>A role as tokens and claims write it.</summary>
    internal static string NameOf(Role role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

    /// <summary>A role from a token or claim; null when there is none of that name.</summary>
    internal static Role? RoleOf(string? name) =>
        Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => NameOf(role!.Value) == name);
}
