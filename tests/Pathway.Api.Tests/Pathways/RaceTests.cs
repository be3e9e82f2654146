using System.Net;
using System.Text;
using Pathway.Api.SignIn;

namespace Pathway.Api.Tests.Pathways;

/// <summary>Two servers on one database, and many who write at once.</summary>
public sealed class RaceTests(RunningPathway running) : TwoServers(running)
{
    [Fact]
    public async Task Of_32_who_write_to_one_pathway_at_once_every_one_is_recorded_in_his_place()
    {
        var id = await Desk.Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(n => Either(n).Record(id, Said.Note("2026-02-01", $"note {n}"))));

        var events = await Desk.Events(id);
        Assert.Equal(Enumerable.Range(1, 33), events.Select(e => e.GetProperty("version").GetInt32()));
        for (var n = 0; n < 32; n++)
        {
            var told = answers[n].GetProperty("events")[0];
            var stored = events[told.GetProperty("version").GetInt32() - 1];
            Assert.Equal(told.GetProperty("id").GetGuid(), stored.GetProperty("id").GetGuid());
            Assert.Equal($"note {n}", stored.GetProperty("data").GetProperty("note").GetString());
            Assert.Equal(told.GetProperty("version").GetInt32(), answers[n].GetProperty("state").GetProperty("version").GetInt32());
        }
    }

    [Fact]
    public async Task Lists_that_are_written_at_once_stay_whole()
    {
        var id = await Desk.Open();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Either(n).Record(id, Said.All(Enumerable.Range(0, 5).Select(i => Said.Note("2026-02-01", $"{n}.{i}"))))));

        var notes = (await Desk.Events(id)).Skip(1).Select(e => e.GetProperty("data").GetProperty("note").GetString()!).ToList();
        Assert.Equal(80, notes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(notes.Chunk(5), list => Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{list[0].Split('.')[0]}.{i}"), list));
    }

    [Fact]
    public async Task Of_those_who_had_read_one_version_exactly_one_may_write()
    {
        var id = await Desk.Open();
        for (var version = 1; version <= 4; version++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Either(n).TryRecord(id, Said.Note("2026-02-01", $"{version}/{n}"), ("If-Match", $"\"{version}\""))));

            var won = Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
            Assert.Equal($"\"{version + 1}\"", won.Headers.ETag?.ToString());
            foreach (var lost in answers.Where(a => a != won))
            {
                var problem = await lost.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
                Assert.Equal(version + 1, problem.GetProperty("version").GetInt32());
            }
        }

        Assert.Equal(5, (await Desk.Events(id)).Count);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("\"8")]
    [InlineData("\"\"")]
    [InlineData("\"0\"")]
    [InlineData("\"01\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"1.0\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("*, \"1\"")]
    [InlineData("one")]
    public async Task An_If_Match_that_is_not_one_version_is_400(string tag)
    {
        var id = await Desk.Open();
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Discharged("2026-02-01"), ("If-Match", tag)), HttpStatusCode.BadRequest, "bad-request");
        await Pathway.ShouldBeRefused(() => Desk.Validate(id, Said.Discharged("2026-02-01"), ("If-Match", tag)), HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task An_If_Match_of_another_version_is_412_and_of_any_version_none()
    {
        var id = await Desk.OpenWith(Said.Scan("2026-01-10"));
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Discharged("2026-02-01"), ("If-Match", "\"1\"")), HttpStatusCode.PreconditionFailed, "stale-version");
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Discharged("2026-02-01"), ("If-Match", "\"3\"")), HttpStatusCode.PreconditionFailed, "stale-version");
        await Pathway.ShouldBeRefused(() => Desk.Validate(id, Said.Discharged("2026-02-01"), ("If-Match", "\"1\"")), HttpStatusCode.PreconditionFailed, "stale-version");
        await Pathway.ShouldBeRefused(() => Desk.Post("/api/pathways", Said.Opened(), ("If-Match", "\"1\"")), HttpStatusCode.BadRequest, "bad-request");

        await Desk.Record(id, Said.Discharged("2026-02-01"), ("If-Match", "*"));
        await Desk.Record(id, Said.Discharged("2026-02-02"), ("If-Match", "\"3\""));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_gets_the_same_bytes_and_is_recorded_once()
    {
        var id = await Desk.Open();
        var first = await Desk.TryRecord(id, Said.Scan("2026-01-10"), ("Idempotency-Key", "scan-1"), ("If-Match", "\"1\""));
        await Desk.Record(id, Said.Note("2026-02-01", "In between."));
        var stored = await Pathway.Stored();

        var again = await OtherDesk.TryRecord(id, Said.Scan("2026-01-10"), ("Idempotency-Key", "scan-1"), ("If-Match", "\"1\""));

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal("\"2\"", again.Headers.ETag?.ToString());
        Assert.Equal(stored, await Pathway.Stored());
    }

    [Fact]
    public async Task An_opening_that_is_repeated_opens_one_pathway()
    {
        var first = await Desk.Post("/api/pathways", Said.Opened(), ("Idempotency-Key", "open-1"));
        var stored = await Pathway.Stored();

        var again = await Desk.Post("/api/pathways", Said.Opened(), ("Idempotency-Key", "open-1"));

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.NotNull(again.Headers.Location);
        Assert.Equal(stored, await Pathway.Stored());
    }

    [Fact]
    public async Task A_key_belongs_to_one_call_and_to_one_person()
    {
        var (id, elsewhere) = (await Desk.Open(), await Desk.Open());
        await Desk.Record(id, Said.Scan("2026-01-10"), ("Idempotency-Key", "one-call"));

        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Scan("2026-01-11"), ("Idempotency-Key", "one-call")), HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Scan("2026-01-10"), ("Idempotency-Key", "one-call"), ("If-Match", "\"2\"")), HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(elsewhere, Said.Scan("2026-01-10"), ("Idempotency-Key", "one-call")), HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await Pathway.ShouldBeRefused(() => Desk.Post("/api/pathways", Said.Opened(), ("Idempotency-Key", "one-call")), HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        using var colleague = new Desk(Pathway.As(Role.Coordinator, "Another Person"));
        var theirs = await colleague.Record(id, Said.Scan("2026-01-11"), ("Idempotency-Key", "one-call"));
        Assert.Equal(3, theirs.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_key_whose_call_was_refused_is_still_free()
    {
        var id = await Desk.Open();
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Scan("2026-03-16"), ("Idempotency-Key", "mistyped")), HttpStatusCode.UnprocessableEntity, "date-in-future", "/occurredOn");
        await Desk.Record(id, Said.Scan("2026-03-14"), ("Idempotency-Key", "mistyped"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("long")]
    public async Task A_key_that_is_none_is_400(string key)
    {
        var id = await Desk.Open();
        key = key == "long" ? new string('k', 256) : key;
        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Scan("2026-01-10"), ("Idempotency-Key", key)), HttpStatusCode.BadRequest, "bad-request");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_64_concurrent_repeats_of_one_call_one_is_recorded_and_all_get_its_answer(bool knowsVersion)
    {
        var id = await Desk.OpenWith(Said.DroppedOut("2026-01-20"));
        (string, string)[] headers = knowsVersion ? [("Idempotency-Key", $"back-{id}"), ("If-Match", "\"2\"")] : [("Idempotency-Key", $"back-{id}")];

        // A second resumption would be refused, were it not the repeat of the first.
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Either(n).TryRecord(id, Said.Resumed("2026-02-01"), headers)));

        await ShouldAllBeTheSame(answers);
        Assert.Equal(3, (await Desk.Events(id)).Count);
    }

    [Fact]
    public async Task Of_64_concurrent_repeats_of_one_opening_one_opens_a_pathway()
    {
        var patient = $"P-{Guid.NewGuid():N}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Either(n).Post("/api/pathways", Said.Opened(patientRef: patient), ("Idempotency-Key", patient))));

        await ShouldAllBeTheSame(answers);
        var page = Desk.Parse(await Desk.Client.GetStringAsync($"/api/pathways?q={patient}"));
        Assert.Single(page.GetProperty("pathways").EnumerateArray());
    }

    [Fact]
    public async Task A_caller_who_hangs_up_and_repeats_with_the_key_has_said_it_once()
    {
        var id = await Desk.Open();
        for (var n = 0; n < 40; n++)
        {
            // Somewhere between before it was sent and after it was answered: whatever became of the first call, the second makes it one.
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(n / 4.0));
            using var first = new HttpRequestMessage(HttpMethod.Post, $"/api/pathways/{id}/events") { Content = new StringContent(Said.Note("2026-02-01", $"{n}"), Encoding.UTF8, "application/json") };
            first.Headers.Add("Idempotency-Key", $"{id}-{n}");
            await Record.ExceptionAsync(() => Desk.Client.SendAsync(first, patience.Token));

            await Desk.Record(id, Said.Note("2026-02-01", $"{n}"), ("Idempotency-Key", $"{id}-{n}"));
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"{n}"), (await Desk.Events(id)).Skip(1).Select(e => e.GetProperty("data").GetProperty("note").GetString()));
    }

    [Fact]
    public async Task Time_never_runs_backwards_in_a_pathway_even_when_the_clock_of_one_server_is_behind()
    {
        var id = await Desk.Open();
        Other.Time.Now = Pathway.Time.Now.AddHours(-13); // The day before.
        using var behind = new Desk(Other.As(Role.Coordinator));

        var answer = await behind.Record(id, Said.Scan("2026-03-14"));

        Assert.Equal(Pathway.Time.Now, answer.GetProperty("events")[0].GetProperty("recordedAt").GetDateTimeOffset());
        Assert.Equal("2026-03-15", answer.GetProperty("state").GetProperty("asOf").GetString());
        Assert.Equal(await Desk.ReadText(id, "?asOfVersion=2"), answer.GetProperty("state").GetRawText());
    }

    private Desk Either(int n) => n % 2 == 0 ? Desk : OtherDesk;

    private static async Task ShouldAllBeTheSame(HttpResponseMessage[] answers)
    {
        var first = await Desk.Created(answers[0]);
        Assert.All(await Task.WhenAll(answers.Select(Desk.Created)), answer => Assert.Equal(first.GetRawText(), answer.GetRawText()));
    }
}
