using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.CommandLine;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.EventStore;
using Pathway.Testing;

namespace Pathway.Api.Tests.Samples;

/// <summary>A Pathway with every sample journey in it, loaded once for all tests that only read.</summary>
public sealed class LoadedSamples(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    /// <summary>The files, by name.</summary>
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(DemoData.ShippedFolder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    internal TestPathway Pathway { get; private set; } = null!;

    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Pathway = await TestPathway.Start(postgres);
        Output = await Load(Pathway, DemoData.ShippedFolder);
    }

    public ValueTask DisposeAsync() => Pathway.DisposeAsync();

    /// <summary>Loads a folder and gives back what was printed.</summary>
    internal static async Task<string> Load(TestPathway pathway, string folder)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        await new DemoData(pathway.Services.GetRequiredService<Recorder>(), pathway.Services.GetRequiredService<IEventStore>(), output)
            .Load(folder, CancellationToken.None);
        return output.ToString();
    }

    internal static JsonElement Read(string name) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(DemoData.ShippedFolder, $"{name}.json")));

    /// <summary>The pathway of a sample, as the list of pathways shows it.</summary>
    internal async Task<JsonElement> Overview(string name)
    {
        var patientRef = Read(name).GetProperty("opening").GetProperty("patientRef").GetString();
        return Assert.Single(await List(), p => p.GetProperty("patientRef").GetString() == patientRef);
    }

    internal async Task<List<JsonElement>> List() => [.. (await Get("/api/pathways?limit=200")).GetProperty("pathways").EnumerateArray()];

    /// <summary>The state of a sample.</summary>
    /// <param name="name">The sample.</param>
    /// <param name="asOf">As of which date, yyyy-mm-dd; null for today.</param>
    internal async Task<JsonElement> State(string name, string? asOf = null) =>
        await Get($"/api/pathways/{(await Overview(name)).GetProperty("id")}{(asOf is null ? "" : $"?asOfOccurred={asOf}")}");

    private async Task<JsonElement> Get(string address)
    {
        using var auditor = Pathway.As(Role.Auditor);
        return await auditor.GetFromJsonAsync<JsonElement>(address);
    }
}
