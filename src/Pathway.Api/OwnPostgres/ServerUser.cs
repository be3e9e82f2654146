using System.Diagnostics;

namespace Pathway.Api.OwnPostgres;

/// <summary>
/// The user that the database server runs as: whoever runs Pathway, or an unprivileged user when that is root, because PostgreSQL refuses root.
/// </summary>
/// <param name="Name">Who to become; null to stay who we are.</param>
/// <param name="UserId">Its number; unused when <paramref name="Name"/> is null.</param>
/// <param name="GroupId">The number of its group; unused when <paramref name="Name"/> is null.</param>
internal sealed record ServerUser(string? Name, int UserId, int GroupId)
{
    /// <summary>Chooses the user: the distribution's own for PostgreSQL before the one that owns nothing.</summary>
    /// <exception cref="CannotStartException">This is root, and there is no unprivileged user to become.</exception>
    internal static ServerUser Choose()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(Name: null, UserId: 0, GroupId: 0);
        }

        var accounts = File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 4)
            .ToLookup(fields => fields[0], StringComparer.Ordinal);
        var account = accounts["postgres"].Concat(accounts["nobody"]).FirstOrDefault()
            ?? throw new CannotStartException(
                "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as: useradd --system postgres");
        return new(account[0], int.Parse(account[2]), int.Parse(account[3]));
    }

    /// <summary>A command that this user runs, in an environment that tells it nothing of ours.</summary>
    internal ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        var command = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Name is not null)
        {
            command.UserName = Name;
        }

        command.Environment.Clear();
        command.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        command.Environment["LC_ALL"] = "C.UTF-8";
        return command;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    internal async Task<(int Code, string Output)> Run(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Makes sure that this user can reach a folder: every folder above it must let the user pass.</summary>
    /// <exception cref="CannotStartException">One does not; the message names it.</exception>
    internal async Task MustReach(string folder, CancellationToken cancellation)
    {
        if (Name is null)
        {
            return;
        }

        var path = new List<string>();
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            path.Insert(0, at.FullName);
        }

        // The system itself is asked, as the user, since modes alone do not tell (access lists, mounts).
        var (code, closed) = await Run(
            "/bin/sh", ["-c", """for folder; do test -x "$folder" || { printf %s "$folder"; exit 1; }; done""", "sh", .. path], cancellation);
        if (code != 0)
        {
            throw new CannotStartException(
                $"PostgreSQL runs as the user {Name}, who cannot enter {closed}: " +
                $"keep the data elsewhere (--data /var/lib/pathway), or let others enter (chmod o+x {closed}).");
        }
    }

    /// <summary>Gives a file or a folder with all that is in it to this user.</summary>
    internal void Own(string path)
    {
        if (Name is null)
        {
            return;
        }

        Native.GiveTo(UserId, GroupId, path);
        if (Directory.Exists(path))
        {
            var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
            foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", everything))
            {
                Native.GiveTo(UserId, GroupId, entry);
            }
        }
    }
}
