using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.EventStore.Dispatching;
using Pathway.Testing;
using static Pathway.Api.Tests.Notifications.HappeningTests;
using Said = Pathway.Api.Tests.Pathways.Said;

namespace Pathway.Api.Tests.Notifications;

/// <summary>Happenings are derived while there is a webhook: what costs nothing before, and what is new to one that comes later.</summary>
public sealed class ListeningTests(ThrowAwayPostgres postgres)
{
    private static readonly string[] _all =
        ["pathwayOpened", "strategyDecided", "stage1Performed", "readinessChanged", "deviationFound", "itemOverdue", "droppedOut"];

    [Fact]
    public async Task While_there_is_no_webhook_nothing_is_derived_and_that_is_said()
    {
        await using var told = await Told.Start(postgres);
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        told.Pass(TimeSpan.FromDays(3));
        await Task.Delay(1000);
        Assert.Equal(("notNeeded", 0, 2, 0, 0.0), await Status());
        using var anybody = told.Pathway.Anonymous;
        var ready = (await anybody.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("projections")[1];
        Assert.Equal(("happenings", "notNeeded", 0), (ready.GetProperty("name").GetString(), ready.GetProperty("state").GetString(), ready.GetProperty("lagEvents").GetInt32()));
        Assert.Empty(await Column(told.Pathway, "select body from pathway_happening"));

        var (webhook, _) = await told.Register(_all);
        Assert.True((await told.Post($"/api/webhooks/{webhook}/test")).GetProperty("isDelivered").GetBoolean());
        await told.UntilFollowed(2);
        Assert.Equal(("following", 2, 2, 0, 0.0), await Status());
        await told.Patch(webhook, """{ "isActive": false }""");
        await told.Desk.Open();
        await told.UntilFollowed(3); // For a replay.
        Assert.Equal(["pathwayOpened", "strategyDecided"], (await Column(told.Pathway, "select kind from pathway_happening where position <= 2 order by number")).Take(2));
        Assert.Equal(["ping"], told.Receiver.Kinds);

        using var admin = told.Pathway.As(Role.Admin);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/webhooks/{webhook}")).StatusCode);
        await Until(told.Pathway, "select count(*) = 0 from pg_locks l where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and ((classid::bigint << 32) | objid::bigint) = hashtextextended('pathway_follower Happenings:V1:All', 0)");
        await told.Desk.Open();
        await Task.Delay(500);
        Assert.Equal(("notNeeded", 3, 4, 0, 0.0), await Status());
        await told.Register(_all);
        await told.UntilFollowed(4);

        async Task<(string?, int, int, int, double)> Status()
        {
            var status = (await told.Get("/api/projections"))[1];
            return (status.GetProperty("state").GetString(), status.GetProperty("position").GetInt32(), status.GetProperty("endOfLog").GetInt32(), status.GetProperty("lagEvents").GetInt32(),
                status.GetProperty("lagSeconds").GetDouble());
        }
    }

    [Fact]
    public async Task What_is_caught_up_is_not_told_as_if_it_were_new()
    {
        await using var told = await Told.Start(postgres);

        // After ALPPS on 8 March, what day 5 and day 7 owe has long been overdue on the 25th, which nobody wanted to know.
        var (quiet, goesOn) = (await Interstage(told), await Interstage(told));
        told.Pass(TimeSpan.FromDays(10));
        var (webhook, _) = await told.Register(_all);
        await told.Desk.Record(goesOn, Said.DroppedOut("2026-03-20")); // Followed with what days did before it, or after the others were looked at.
        await Looked(told.Pathway, "2026-03-25");
        var messages = await told.Receiver.Until(m => m.Any(x => x.Type == "droppedOut"));
        Assert.All(messages, m => Assert.Equal((goesOn, 9L), (m.PathwayId, m.Data.GetProperty("logPosition").GetInt64())));
        Assert.DoesNotContain(messages, m => m.Type == "itemOverdue");
        Assert.Equal(6, (await Column(told.Pathway, "select body from pathway_happening where kind = 'itemOverdue'")).Count); // Three of each, for a replay.

        // What days do from then on is new: the review of growth is due four weeks after stage 1.
        told.Pass(TimeSpan.FromDays(12));
        await Looked(told.Pathway, "2026-04-06");
        var overdue = Assert.Single(await told.Receiver.Until(m => m.Any(x => x.Type == "itemOverdue")), m => m.Type == "itemOverdue");
        Assert.Equal((quiet, "growthReview", "2026-04-05"), (overdue.PathwayId, overdue.Data.GetProperty("what").GetString(), overdue.Data.GetProperty("dueOn").GetString()));

        // And what was not, is told by a replay.
        await told.Post($"/api/webhooks/{webhook}/replay", """{ "fromPosition": 1 }""", HttpStatusCode.Accepted);
        await told.Receiver.Until(m => m.Where(x => x.Type == "itemOverdue").Select(x => x.Id).Distinct().Count() == 7);
    }

    [Fact]
    public async Task What_days_bring_about_is_new_though_nothing_was_entered_since_the_registration()
    {
        await using var told = await Told.Start(postgres);
        var id = await Interstage(told);
        await told.Register("itemOverdue");
        await told.UntilFollowed(4);
        told.Pass(TimeSpan.FromDays(1));
        Assert.All(await told.Receiver.Until(m => m.Count == 3), m => Assert.Equal((id, 4L), (m.PathwayId, m.Data.GetProperty("logPosition").GetInt64())));
    }

    [Fact]
    public async Task An_entry_of_a_day_after_the_registration_does_not_make_old_days_new()
    {
        await using var told = await Told.Start(postgres);
        var id = await Interstage(told);
        told.Pass(TimeSpan.FromDays(10));
        await WhileHeld(told.Pathway, async () =>
        {
            await told.Register(_all);
            told.Pass(TimeSpan.FromDays(1));
            await told.Desk.Record(id, Said.DroppedOut("2026-03-20"));
        });

        var messages = await told.Receiver.Until(m => m.Any(x => x.Type == "droppedOut"));
        Assert.DoesNotContain(messages, m => m.Type == "itemOverdue");
        Assert.Equal(["2026-03-15", "2026-03-15", "2026-03-13"], (await Column(told.Pathway, "select body from pathway_happening where kind = 'itemOverdue' and position = 4"))
            .Select(b => JsonElement.Parse(b).GetProperty("data").GetProperty("dueOn").GetString()!).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_replay_tells_also_what_is_derived_only_after_it_and_the_lag_is_no_longer_than_somebody_listens()
    {
        await using var told = await Told.Start(postgres);
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"), Said.Stage1("2026-01-20"));
        told.Pass(TimeSpan.FromDays(2));
        await WhileHeld(told.Pathway, async () =>
        {
            await told.Register("pathwayOpened");
            var (webhook, _) = await told.Register("pathwayOpened", "strategyDecided", "stage1Performed");
            Assert.Equal(0, (await told.Post($"/api/webhooks/{webhook}/replay", """{ "fromPosition": 2 }""", HttpStatusCode.Accepted)).GetProperty("queued").GetInt32());
            await told.UntilFollowing();
            told.Pass(TimeSpan.FromSeconds(30));
            var behind = (await told.Get("/api/projections"))[1];
            Assert.Equal((3, 30.0), (behind.GetProperty("lagEvents").GetInt32(), behind.GetProperty("lagSeconds").GetDouble()));
        });

        await told.UntilFollowed(3);
        await told.Receiver.Until(m => m.Count >= 2);
        await told.Desk.Open();
        var messages = await told.Receiver.Until(m => m.Count >= 4);
        Assert.Equal(["strategyDecided", "stage1Performed", "pathwayOpened", "pathwayOpened"], messages.Select(m => m.Type));
    }

    [Fact]
    public async Task A_replay_waits_for_what_is_being_told_and_loses_nothing_of_it()
    {
        await using var told = await Told.Start(postgres);
        await told.Desk.Open();
        var (webhook, _) = await told.Register("pathwayOpened");
        await told.UntilFollowed(1);

        // As a batch does that is under way: told, not committed, and not wanted by the webhook.
        await using var owner = NpgsqlDataSource.Create(told.Pathway.Database.OwnerConnectionString);
        await using var batch = await owner.OpenConnectionAsync();
        await using var transaction = await batch.BeginTransactionAsync();
        var happening = new Domain.Happenings.Happening(Domain.Happenings.HappeningKind.PathwayOpened, new(2026, 1, 1));
        await Projections.Notifications.ToldHappening.Store(
            batch, [new(Guid.CreateVersion7(), "lakeside", 1, told.Pathway.Time.Now.AddDays(-1), happening)], told.Pathway.Time.Now,
            told.Pathway.Services.GetRequiredService<IDispatching>(), CancellationToken.None);
        var replay = told.Post($"/api/webhooks/{webhook}/replay", """{ "fromPosition": 1 }""", HttpStatusCode.Accepted);
        await Until(told.Pathway, "select count(*) > 0 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        await transaction.CommitAsync();
        Assert.Equal(2, (await replay).GetProperty("queued").GetInt32());
    }

    [Fact]
    public async Task A_node_follows_that_was_not_asked_to_register_anybody()
    {
        await using var told = await Told.Start(postgres);
        await told.Desk.Open();
        var second = await TestPathway.Start(told.Pathway.Database, node: told.Pathway);
        await WhileHeld(told.Pathway, () => told.Register("strategyDecided"));
        await told.Replace(second);
        await told.Desk.OpenWith(Said.Strategy("2026-01-10"));
        Assert.Equal(3L, (await told.Receiver.Until(m => m.Count == 1))[0].Data.GetProperty("logPosition").GetInt64());
    }

    [Fact]
    public async Task A_webhook_that_is_removed_while_days_are_looked_at_ends_that_and_the_next_is_told()
    {
        await using var told = await Told.Start(postgres);
        var (webhook, _) = await told.Register("pathwayOpened");
        var id = await Interstage(told);
        await told.UntilFollowed(4);
        await Looked(told.Pathway, "2026-03-15");
        await WhileHeld(told.Pathway, async () =>
        {
            told.Pass(TimeSpan.FromDays(1));
            await Until(told.Pathway, "select count(*) > 0 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%mt_event_progression%for update%'");
            using var admin = told.Pathway.As(Role.Admin);
            Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/webhooks/{webhook}")).StatusCode);
            await Until(told.Pathway, "select count(*) = 0 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%mt_event_progression%for update%'");
        });

        await told.Register("droppedOut");
        await told.Desk.Record(id, Said.DroppedOut("2026-03-16"));
        await told.Receiver.Until(m => m.Any(x => x.Type == "droppedOut"));
    }

    private static Task<Guid> Interstage(Told told) => told.Desk.OpenWith(Said.Scan("2026-03-01"), Said.Strategy("2026-03-02"), Said.Stage1("2026-03-08"));

    /// <summary>Does something while the checkpoint is held, so that nothing is followed meanwhile.</summary>
    private static async Task WhileHeld(TestPathway pathway, Func<Task> act)
    {
        await Execute(pathway, "insert into mt_event_progression (name, last_seq_id) values ('Happenings:V1:All', 0) on conflict do nothing");
        await using var owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using var connection = await owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("select from mt_event_progression where name = 'Happenings:V1:All' for update", connection);
        await hold.ExecuteNonQueryAsync();
        await act();
    }
}
