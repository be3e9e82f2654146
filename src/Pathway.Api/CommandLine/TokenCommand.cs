using System.CommandLine;
using System.Text.RegularExpressions;
using Pathway.Api.SignIn;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway token</c>: prints a token for the server of a data folder.</summary>
internal static partial class TokenCommand
{
    private const double LongestHours = 24 * 366;

    internal static Command Create()
    {
        var role = new Argument<string>("ROLE") { Description = "What they may do: coordinator, auditor, reporter or admin.", HelpName = "ROLE" };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(Actor.NameOf)]);
        var name = new Option<string>("--name") { Description = "Who it is for, as the record will say.", HelpName = "NAME", Required = true };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: <= Tokens.LongestName } given || string.IsNullOrWhiteSpace(given) || given.Any(char.IsControl))
            {
                result.AddError($"--name is 1 to {Tokens.LongestName} characters, not all of them spaces.");
            }
        });
        var id = new Option<string?>("--id") { Description = "Their permanent id, which stays when the name changes; made of the name when not given.", HelpName = "ID" };
        id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !Id().IsMatch(given))
            {
                result.AddError($"--id is 1 to {Tokens.LongestName} visible ASCII characters.");
            }
        });
        var center = new Option<string?>("--center") { Description = "The center that they work for; all when not given.", HelpName = "CENTER" };
        center.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !Slug().IsMatch(given))
            {
                result.AddError("--center is a short name of a–z, 0–9 and single hyphens, for example ghent-1; leave it out for all centers.");
            }
        });
        var hours = new Option<double>("--hours") { Description = "How long it is good.", HelpName = "HOURS", DefaultValueFactory = _ => 12 };
        hours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= LongestHours))
            {
                result.AddError($"--hours is more than 0 and at most {LongestHours}.");
            }
        });
        var data = CommandOptions.Data();
        var token = new Command("token", "Prints a token to sign in with.") { role, name, id, center, hours, data };
        token.SetAction(parsed =>
        {
            var key = Settings.Read().KeyFor(DataFolder.OpenExisting(parsed.GetRequiredValue(data)));
            var who = parsed.GetRequiredValue(name);
            var actor = new Actor(parsed.GetValue(id) ?? IdOf(who), Name: who, Actor.RoleOf(parsed.GetRequiredValue(role))!.Value, parsed.GetValue(center));
            parsed.InvocationConfiguration.Output.WriteLine(new Tokens(key, TimeProvider.System).Issue(actor, TimeSpan.FromHours(parsed.GetValue(hours))));
            return 0;
        });
        return token;
    }

    /// <summary>A name as an id: "Anna Meyer" is anna-meyer. A name with other letters than a to z stays as it is, as two names must not become one.</summary>
    private static string IdOf(string name) =>
        name.Any(c => char.IsAsciiLetterOrDigit(c)) && name.All(char.IsAscii) ? NoSlug().Replace(name.ToLowerInvariant(), "-").Trim('-') : name;

    [GeneratedRegex(@"\A[!-~]{1,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[a-z0-9]+(?:-[a-z0-9]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Slug();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex NoSlug();
}
