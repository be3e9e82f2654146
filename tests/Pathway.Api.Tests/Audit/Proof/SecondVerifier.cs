using System.Diagnostics;

namespace Pathway.Api.Tests.Audit.Proof;

/// <summary>The verifier in Python beside this file: its own hashing, canonical JSON and proofs, and openssl for signatures.</summary>
internal static class SecondVerifier
{
    /// <summary>Checks an export.</summary>
    /// <returns>What is wrong; empty when all holds.</returns>
    internal static async Task<string> Check(params string[] files)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "verify_export.py"), .. files])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEndAsync();
        var errors = python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        var said = $"{await output}{await errors}";
        Assert.DoesNotContain("FileNotFoundError", said, StringComparison.Ordinal); // That would be openssl, or this script.
        return python.ExitCode == 0 ? "" : $"{python.ExitCode}: {said}";
    }
}
