using System.Net;
using System.Net.Http.Headers;

namespace Pathway.Bench;

/// <summary>One event a request over HTTP, signed in. The callers run on the same machine, so that their work is part of the figure.</summary>
internal static class HttpCases
{
    private const string Row = "http";

    /// <summary>The cases.</summary>
    /// <param name="pathway">Whom to ask.</param>
    /// <param name="floor">What they are held against.</param>
    public static IEnumerable<BenchCase> All(BenchPathway pathway, Floor floor)
    {
        var clients = Enumerable.Range(0, BenchCases.ManyClients).Select(_ => pathway.SignedIn()).ToArray();
        var (plain, keyed) = (OpenJourney.ForEachClient(), OpenJourney.ForEachClient());
        return
        [
            new(Row, "POST one event, signed in", 1, n => Post(clients[n], plain[n], withKey: false)) { HeldAgainst = new ShareOf(floor.Insert) },
            new(Row, "POST one event, signed in", BenchCases.ManyClients, n => Post(clients[n], plain[n], withKey: false))
            {
                HeldAgainst = new ShareOf(floor.InsertByMany, AtLeast: 0.35, P99BelowMs: 20),
            },
            new(Row, "POST one event with an Idempotency-Key, signed in", BenchCases.ManyClients, n => Post(clients[n], keyed[n], withKey: true))
            {
                HeldAgainst = new ShareOf(floor.InsertByMany),
            },
        ];
    }

    private static async Task<int> Post(HttpClient client, OpenJourney journey, bool withKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, journey.Version == 0 ? "/api/pathways" : $"/api/pathways/{journey.Id}/events")
        {
            Content = new ByteArrayContent(StandardJourney.Bodies[journey.Version]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (withKey)
        {
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        }

        using var answer = await client.SendAsync(request);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"Nothing of the journey can be refused, but the answer is {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        journey.Recorded(journey.Version == 0 ? Guid.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]) : journey.Id);
        return 1;
    }
}
