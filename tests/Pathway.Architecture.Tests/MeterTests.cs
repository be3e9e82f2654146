using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pathway.Architecture.Tests;

public class MeterTests
{
    [Fact]
    public void The_page_on_running_lists_every_instrument_with_its_unit_and_no_other()
    {
        Assembly[] all = [Assemblies.Domain, Assemblies.EventStore, Assemblies.Projections, Assemblies.Api];
        foreach (var type in all.SelectMany(a => a.GetTypes()).Where(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Any(f => f.FieldType == typeof(Meter))))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle); // Instruments are there once their type is.
        }

        var made = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("Pathway.", StringComparison.Ordinal))
                {
                    made.Add($"{instrument.Name} {instrument.Unit!.Trim('{', '}')}");
                }
            },
        };
        listener.Start();

        var page = File.ReadAllText(Repository.At("docs/running.md"));
        var listed = Regex.Matches(page, @"\| `(?<name>pathway\.[a-z.]+)` \| (?<unit>\w+) \|", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => $"{m.Groups["name"]} {m.Groups["unit"]}");
        Assert.NotEmpty(made);
        Assert.Equal(made.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
