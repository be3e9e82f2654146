namespace Pathway.Bench;

/// <summary>Tells whoever waits how far it is, on the error stream: the result alone is on the other.</summary>
internal static class Progress
{
    /// <summary>Says one line.</summary>
    public static Task Tell(string line) => Console.Error.WriteLineAsync(line);
}
