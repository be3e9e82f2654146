using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Samples;

namespace Pathway.Api.Tests.Reports;

/// <summary>The samples counted again by another way: from the state that each pathway is told to be in, by the plainest code there is.</summary>
public sealed class SampleRecountTests(LoadedSamples samples) : IClassFixture<LoadedSamples>
{
    [Fact]
    public async Task Dropout_is_what_the_states_say()
    {
        var counted = new Dictionary<string, int>(StringComparer.Ordinal) { ["patients"] = 0, ["stage2"] = 0, ["died"] = 0, ["droppedOut"] = 0, ["lostToFollowUp"] = 0, ["closed"] = 0, ["open"] = 0 };
        using var auditor = samples.Pathway.As(Role.Auditor);
        foreach (var listed in await samples.List())
        {
            var state = await auditor.GetFromJsonAsync<JsonElement>($"/api/pathways/{listed.GetProperty("id").GetString()}");
            var outcome = state.GetProperty("outcome");
            if (state.GetProperty("stage1").ValueKind is JsonValueKind.Null || outcome.GetProperty("closingReason").GetString() == "enteredInError")
            {
                continue;
            }

            counted["patients"]++;
            counted[EndOf(state, outcome)]++;
        }

        using var reporter = samples.Pathway.As(Role.Reporter);
        var report = await reporter.GetFromJsonAsync<JsonElement>($"/api/reports/dropout?atLeast={await End()}");
        Assert.Equal(counted, counted.Keys.ToDictionary(name => name, name =>
            report.GetProperty("overall").GetProperty(name) is { ValueKind: JsonValueKind.Object } share ? share.GetProperty("count").GetInt32() : report.GetProperty("overall").GetProperty(name).GetInt32(), StringComparer.Ordinal));
        Assert.All(new[] { "stage2", "droppedOut", "open" }, name => Assert.NotEqual(0, counted[name]));
    }

    private static string EndOf(JsonElement state, JsonElement outcome)
    {
        var (died, left, closed) = (Date(outcome, "diedOn"), Date(outcome, "droppedOutOn"), Date(outcome, "closedOn"));
        return state.GetProperty("stage2").ValueKind is not JsonValueKind.Null ? "stage2"
            : died is not null && (left is null || died <= left) ? "died"
            : left is not null ? (outcome.GetProperty("dropOutReason").GetString() == "lostToFollowUp" ? "lostToFollowUp" : "droppedOut")
            : closed is not null ? "closed"
            : "open";
    }

    private static DateOnly? Date(JsonElement outcome, string name) =>
        outcome.GetProperty(name).GetString() is { } date ? DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private async Task<long> End()
    {
        await using var database = NpgsqlDataSource.Create(samples.Pathway.Database.OwnerConnectionString);
        await using var end = database.CreateCommand("select max(seq_id) from mt_events");
        return (long)(await end.ExecuteScalarAsync())!;
    }
}
