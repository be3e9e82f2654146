using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Pathway.Api.Notifications;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Notifications;

/// <summary>What a receiver on this machine is sent, when, and how often.</summary>
public sealed class DeliveryTests(ThrowAwayPostgres postgres)
{
    private static readonly string[] _steps = ["pathwayOpened", "strategyDecided", "stage1Performed", "stage2Performed", "droppedOut"];

    [Fact]
    public async Task Whoever_is_registered_is_told_in_the_order_of_entry_with_a_signature_that_another_implementation_takes()
    {
        await using var told = await Told.Start(postgres);
        var (_, secret) = await told.Register(_steps);
        var id = await told.Desk.OpenWith(Said.Strategy("2026-01-10"), Said.Scan("2026-01-12"), Said.Stage1("2026-01-20"), Said.DroppedOut("2026-02-20"));

        var messages = await told.Receiver.Until(m => m.Count == 4);
        Assert.Equal(["pathwayOpened", "strategyDecided", "stage1Performed", "droppedOut"], messages.Select(m => m.Type));
        Assert.Equal([1L, 2, 4, 5], messages.Select(m => m.Data.GetProperty("logPosition").GetInt64()));
        Assert.All(messages, m => Assert.Equal(
            (id, m.Id, "application/json; charset=utf-8", $"{told.Pathway.Time.Now.ToUnixTimeSeconds()}"),
            (m.PathwayId, m.Json.GetProperty("id").GetString(), m.ContentType, m.Timestamp)));
        Assert.Equal("2026-01-20", messages[2].Data.GetProperty("occurredOn").GetString());
        Assert.True(await messages[0].IsSignedWith(secret));
        Assert.False(await (messages[0] with { Body = messages[1].Body }).IsSignedWith(secret));
        Assert.False(await (messages[0] with { Timestamp = $"{told.Pathway.Time.Now.ToUnixTimeSeconds() + 1}" }).IsSignedWith(secret));
        Assert.False(await messages[0].IsSignedWith("whsec_AAAA"));
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_one_before_for_a_day()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, first) = await told.Register("pathwayOpened");
        var second = (await told.Post($"/api/webhooks/{webhook}/secret")).GetProperty("secret").GetString()!;
        Assert.NotEqual(first, second);

        await told.Desk.Open();
        var both = (await told.Receiver.Until(m => m.Count == 1))[0];
        Assert.True(await both.IsSignedWith(first) && await both.IsSignedWith(second));

