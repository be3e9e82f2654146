using System.CommandLine;

namespace Pathway.Api.CommandLine;

/// <summary>Options that several commands share.</summary>
internal static class CommandOptions
{
    /// <summary>The data folder that is used when none is named.</summary>
    internal const string DefaultData = "./data";

    internal static Option<string> Data() => new("--data")
    {
        Description = "The folder with the database and the keys.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => DefaultData,
    };
}
