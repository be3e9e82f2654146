using System.Net;
using Pathway.Api.SignIn;

namespace Pathway.Api.CommandLine;

/// <summary>What the surroundings say, as environment variables. Every one is optional.</summary>
/// <param name="ConnectionString"><c>ConnectionStrings__Pathway</c>: an existing server to use; null to run a private one.</param>
/// <param name="OwnerConnectionString">
/// <c>ConnectionStrings__PathwayOwner</c>: the same database as its owner, to migrate; null when the first may migrate too.
/// </param>
/// <param name="PostgresBinaries"><c>Pathway__PostgresBinaries</c>: folder with the programs of a PostgreSQL server; null to search for one.</param>
/// <param name="TimeZone"><c>Pathway__TimeZone</c>: IANA name of where the hospital is; null for this machine's.</param>
/// <param name="SigningKey"><c>Pathway__SigningKey</c>: the key for tokens; null for the one in the data folder.</param>
/// <param name="Listen"><c>Pathway__Listen</c>: address to listen on; null for loopback.</param>
internal sealed record Settings(
    string? ConnectionString, string? OwnerConnectionString, string? PostgresBinaries, string? TimeZone, string? SigningKey, string? Listen)
{
    internal static Settings Read()
    {
        return new(
            Of("ConnectionStrings__Pathway"), Of("ConnectionStrings__PathwayOwner"), Of("Pathway__PostgresBinaries"),
            Of("Pathway__TimeZone"), Of("Pathway__SigningKey"), Of("Pathway__Listen"));

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

    /// <summary>The key for tokens.</summary>
    internal SigningKey KeyFor(DataFolder data) => SigningKey is null ? SignIn.SigningKey.Of(data) : SignIn.SigningKey.From(SigningKey);
}
