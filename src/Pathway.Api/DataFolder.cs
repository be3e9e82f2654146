using System.Security.Cryptography;

namespace Pathway.Api;

/// <summary>
/// The folder with everything that an installation owns: <c>postgres</c> (its database), <c>postgres.log</c>,
/// and <c>keys</c> (passwords and the keys that sign tokens and checkpoints; nobody else may read them).
/// </summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    private DataFolder(string path) => Path = path;

    /// <summary>Absolute path, free of symbolic links.</summary>
    public string Path { get; }

    /// <summary>The database's own folder; it may not exist yet.</summary>
    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    /// <summary>What the database server says, since it was last started.</summary>
    public string ServerLog => System.IO.Path.Combine(Path, "postgres.log");

    /// <summary>Passwords and keys.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Opens a data folder and makes what is missing of it.</summary>
    /// <param name="path">Where it is; relative to the current folder.</param>
    /// <exception cref="CannotStartException">It cannot be made or written to.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var folder = new DataFolder(Native.RealPath(path));
            Directory.CreateDirectory(folder.Keys, OwnerOnlyFolder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"The data folder {path} cannot be used: {e.Message} Name another with --data.", e);
        }
    }

    /// <summary>Opens a data folder that must have been used before.</summary>
    /// <param name="path">Where it is; relative to the current folder.</param>
    /// <exception cref="CannotStartException">There is none.</exception>
    public static DataFolder OpenExisting(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Directory.Exists(System.IO.Path.Combine(full, "keys"))
            ? Open(full)
            : throw new CannotStartException($"{full} is not the data folder of a Pathway. Start one there first, or name the right folder with --data.");
    }

    /// <summary>Makes this process the only one that runs on the folder, until the result is disposed or the process ends in any way.</summary>
    /// <exception cref="CannotStartException">Another process runs on it.</exception>
    public IDisposable Occupy()
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(Path, "pathway.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new CannotStartException($"Another Pathway is running on {Path}. Stop it, or name another folder with --data.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CannotStartException($"The data folder {Path} belongs to another user. Start as that user, or name another folder with --data.", e);
        }
    }

    /// <summary>Reads a secret, or makes it up when it is first asked for.</summary>
    /// <param name="name">Name of its file in <see cref="Keys"/>.</param>
    /// <returns>32 random bytes as 64 hexadecimal digits.</returns>
    /// <exception cref="CannotStartException">It belongs to another user.</exception>
    public string Secret(string name) => Secret(name, () => RandomNumberGenerator.GetHexString(64, lowercase: true));

    /// <summary>Reads a secret of any form, or makes it when it is first asked for.</summary>
    /// <param name="name">Name of its file in <see cref="Keys"/>.</param>
    /// <param name="make">Makes it.</param>
    /// <returns>It, without white space around it.</returns>
    /// <exception cref="CannotStartException">It belongs to another user.</exception>
    public string Secret(string name, Func<string> make)
    {
        try
        {
            return ReadOrMake(name, make);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CannotStartException($"The keys in {Keys} belong to another user. Start as that user, or name another folder with --data.", e);
        }
    }

    /// <summary>Writes a new file that only its owner can read.</summary>
    internal static void WritePrivate(string path, string text)
    {
        using var file = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private string ReadOrMake(string name, Func<string> make)
    {
        var path = System.IO.Path.Combine(Keys, name);
        if (!File.Exists(path))
        {
            // Renamed into place, so that a half-written secret is never read.
            var draft = $"{path}.{Guid.NewGuid():N}";
            WritePrivate(draft, make());
            try
            {
                File.Move(draft, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft); // Another process was first; its secret counts.
            }
        }

        return File.ReadAllText(path).Trim();
    }
}
