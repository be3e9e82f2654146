using System.Diagnostics;
using System.Globalization;

namespace Pathway.Api.CommandLine;

/// <summary>Tells whoever waits how far it is and how long it will take, on the error stream: the result alone is on the other.</summary>
/// <param name="output">Where to; a line that is written over and over on a terminal, a line now and then elsewhere.</param>
/// <param name="isTerminal">Whether somebody looks at a terminal.</param>
internal sealed class Progress(TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    /// <summary>Begins to tell.</summary>
    /// <param name="what">What is counted.</param>
    /// <param name="of">How many there will be.</param>
    /// <param name="done">How many are done.</param>
    /// <returns>Ends it when disposed.</returns>
    internal IDisposable Start(string what, int of, Func<int> done)
    {
        var started = Stopwatch.GetTimestamp();
        var every = isTerminal ? OnTerminal : Elsewhere;
        var timer = new Timer(_ => output.Write(Line(what, of, done(), Stopwatch.GetElapsedTime(started))), state: null, every, every);
        return new Ending(timer, () =>
        {
            if (isTerminal)
            {
                output.WriteLine();
            }
        });
    }

    private string Line(string what, int of, int done, TimeSpan since)
    {
        var aSecond = done / since.TotalSeconds;
        var left = done == 0 ? "" : $", {TimeSpan.FromSeconds((of - done) / aSecond):h':'mm':'ss} to go";
        var line = string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {of:N0} {what}, {aSecond:N0} a second{left}");
        return isTerminal ? $"\r{line,-70}" : line + Environment.NewLine;
    }

    private sealed class Ending(Timer timer, Action end) : IDisposable
    {
        public void Dispose()
        {
            timer.Dispose();
            end();
        }
    }
}
