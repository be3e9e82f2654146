using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>A registry of 100,000 patients. It is alone in the process while its memory is measured.</summary>
[Collection(nameof(LargeCohortTests))]
[CollectionDefinition(nameof(LargeCohortTests), DisableParallelization = true)]
public class LargeCohortTests(ITestOutputHelper output)
{
    [Fact]
    public void A_hundred_thousand_patients_take_little_memory_and_all_are_in_each_report()
    {
        var cohort = Large(100_000, out var bytesEach);
        output.WriteLine($"{bytesEach} bytes a patient");
        Assert.InRange(bytesEach, 0, 170); // decisions and deviations come on top: 16 to 24 each

        var question = On(400) with { By = Grouping.Center };
        Assert.Equal(100_000, DropoutReport.Of(cohort, question).Overall.Patients);
        Assert.Equal(20, IncidenceReport.Of(cohort, question).Groups.Count);
        Assert.Equal(20, SurvivalReport.Of(cohort, question).Groups.Count);
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
}
