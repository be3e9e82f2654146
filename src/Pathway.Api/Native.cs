using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pathway.Api;

/// <summary>The few calls of the operating system that the platform has no name for.</summary>
internal static partial class Native
{
    /// <summary>Asks a server of PostgreSQL to end at once, its sessions with it, having written everything down.</summary>
    internal const int Interrupt = 2;

    /// <summary>Ends a server of PostgreSQL without tidying up; it recovers at its next start.</summary>
    internal const int Quit = 3;

    /// <summary>Ends any process; it is not asked.</summary>
    internal const int Kill = 9;

    /// <summary>Sends a signal. A process that has already ended is no error.</summary>
    /// <param name="processId">The process; its identity has been made sure of.</param>
    /// <param name="signal">The signal.</param>
    internal static void Send(int processId, int signal)
    {
        const int NoSuchProcess = 3;
        if (SendSignal(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new Win32Exception(error, $"Signal {signal} could not be sent to process {processId}.");
        }
    }

    /// <summary>Gives a file or folder to a user.</summary>
    internal static void GiveTo(int userId, int groupId, string path)
    {
        if (ChangeOwner(path, userId, groupId) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path} could not be given to user {userId}.");
        }
    }

    /// <summary>The path without symbolic links, as the system itself reports it of a process.</summary>
    /// <exception cref="IOException">There is no such path.</exception>
    internal static unsafe string RealPath(string path)
    {
        var resolved = ResolvePath(path, 0);
        if (resolved == 0)
        {
            throw new IOException($"{path} cannot be resolved.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        var text = Marshal.PtrToStringUTF8(resolved)!;
        NativeMemory.Free((void*)resolved);
        return text;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int userId, int groupId);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ResolvePath(string path, nint resolved);
}
