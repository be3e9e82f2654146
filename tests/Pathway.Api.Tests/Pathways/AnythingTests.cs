using System.Net;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class AnythingTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private static readonly string[] _parts = ["", "/volumetric", "/functional", "/readiness?gate=stage1", "/readiness?gate=stage2", "/strategies"];

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_is_said_is_refused_with_a_reason_or_recorded_and_can_be_read_from_every_moment(int seed)
    {
        var chance = new Random(seed);
        var (accepted, types) = (0, new HashSet<string>(StringComparer.Ordinal));
        for (var patient = 0; patient < 8; patient++)
        {
            // A short life and a long one: in a short one dates coincide, and much is said twice.
            var any = new AnyEvent(chance, patient % 2 == 0 ? new(2026, 2, 20) : new(1995, 1, 1), new(2026, 3, 15));
            var id = await desk.Open(Said.Opened("2026-02-20"));
            var entries = new List<Guid> { (await desk.Events(id))[0].GetProperty("id").GetGuid() };
            var states = new List<string> { await desk.ReadText(id) };
            for (var n = 0; n < 30; n++)
            {
                var said = any.Next(entries);
                var answer = await desk.TryRecord(id, said.ToJsonString());
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    Assert.True(
                        answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict,
                        $"{said.ToJsonString()}: {await answer.Content.ReadAsStringAsync()}{string.Join('\n', pathway.Log.Lines.Where(l => l.StartsWith("Error", StringComparison.Ordinal)))}");
                    continue;
                }

                var recorded = await Desk.Created(answer);
                states.Add(recorded.GetProperty("state").GetRawText());
                entries.Add(recorded.GetProperty("events")[0].GetProperty("id").GetGuid());
                accepted++;
                types.Add((string)said["type"]!);
            }

            for (var version = 1; version <= states.Count; version++)
            {
                Assert.Equal(states[version - 1], await desk.ReadText(id, $"?asOfVersion={version}"));
            }

            for (var i = 0; i < 12; i++)
            {
                var day = new DateOnly(1990, 1, 1).AddDays(chance.Next(13_000));
                var part = _parts[i % _parts.Length];
                await desk.ReadText(id, $"{part}{(part.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOfOccurred={day:yyyy-MM-dd}&asOfVersion={chance.Next(1, states.Count + 1)}");
            }
        }

        Assert.True(accepted > 60 && types.Count > 20, $"Only {accepted} events of {types.Count} types were accepted: nothing is shown by that.");
    }
}
