using System.CommandLine;
using Pathway.Api.SignIn;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway token</c>: prints a token for the server of a data folder.</summary>
internal static class TokenCommand
{
    private const double LongestHours = 24 * 366;

    internal static Command Create()
    {
        var role = new Argument<string>("ROLE") { Description = "What they may do: coordinator, auditor, reporter or admin.", HelpName = "ROLE" };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(Actor.NameOf)]);
        var name = new Option<string>("--name") { Description = "Who it is for, as the record will say.", HelpName = "NAME", Required = true };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= Tokens.LongestName })
            {
                result.AddError($"--name is 1 to {Tokens.LongestName} characters.");
            }
        });
        var center = new Option<string?>("--center") { Description = "The center that they work for.", HelpName = "CENTER" };
        var hours = new Option<double>("--hours") { Description = "How long it is good.", HelpName = "HOURS", DefaultValueFactory = _ => 12 };
        hours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= LongestHours))
            {
                result.AddError($"--hours is more than 0 and at most {LongestHours}.");
            }
        });
        var data = CommandOptions.Data();
        var token = new Command("token", "Prints a token to sign in with.") { role, name, center, hours, data };
        token.SetAction(parsed =>
        {
            var key = Settings.Read().KeyFor(DataFolder.OpenExisting(parsed.GetRequiredValue(data)));
            var who = parsed.GetRequiredValue(name);
            var actor = new Actor(Id: who, Name: who, Actor.RoleOf(parsed.GetRequiredValue(role))!.Value, parsed.GetValue(center));
            parsed.InvocationConfiguration.Output.WriteLine(new Tokens(key, TimeProvider.System).Issue(actor, TimeSpan.FromHours(parsed.GetValue(hours))));
            return 0;
        });
        return token;
    }
}
