using System.Diagnostics;

namespace Pathway.Api.Tests.CommandLine;

/// <summary>The script builds the program on the engine that is asked for.</summary>
public sealed class EngineTests
{
    [Theory]
    [InlineData("oracle", "up", "--engine", "oracle")]
    [InlineData("oracle", "--engine=oracle", "up", "--port", "0")]
    [InlineData("all", "verify", "--engine", "all")] // All of them are for tests.
    [InlineData("", "test", "--engine")]
    public async Task An_engine_that_there_is_not_is_answered_with_one_line_that_names_the_choices(string named, params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo(Documentation.At("pathway"), arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();

        Assert.Equal((1, $"pathway: there is no engine \"{named}\": choose builtin or marten.\n"), (script.ExitCode, said));
    }
}