        told.Pass(TimeSpan.FromHours(24));
        await told.Desk.Open();
        var one = (await told.Receiver.Until(m => m.Count == 2))[1];
        Assert.True(await one.IsSignedWith(second));
        Assert.False(await one.IsSignedWith(first));
    }

    [Fact]
    public async Task While_one_cannot_be_told_what_follows_of_its_pathway_waits_and_other_pathways_go_on()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        var answers = 500;
        told.Receiver.Answer = (m, _) => Task.FromResult(m.PathwayId == told.Receiver.Messages[0].PathwayId ? answers : 204);
        var stuck = await told.Desk.Open();
        await told.UntilTried(webhook, 1);
        await told.Desk.Record(stuck, Said.Strategy("2026-01-10"));
        await told.Desk.Record(stuck, Said.Stage1("2026-01-20"));
        var other = await told.Desk.OpenWith(Said.Strategy("2026-01-10"), Said.Stage1("2026-01-20"));

        await told.Receiver.Until(m => m.Count(x => x.PathwayId == other) == 3);
        Assert.Equal(["pathwayOpened"], told.Receiver.Messages.Where(m => m.PathwayId == stuck).Select(m => m.Type).Distinct());

        answers = 204;
        told.Pass(TimeSpan.FromHours(12));
        await told.Receiver.Until(m => m.Count(x => x.PathwayId == stuck && x.Type == "stage1Performed") == 1);
        var of = told.Receiver.Messages.Where(m => m.PathwayId == stuck).ToList();
        Assert.Equal(["pathwayOpened", "strategyDecided", "stage1Performed"], of.SkipWhile(m => m.Type == "pathwayOpened").Prepend(of[0]).Select(m => m.Type));
        Assert.Single(of.Where(m => m.Type == "pathwayOpened").Select(m => (m.Id, m.Body)).Distinct());
    }

    [Fact]
    public async Task After_the_last_try_one_is_parked_the_next_goes_and_somebody_can_ask_for_it_again()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        told.Receiver.Answer = (m, _) => Task.FromResult(m.Type == "pathwayOpened" ? 503 : 204);
        var id = await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        for (var tries = 1; tries <= BackOff.Waits.Count; tries++)
        {
            await told.Receiver.Until(m => m.Count == tries);
            await told.UntilTried(webhook, tries);
            told.Pass(BackOff.Waits[tries - 1] - TimeSpan.FromSeconds(1));
            await Task.Delay(300);
            Assert.Equal(tries, told.Receiver.Messages.Count);
            told.Pass(TimeSpan.FromSeconds(1) + (BackOff.Waits[tries - 1] / 5));
        }

        await told.Receiver.Until(m => m.Count == BackOff.Waits.Count + 2);
        Assert.Equal("strategyDecided", told.Receiver.Kinds.Last());
        var parked = Assert.Single((await told.Get($"/api/webhooks/{webhook}/deliveries?status=parked")).GetProperty("deliveries").EnumerateArray());
        Assert.Equal(
            ("pathwayOpened", id, 11, "HTTP 503", "parked"),
            (parked.GetProperty("kind").GetString(), parked.GetProperty("pathwayId").GetGuid(), parked.GetProperty("attempts").GetInt32(), parked.GetProperty("lastAnswer").GetString(), parked.GetProperty("status").GetString()));
        Assert.Equal(1, (await told.Get($"/api/webhooks/{webhook}")).GetProperty("parked").GetInt32());
        using var anybody = told.Pathway.Anonymous;
        Assert.Equal(1, (await anybody.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("deliveries").GetProperty("parked").GetInt32());

        told.Receiver.Answer = (_, _) => Task.FromResult(200);
        var retried = await told.Post($"/api/webhooks/{webhook}/deliveries/{parked.GetProperty("number")}/retry");
        Assert.Equal(("waiting", 0), (retried.GetProperty("status").GetString(), retried.GetProperty("attempts").GetInt32()));
        await told.UntilNothingWaits(webhook);
        Assert.Equal("pathwayOpened", told.Receiver.Kinds.Last());
        Assert.Empty((await told.Get($"/api/webhooks/{webhook}/deliveries?status=parked")).GetProperty("deliveries").EnumerateArray());
    }

    [Fact]
    public async Task A_node_that_ends_between_sending_and_writing_it_down_has_it_sent_again_with_the_same_id()
    {
        await using var told = await Told.Start(postgres);
        await told.Register("pathwayOpened");
        var arrived = new TaskCompletionSource();
        told.Receiver.Answer = async (_, context) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It has it, and nobody hears of that.
            return 204;
        };
        await told.Desk.Open();
        await arrived.Task;
        var second = await TestPathway.Start(told.Pathway.Database, node: told.Pathway);
        told.Receiver.Answer = (_, _) => Task.FromResult(204);
        await told.Replace(second);

        var messages = await told.Receiver.Until(m => m.Count == 2);
        Assert.Equal((messages[0].Id, messages[0].Body), (messages[1].Id, messages[1].Body));
    }

    [Fact]
    public async Task Of_two_nodes_one_sends_and_the_other_takes_over_when_its_sessions_are_killed()
    {
        await using var told = await Told.Start(postgres);
        await using var second = await TestPathway.Start(told.Pathway.Database, node: told.Pathway);
        await told.Register("pathwayOpened", "strategyDecided");
        await using var owner = NpgsqlDataSource.Create(told.Pathway.Database.OwnerConnectionString);
        var opened = new List<Guid>();
        for (var kill = 0; kill < 5; kill++)
        {
            opened.Add(await told.Desk.OpenWith(Said.Strategy("2026-01-10")));
            await using var command = owner.CreateCommand("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
            await command.ExecuteNonQueryAsync();
        }

        await told.Receiver.Until(m => opened.TrueForAll(id => m.Any(x => x.PathwayId == id && x.Type == "strategyDecided")));
        Assert.All(opened, id => Assert.Equal(
            ["pathwayOpened", "strategyDecided"], told.Receiver.Messages.Where(m => m.PathwayId == id).DistinctBy(m => m.Id).Select(m => m.Type)));
    }

    [Fact]
    public async Task A_replay_tells_again_from_a_place_in_the_log_also_what_happened_before_there_was_a_webhook()
    {
        await using var told = await Told.Start(postgres);
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        var (webhook, _) = await told.Register(_steps);
        var id = await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        var first = await told.Receiver.Until(m => m.Count == 2);
        Assert.All(first, m => Assert.Equal(id, m.PathwayId));
        await told.UntilNothingWaits(webhook);

        Assert.Equal(3, (await told.Post($"/api/webhooks/{webhook}/replay", """{ "fromPosition": 2 }""", HttpStatusCode.Accepted)).GetProperty("queued").GetInt32());
        var again = (await told.Receiver.Until(m => m.Count == 5)).Skip(2).ToList();
        Assert.Equal([2L, 3, 4], again.Select(m => m.Data.GetProperty("logPosition").GetInt64()).Order());
        Assert.Equal(first.Select(m => (m.Id, m.Body)), again.Where(m => m.PathwayId == id).Select(m => (m.Id, m.Body)));
    }

    [Fact]
    public async Task One_that_is_removed_or_not_active_is_told_nothing()
    {
        await using var told = await Told.Start(postgres);
        told.Receiver.Answer = (_, _) => Task.FromResult(500);
        var (removed, _) = await told.Register(_steps);
        await told.Desk.Open();
        await told.UntilTried(removed, 1);
        using var admin = told.Pathway.As(Role.Admin);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/webhooks/{removed}")).StatusCode);
        var (resting, _) = await told.Register(_steps);
        await told.Patch(resting, """{ "isActive": false }""");
        told.Pass(TimeSpan.FromDays(3));
        await told.Desk.Open();
        await told.UntilFollowed(2);
        await Task.Delay(500);

        Assert.Single(told.Receiver.Messages);
        using var later = told.Pathway.As(Role.Admin);
        await (await later.GetAsync($"/api/webhooks/{removed}/deliveries")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-webhook");
        Assert.Empty((await told.Get($"/api/webhooks/{resting}/deliveries")).GetProperty("deliveries").EnumerateArray());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_switched_off_and_goes_on_where_it_was_when_it_is_switched_on()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        told.Receiver.Answer = (_, _) => Task.FromResult(410);
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        await told.UntilTried(webhook, 1);
        var gone = await told.Get($"/api/webhooks/{webhook}");
        Assert.Equal((false, told.Pathway.Time.Now), (gone.GetProperty("isActive").GetBoolean(), gone.GetProperty("goneAt").GetDateTimeOffset()));

        told.Receiver.Answer = (_, _) => Task.FromResult(204);
        Assert.Equal(JsonValueKind.Null, (await told.Patch(webhook, """{ "isActive": true }""")).GetProperty("goneAt").ValueKind);
        await told.UntilNothingWaits(webhook);
        Assert.Equal("pathwayOpened", told.Receiver.Kinds.First());
        Assert.Equal(told.Receiver.Messages[0].Id, told.Receiver.Messages[1].Id);
    }

    [Fact]
    public async Task A_receiver_that_was_left_while_it_said_that_it_is_gone_switches_nothing_off()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        told.Receiver.Answer = async (m, _) =>
        {
            if (m.To != "/hook")
            {
                return 204;
            }

            await told.Patch(webhook, $$"""{ "url": "{{told.Receiver.Url}}/moved" }""");
            return 410;
        };
        await told.Desk.Open();
        await told.Receiver.Until(m => m.Count == 2);
        Assert.Equal(["/hook", "/hook/moved"], told.Receiver.Messages.Select(m => m.To));
        Assert.True((await told.Get($"/api/webhooks/{webhook}")).GetProperty("isActive").GetBoolean());
    }

    [Fact]
    public async Task What_waited_behind_one_that_somebody_asked_for_goes_with_it_and_not_in_hours()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        told.Receiver.Answer = (_, _) => Task.FromResult(500);
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"), Said.Stage1("2026-01-20"));
        await told.UntilFollowed(3);
        await told.UntilTried(webhook, 1);
        told.Pass(TimeSpan.FromSeconds(12));
        await told.UntilTried(webhook, 2);

        told.Receiver.Answer = (_, _) => Task.FromResult(204);
        var first = (await told.Get($"/api/webhooks/{webhook}/deliveries")).GetProperty("deliveries").EnumerateArray().Last();
        await told.Post($"/api/webhooks/{webhook}/deliveries/{first.GetProperty("number")}/retry");
        await told.UntilNothingWaits(webhook);
        Assert.Equal(["pathwayOpened", "strategyDecided", "stage1Performed"], told.Receiver.Kinds.Skip(2));
    }

    [Fact]
    public async Task What_comes_behind_one_that_waits_for_its_time_is_due_with_it()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        told.Receiver.Answer = (_, _) => Task.FromResult(500);
        var id = await told.Desk.Open();
        await told.UntilTried(webhook, 1);
        await told.Desk.Record(id, Said.Strategy("2026-01-10"));
        await told.UntilFollowed(2);

        var waiting = (await told.Get($"/api/webhooks/{webhook}/deliveries")).GetProperty("deliveries").EnumerateArray().ToList();
        Assert.Equal(["strategyDecided", "pathwayOpened"], waiting.Select(d => d.GetProperty("kind").GetString()));
        Assert.Single(waiting.Select(d => d.GetProperty("nextTryAt").GetDateTimeOffset()).Distinct());
        told.Receiver.Answer = (_, _) => Task.FromResult(204);
        told.Pass(TimeSpan.FromSeconds(12));
        await told.UntilNothingWaits(webhook);
        Assert.Equal("strategyDecided", told.Receiver.Kinds.Last());
    }

    [Fact]
    public async Task With_another_key_of_the_installation_nothing_is_signed_until_there_is_a_new_secret()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register("pathwayOpened");
        await told.Replace(await TestPathway.Start(told.Pathway.Database));
        Assert.Equal("Its secret was kept with another key of this installation: give it a new one.", (await told.Post($"/api/webhooks/{webhook}/test")).GetProperty("answer").GetString());

        var secret = (await told.Post($"/api/webhooks/{webhook}/secret")).GetProperty("secret").GetString()!;
        Assert.True((await told.Post($"/api/webhooks/{webhook}/test")).GetProperty("isDelivered").GetBoolean());
        Assert.True(await Assert.Single(told.Receiver.Messages).IsSignedWith(secret));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        told.Receiver.Answer = (_, context) =>
        {
            context.Response.Headers.Location = $"{told.Receiver.Url}/elsewhere";
            return Task.FromResult(302);
        };
        var ping = await told.Post($"/api/webhooks/{webhook}/test");
        Assert.Equal((false, "HTTP 302"), (ping.GetProperty("isDelivered").GetBoolean(), ping.GetProperty("answer").GetString()));
        Assert.Equal(("ping", "{}"), (told.Receiver.Messages[0].Type, told.Receiver.Messages[0].Data.GetRawText()));
    }

    [Fact]
    public async Task A_long_answer_is_not_read_and_a_late_one_not_awaited()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await told.Patch(webhook, $$"""{ "url": "http://{{listener.LocalEndpoint}}/" }""");

        var ping = told.Post($"/api/webhooks/{webhook}/test");
        using (var caller = await listener.AcceptTcpClientAsync())
        {
            await caller.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"u8.ToArray());
            Assert.True((await ping).GetProperty("isDelivered").GetBoolean());
            var megabytes = 0;
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                for (; megabytes < 1000; megabytes++)
                {
                    await caller.GetStream().WriteAsync(new byte[1 << 20]);
                }
            });
            Assert.InRange(megabytes, 0, 50); // What the sockets hold, and no more.
        }

        ping = told.Post($"/api/webhooks/{webhook}/test");
        using var other = await listener.AcceptTcpClientAsync();
        Assert.Equal("No answer within 10 s.", (await ping).GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Nobody_at_home_is_said_in_our_words()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register(_steps);
        await told.Patch(webhook, """{ "url": "http://127.0.0.1:1/" }""");
        Assert.Equal("No answer: ConnectionError.", (await told.Post($"/api/webhooks/{webhook}/test")).GetProperty("answer").GetString());
    }
}
