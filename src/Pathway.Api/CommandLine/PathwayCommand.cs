using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Pathway.EventStore;

namespace Pathway.Api.CommandLine;

/// <summary>The command line: <c>pathway COMMAND</c>.</summary>
internal static class PathwayCommand
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">What was typed after the program's name.</param>
    /// <returns>0 when all is well; 1 with one line on the error stream when not.</returns>
    internal static async Task<int> Run(string[] arguments)
    {
        var pathway = new Command("pathway", "Follows every patient through staged liver resection.")
        {
            UpCommand.Create(),
            TokenCommand.Create(),
            SimulateCommand.Create(),
            RebuildCommand.Create(),
            VerifyCommand.Create(),
            ExportCommand.Create(),
            new HelpOption { Recursive = true },
            new VersionOption(),
        };
        try
        {
            var parsed = pathway.Parse(arguments);
            if (parsed.Action is ParseErrorAction)
            {
                await Console.Error.WriteLineAsync($"pathway: {string.Join(' ', parsed.Errors.Select(e => e.Message))} ({string.Join(' ', arguments.Take(1))} --help says what it takes.)");
                return 1;
            }

            // Signals are the commands' own business: the time that they need to stop cleanly is theirs to know.
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is CannotStartException or SchemaException or NotAppendOnlyException or NotDurableException)
        {
            await Console.Error.WriteLineAsync($"pathway: {e.Message}");
            return 1;
        }
    }
}
