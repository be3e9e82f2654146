using System.Net;
using Pathway.Api.SignIn;
using Pathway.EventStore.Proof;

namespace Pathway.Api.CommandLine;

/// <summary>What the surroundings say, as environment variables. Every one is optional.</summary>
/// <param name="ConnectionString"><c>ConnectionStrings__Pathway</c>: an existing server to use; null to run a private one.</param>
/// <param name="OwnerConnectionString">
/// <c>ConnectionStrings__PathwayOwner</c>: the same database as its owner, to migrate; null when the first may migrate too.
/// </param>
/// <param name="PostgresBinaries"><c>Pathway__PostgresBinaries</c>: folder with the programs of a PostgreSQL server; null to search for one.</param>
/// <param name="TimeZone"><c>Pathway__TimeZone</c>: IANA name of where the hospital is; null for this machine's.</param>
/// <param name="SigningKey"><c>Pathway__SigningKey</c>: the key for tokens; null for the one in the data folder.</param>
/// <param name="LogKey"><c>Pathway__LogKey</c>: file with the private key, in PEM, that signs checkpoints; null for the one in the data folder.</param>
/// <param name="LogOrigin"><c>Pathway__LogOrigin</c>: the name of the log in its checkpoints; null for one made of the key.</param>
/// <param name="Listen"><c>Pathway__Listen</c>: address to listen on; null for loopback.</param>
/// <param name="PlainWebhooks"><c>Pathway__PlainWebhooks</c>: "true" lets webhooks lead to other machines by plain http; null for https alone.</param>
internal sealed record Settings(
    string? ConnectionString, string? OwnerConnectionString, string? PostgresBinaries, string? TimeZone, string? SigningKey, string? LogKey, string? LogOrigin,
    string? Listen, string? PlainWebhooks)
{
    private const string LogKeyFile = "log-key.pem";

    internal static Settings Read()
    {
        return new(
            Of("ConnectionStrings__Pathway"), Of("ConnectionStrings__PathwayOwner"), Of("Pathway__PostgresBinaries"),
            Of("Pathway__TimeZone"), Of("Pathway__SigningKey"), Of("Pathway__LogKey"), Of("Pathway__LogOrigin"),
            Of("Pathway__Listen"), Of("Pathway__PlainWebhooks"));

        static string? Of(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>
    /// Where to listen. Others may reach Pathway only when it was given a key: one that was made up in a data folder is for trying it on one machine.
    /// </summary>
    /// <exception cref="CannotStartException">The address is none, or it is not loopback and there is no key.</exception>
    internal IPAddress ListenAddress()
    {
        if (Listen is null)
        {
            return IPAddress.Loopback;
        }

        if (!IPAddress.TryParse(Listen, out var address))
        {
            throw new CannotStartException(
                $"Pathway__Listen is \"{Listen}\", which is no IP address. Leave it out for this machine alone, or use 0.0.0.0 for all.");
        }

        return IPAddress.IsLoopback(address) || SigningKey is not null
            ? address
            : throw new CannotStartException(
                $"Pathway__Listen is {Listen}, so others can reach this server: set Pathway__SigningKey, too (openssl rand -hex 32).");
    }

    /// <summary>The key that signs checkpoints.</summary>
    /// <exception cref="CannotStartException">There is none in the file named.</exception>
    internal LogKey LogKeyFor(DataFolder data)
    {
        var file = LogKey ?? Path.Combine(data.Keys, LogKeyFile);
        try
        {
            return EventStore.Proof.LogKey.FromPem(LogKey is null ? data.Secret(LogKeyFile, EventStore.Proof.LogKey.NewPem) : File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CannotStartException($"{file} cannot be used to sign checkpoints: {e.Message}", e);
        }
    }

    /// <summary>The name of the log; null for one made of the key.</summary>
    /// <exception cref="CannotStartException">It is no name.</exception>
    internal string? LogOriginChecked() => LogOrigin is null || Checkpoint.IsOrigin(LogOrigin)
        ? LogOrigin
        : throw new CannotStartException($"Pathway__LogOrigin is \"{LogOrigin}\"; it must be a name without spaces and plus signs, such as hospital.example/pathway.");

    /// <summary>Whether webhooks may lead to other machines by plain http.</summary>
    /// <exception cref="CannotStartException">It says neither yes nor no.</exception>
    internal bool AllowsPlainWebhooks() => PlainWebhooks switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw new CannotStartException($"Pathway__PlainWebhooks is \"{PlainWebhooks}\"; it must be true or false."),
    };

    /// <summary>The key for tokens.</summary>
    internal SigningKey KeyFor(DataFolder data) => SigningKey is null ? SignIn.SigningKey.Of(data) : SignIn.SigningKey.From(SigningKey);
}
