using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pathway.Api.Simulation;

/// <summary>
/// A cohort of patients who never were. Its journeys are numbered, and each is the same whenever it is made: in the same version of the program, the
/// cohort and the number decide on every date, value and id in it.
/// </summary>
/// <param name="Seed">Tells one cohort from another.</param>
/// <param name="Centers">How many centers the patients come from, 1 or more.</param>
/// <param name="From">First date on which a patient comes.</param>
/// <param name="To">Last date on which one comes, and on which anything is entered: what would be known later is not yet known.</param>
internal sealed record Cohort(int Seed, int Centers, DateOnly From, DateOnly To)
{
    /// <summary>The first year that a cohort may reach back to: portal veins were embolized before resections from the eighties on.</summary>
    internal const int EarliestYear = 1990;

    /// <summary>What every pseudonym of the cohort begins with.</summary>
    internal string PatientPrefix => $"SIM-{Seed}-";

    /// <summary>What simulates the cohort, as it can be typed: it stands as the client beside every event.</summary>
    internal string Client => $"pathway simulate --seed {Seed} --center-count {Centers} --from {From:yyyy-MM-dd} --to {To:yyyy-MM-dd}";

    /// <summary>Makes one journey.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="clock">Knows which date it was where the hospital is.</param>
    internal SimulatedJourney Journey(int number, HospitalClock clock)
    {
        var patient = new SimulatedPatient(new Chance($"{PatientPrefix}{number}"), this, number);
        var diary = new Diary($"{Client} {number}", patient, To, clock);
        new SimulatedCourse(patient, diary, To).Live();
        return diary.Journey();
    }

    /// <summary>A version-7 GUID that is decided by what it stands for: made from anything else, it is another.</summary>
    internal static Guid IdOf(DateTimeOffset at, params ReadOnlySpan<string> words)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words!))).AsSpan(0, 16);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, at.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F)); // Version 7 of RFC 9562,
        id[8] = (byte)(0x80 | (id[8] & 0x3F)); // and its variant.
        return new(id, bigEndian: true);
    }
}
