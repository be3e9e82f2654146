using System.Diagnostics;

namespace Pathway.Api.OwnPostgres;

/// <summary>An installed PostgreSQL server.</summary>
/// <param name="Folder">Where its programs are.</param>
/// <param name="MajorVersion">Its major version, which a database is bound to.</param>
internal sealed record ServerBinaries(string Folder, int MajorVersion)
{
    /// <summary>Makes a new database.</summary>
    internal string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Is the server.</summary>
    internal string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>
    /// Finds a server: in the folder that was set, and nowhere else when one was set; otherwise on the path, where distributions
    /// keep it (highest version first), and where <c>pg_config</c> says.
    /// </summary>
    /// <param name="folder">The folder that was set; null to search.</param>
    /// <param name="wanted">The major version that a database needs; null when there is none yet.</param>
    /// <exception cref="CannotStartException">There is none, or none of that version.</exception>
    internal static ServerBinaries Find(string? folder, int? wanted)
    {
        var found = (folder is null ? Candidates() : [folder])
            .Where(candidate => IsThere(Path.Combine(candidate, "initdb")) && IsThere(Path.Combine(candidate, "postgres")))
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => new ServerBinaries(candidate, VersionOf(Path.Combine(candidate, "postgres"))))
            .ToList();
        if (found.Count == 0)
        {
            var where = folder is null ? "" : $" in {folder}";
            throw new CannotStartException(
                $"No PostgreSQL server was found{where}: apt-get install postgresql (or set ConnectionStrings__Pathway to use a server elsewhere).");
        }

        return wanted is null
            ? found[0]
            : found.Find(candidate => candidate.MajorVersion == wanted)
                ?? throw new CannotStartException(
                    $"The data folder was written by PostgreSQL {wanted}, but the server found is PostgreSQL {found[0].MajorVersion}: " +
                    $"install PostgreSQL {wanted}, or name another folder with --data.");
    }

    private static IEnumerable<string> Candidates()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return path
            .Concat(versions.OrderByDescending(v => int.TryParse(Path.GetFileName(v), out var number) ? number : 0).Select(v => Path.Combine(v, "bin")))
            .Concat(path.Select(p => Path.Combine(p, "pg_config")).Where(IsThere).Take(1).Select(program => OutputOf(program, "--bindir")));
    }

    /// <summary>Whether a program is there. A link to one that was uninstalled is there itself, but leads nowhere.</summary>
    private static bool IsThere(string program) => File.Exists(program) && File.ResolveLinkTarget(program, returnFinalTarget: true) is null or { Exists: true };

    private static int VersionOf(string postgres)
    {
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"; a beta says "18beta1".
        var output = OutputOf(postgres, "--version");
        var digits = string.Concat(output.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, out var version)
            ? version
            : throw new CannotStartException($"{postgres} does not say its version; it said: {output}");
    }

    private static string OutputOf(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }
}
