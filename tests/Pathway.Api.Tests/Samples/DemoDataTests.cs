using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.CommandLine;
using Pathway.Api.Tests.CommandLine;
using Pathway.EventStore;
using Pathway.Testing;

namespace Pathway.Api.Tests.Samples;

public sealed class DemoDataTests(ThrowAwayPostgres postgres)
{
    private const string Corrected = "20-a-record-put-right.json";
    private const string Untouched = "15-declined-before-stage-1.json";

    [Fact]
    public async Task Loading_twice_loads_once()
    {
        await using var pathway = await TestPathway.Start(postgres);
        await LoadedSamples.Load(pathway, DemoData.ShippedFolder);
        var before = await Log(pathway);

        var output = await LoadedSamples.Load(pathway, DemoData.ShippedFolder);

        Assert.Equal(before, await Log(pathway));
        Assert.EndsWith($"Sample journeys: 0 loaded, {LoadedSamples.Names.Count} were there already.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_that_was_cut_short_goes_on_where_it_stopped()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();
        Copy(Corrected, folder, sample => Events(sample).RemoveRange(9, Events(sample).Count - 9));
        await LoadedSamples.Load(pathway, folder.Path);
        var begun = await Log(pathway);

        Copy(Corrected, folder);
        var output = await LoadedSamples.Load(pathway, folder.Path);

        var log = await Log(pathway);
        Assert.Equal(10, begun.Count);
        Assert.Equal(18, log.Count);
        Assert.Equal(begun, log.Take(10));
        Assert.EndsWith("Sample journeys: 1 loaded, 0 were there already.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_is_refused_is_named_with_the_event_and_the_reason_in_one_line_and_those_before_it_stay()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();
        Copy(Untouched, folder);
        Copy(Corrected, folder, sample => Events(sample)[1]!["flrVolumeMl"] = 1600);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => LoadedSamples.Load(pathway, folder.Path));

        Assert.Equal(
            $"The sample {folder.At(Corrected)} was refused at event 2, volumetry_recorded: "
            + "/flrVolumeMl: The remnant was given as 1600 mL, the whole liver as 1400 mL.",
            refused.Message);
        Assert.Equal(6 + 2, (await Log(pathway)).Count);
    }

    [Fact]
    public async Task A_sample_that_cannot_be_read_as_events_is_named_with_the_field()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();
        Copy(Untouched, folder, sample => sample["opening"]!["heightCm"] = 1.57);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => LoadedSamples.Load(pathway, folder.Path));

        Assert.StartsWith($"The sample {folder.At(Untouched)} was refused at its opening: /heightCm: ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Log(pathway));
    }

    [Fact]
    public async Task A_label_that_no_event_before_has_is_refused()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();
        Copy(Corrected, folder, sample => Events(sample)[8]!["eventId"] = "@nobody");

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => LoadedSamples.Load(pathway, folder.Path));

        Assert.EndsWith("event 9, event_corrected: eventId names @nobody, but no event before it has that label.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_changed_after_it_was_loaded_in_part_is_refused()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();
        Copy(Untouched, folder, sample => Events(sample).RemoveAt(4));
        await LoadedSamples.Load(pathway, folder.Path);
        Copy(Untouched, folder, sample => sample["opening"]!["weightKg"] = 57);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => LoadedSamples.Load(pathway, folder.Path));

        Assert.Contains("an earlier version of this file was loaded in part", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await Log(pathway)).Count);
    }

    [Theory]
    [InlineData("[]", "it holds no object.")]
    [InlineData("{}", "there is no opening.")]
    [InlineData("""{ "opening": {}, "events": [1] }""", "there is no list of events.")]
    [InlineData("{", "")]
    public async Task A_file_that_is_no_journey_is_named(string content, string reason)
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("journey.json"), content);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => LoadedSamples.Load(pathway, folder.Path));

        Assert.StartsWith($"The sample {folder.At("journey.json")} cannot be read: {reason}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_samples_is_said_to_be_so()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => LoadedSamples.Load(pathway, folder.At("nowhere")));

        Assert.Contains(folder.At("nowhere"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_with_demo_prints_how_many_were_loaded_and_the_next_time_how_many_were_there()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["up", "--port", "0", "--data", folder.Path, "--demo"];

        var first = await Printed();
        Assert.Contains($"Sample journeys: {LoadedSamples.Names.Count} loaded, 0 were there already.", first, StringComparison.Ordinal);
        Assert.Contains("Simulated pathways: 300 loaded, 0 were there already.", first, StringComparison.Ordinal);
        var next = await Printed();
        Assert.Contains($"Sample journeys: 0 loaded, {LoadedSamples.Names.Count} were there already.", next, StringComparison.Ordinal);
        Assert.Contains("Simulated pathways: 0 loaded, 300 were there already.", next, StringComparison.Ordinal);

        async Task<string> Printed()
        {
            await using var pathway = PathwayProcess.Run(arguments);
            await pathway.Answering();
            return (await pathway.End(PathwayProcess.Terminate)).Output;
        }
    }

    private static async Task<List<Guid>> Log(TestPathway pathway) =>
        [.. (await pathway.Services.GetRequiredService<IEventStore>().ReadLog(0, 10_000, CancellationToken.None)).Select(e => e.Id)];

    private static JsonArray Events(JsonNode sample) => sample["events"]!.AsArray();

    private static void Copy(string name, TemporaryFolder folder, Action<JsonNode>? changed = null)
    {
        var sample = JsonNode.Parse(File.ReadAllBytes(Path.Combine(DemoData.ShippedFolder, name)))!;
        changed?.Invoke(sample);
        File.WriteAllText(folder.At(name), sample.ToJsonString());
    }
}
