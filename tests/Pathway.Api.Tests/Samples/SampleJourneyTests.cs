using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.EventStore;
using Pathway.Testing;

namespace Pathway.Api.Tests.Samples;

/// <summary>What the sample journeys show, held against the figures worked by hand that stand in each file.</summary>
public sealed class SampleJourneyTests(LoadedSamples samples) : IClassFixture<LoadedSamples>
{
    [Theory]
    [MemberData(nameof(LoadedSamples.Names), MemberType = typeof(LoadedSamples))]
    public async Task Every_figure_worked_by_hand_holds(string name)
    {
        var wrong = new List<string>();
        foreach (var moment in LoadedSamples.Read(name).GetProperty("expected").EnumerateArray().GroupBy(AsOf))
        {
            var state = await samples.State(name, moment.Key);
            foreach (var expected in moment)
            {
                var pointer = expected.GetProperty("at").GetString()!;
                var found = At(state, pointer);
                if (!Agrees(expected, found))
                {
                    var byHand = $"{expected.GetProperty("equals").GetRawText()}: {expected.GetProperty("working").GetString()}";
                    wrong.Add($"{pointer} as of {moment.Key ?? "today"} is {found?.GetRawText() ?? "not there"}; by hand {byHand}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(LoadedSamples.Names), MemberType = typeof(LoadedSamples))]
    public void Every_sample_says_what_it_shows_and_whether_it_was_made_up(string name)
    {
        var sample = LoadedSamples.Read(name);
        var about = string.Join(' ', sample.GetProperty("about").EnumerateArray().Select(line => line.GetString()));

        Assert.NotEmpty(sample.GetProperty("title").GetString()!);
        Assert.Contains(IsMadeUp(name) ? "Made up" : "Huang M, Song C, Cai H", about, StringComparison.Ordinal);
        Assert.NotEmpty(sample.GetProperty("expected").EnumerateArray());
    }

    [Fact]
    public async Task A_server_that_recorded_a_journey_and_one_that_reads_it_say_the_same_to_the_byte()
    {
        await using var other = await TestPathway.Start(samples.Pathway.Database);
        using var recorded = samples.Pathway.As(Role.Auditor);
        using var read = other.As(Role.Auditor);
        foreach (var id in (await samples.List()).Select(p => p.GetProperty("id")))
        {
            Assert.Equal(await recorded.GetStringAsync($"/api/pathways/{id}"), await read.GetStringAsync($"/api/pathways/{id}"));
        }
    }

    [Fact]
    public async Task Every_type_of_event_is_in_them()
    {
        var log = await samples.Pathway.Services.GetRequiredService<IEventStore>().ReadLog(0, 10_000, CancellationToken.None);

        Assert.Empty(EventCatalogue.All.Select(t => t.Name).Except(log.Select(e => e.Type)));
    }

    [Fact]
    public async Task Every_phase_is_reached_by_a_made_up_patient()
    {
        var reached = new HashSet<string>();
        foreach (var name in LoadedSamples.Names.Select(row => row.Data).Where(IsMadeUp))
        {
            foreach (var expected in LoadedSamples.Read(name).GetProperty("expected").EnumerateArray().Where(e => e.GetProperty("at").GetString() == "/phase"))
            {
                reached.Add((await samples.State(name, AsOf(expected))).GetProperty("phase").GetString()!);
            }
        }

        Assert.Equal(Names<Phase>(), reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_reason_to_drop_out_holds_for_a_made_up_patient()
    {
        var holding = new HashSet<string>();
        foreach (var name in LoadedSamples.Names.Select(row => row.Data).Where(IsMadeUp))
        {
            if ((await samples.State(name)).GetProperty("outcome").GetProperty("dropOutReason").GetString() is { } reason)
            {
                holding.Add(reason);
            }
        }

        Assert.Equal(Names<DropOutReason>(), holding.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_list_of_pathways_shows_each_of_them_once()
    {
        var list = await samples.List();

        Assert.Equal(LoadedSamples.Names.Count, list.Count);
        Assert.Equal(list.Count, list.Select(p => p.GetProperty("patientRef").GetString()).Distinct().Count());
        Assert.EndsWith($"Sample journeys: {list.Count} loaded, 0 were there already.\n", samples.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_says_that_the_demo_loader_entered_them()
    {
        var log = await samples.Pathway.Services.GetRequiredService<IEventStore>().ReadLog(0, 10_000, CancellationToken.None);
        var actors = log.Select(e => JsonElement.Parse(e.Metadata.Headers.Span).GetProperty("actor").GetProperty("name").GetString()).Distinct();

        Assert.Equal("Demo loader", Assert.Single(actors));
    }

    private static bool IsMadeUp(string name) => LoadedSamples.Read(name).GetProperty("kind").GetString() switch
    {
        "synthetic" => true,
        "published" => false,
        var kind => throw new InvalidDataException($"{name} is of no known kind: {kind}."),
    };

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal);

    /// <summary>The date that a figure is for; null for today.</summary>
    private static string? AsOf(JsonElement expected) => expected.TryGetProperty("asOf", out var date) ? date.GetString() : null;

    private static bool Agrees(JsonElement expected, JsonElement? found)
    {
        var byHand = expected.GetProperty("equals");
        return found is { } value
            && (expected.TryGetProperty("within", out var within)
                ? value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble() - byHand.GetDouble()) <= within.GetDouble()
                : JsonElement.DeepEquals(value, byHand));
    }

    /// <summary>What a JSON pointer names; null when there is nothing.</summary>
    private static JsonElement? At(JsonElement state, string pointer)
    {
        JsonElement? at = state;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            at = at switch
            {
                { ValueKind: JsonValueKind.Object } when at.Value.TryGetProperty(step, out var field) => field,
                { ValueKind: JsonValueKind.Array }
                    when int.TryParse(step, CultureInfo.InvariantCulture, out var index) && index < at.Value.GetArrayLength() => at.Value[index],
                _ => null,
            };
        }

        return at;
    }
}
