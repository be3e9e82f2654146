using System.Diagnostics;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>A registry of 100,000 patients: the limits are several times what a free machine takes, so that a busy one does not fail them.</summary>
public class LargeCohortTests(ITestOutputHelper output)
{
    [Fact]
    public void Reports_over_100_000_patients_take_a_moment_and_little_memory()
    {
        var cohort = Large(100_000, out var bytesEach);
        output.WriteLine($"{bytesEach} bytes a patient");
        Assert.InRange(bytesEach, 0, 170); // decisions and deviations come on top: 16 to 24 each

        var question = On(400) with { By = Grouping.Center };
        Time("dropout", () => DropoutReport.Of(cohort, question), TimeSpan.FromSeconds(1));
        Time("cumulative incidence", () => IncidenceReport.Of(cohort, question), TimeSpan.FromSeconds(2));
        Time("survival", () => SurvivalReport.Of(cohort, question), TimeSpan.FromSeconds(2));
    }

    private static Cohort Large(int patients, out long bytesEach)
    {
        PathwayRows[] kinds =
        [
            .. new PathwayEvent[][]
            {
                [Opened, Chosen(-10), Stage1(), Stage2(10), Died(200)], [Opened, Chosen(-10), Stage1(), Left(20)], [Opened, Chosen(-10), Stage1()], [Opened, Chosen(-10), Stage1(), Died(5)],
            }.Select((events, i) => PathwayRows.Of(IdOf(i), Stream(events), ShippedProtocols.Shelf)),
        ];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var cohort = new Cohort(1, patients);
        for (var i = 0; i < patients; i++)
        {
            var kind = kinds[i % kinds.Length];
            var days = i % 97;
            cohort.Add(
                kind.Pathway with
                {
                    Center = $"c{i % 20}", Stage2On = kind.Pathway.Stage2On?.AddDays(days), DroppedOutOn = kind.Pathway.DroppedOutOn?.AddDays(days), DiedOn = kind.Pathway.DiedOn?.AddDays(days),
                },
                [], []);
        }

        bytesEach = (GC.GetTotalMemory(forceFullCollection: true) - before) / patients;
        return cohort;
    }

    private void Time(string what, Action report, TimeSpan limit)
    {
        report();
        var since = Stopwatch.GetTimestamp();
        report();
        var took = Stopwatch.GetElapsedTime(since);
        output.WriteLine($"{what}: {took.TotalMilliseconds:0} ms");
        Assert.True(took < limit, $"{what} took {took.TotalMilliseconds:0} ms");
    }
}
