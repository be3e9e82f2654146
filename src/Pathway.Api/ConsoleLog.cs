using Microsoft.Extensions.Logging.Console;

namespace Pathway.Api;

/// <summary>The log: one line for a start, a stop or a failure, on the console. Ids and versions, never names or measurements.</summary>
internal static class ConsoleLog
{
    internal static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("Pathway", LogLevel.Information);

        // Every refused token is already an answer; a line each would let anybody fill the log.
        logging.AddFilter("Pathway.Api.SignIn", LogLevel.Warning);

        // Says at every first start that the keys are not encrypted; they are in a folder that nobody else may read.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
