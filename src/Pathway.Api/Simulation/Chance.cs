using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pathway.Api.Simulation;

/// <summary>
/// Chance that can be had again: the same words give the same draws, on every machine and under every version of the platform.
/// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
internal sealed class Chance(string words)
{
    private ulong _state = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    /// <summary>A number from 0, itself included, to 1, itself excluded.</summary>
    internal double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Whether something happens that does in so many of 100.</summary>
    internal bool Happens(double percent) => Share() * 100 < percent;

    /// <inheritdoc cref="Happens(double)"/>
    internal bool Happens(Figure percent) => Happens(percent.Value);

    /// <summary>A whole number within limits, both included.</summary>
    internal int Whole(int from, int to) => from + (int)(Share() * (to - from + 1));

    /// <summary>A number of the normal distribution.</summary>
    internal double Normal(double mean, double standardDeviation) =>
        mean + (standardDeviation * Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share()));

    /// <summary>A number of the normal distribution, held within limits.</summary>
    internal double Normal(double mean, double standardDeviation, double from, double to) => Math.Clamp(Normal(mean, standardDeviation), from, to);

    /// <summary>A positive number: half of the draws lie below the median, two thirds within a factor of e^spread of it.</summary>
    internal double Around(double median, double spread) => median * Math.Exp(Normal(0, spread));

    /// <summary>One of several, each as likely as the others.</summary>
    internal T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Whole(0, choices.Length - 1)];

    /// <summary>One of several, each as often as its weight says.</summary>
    internal T OneOf<T>(params ReadOnlySpan<(T Choice, double Weight)> choices)
    {
        var all = 0.0;
        foreach (var (_, weight) in choices)
        {
            all += weight;
        }

        var left = Share() * all;
        foreach (var (choice, weight) in choices)
        {
            left -= weight;
            if (left < 0)
            {
                return choice;
            }
        }

        return choices[0].Choice; // Rounding left a trace.
    }

    private ulong Next()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
