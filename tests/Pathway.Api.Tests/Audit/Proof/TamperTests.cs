using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Protocols;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit.Proof;

/// <summary>Somebody owns the database and uses it. What they did is found, and the first event that it struck is named.</summary>
public sealed class TamperTests(ThrowAwayPostgres postgres)
{
    public static TheoryData<string, string, long, string> Changes => new()
    {
        // What was done, how, the first event that fails, and what is said of it.
        { "a byte of the data", "update mt_events set data = jsonb_set(data, '{flrVolumeMl}', '411') where seq_id = 2", 2, "was altered" },
        { "a byte of a note", "update mt_events set data = jsonb_set(data, '{note}', '\"Zurich, 3.50 μg/L → \\\"ok\\\"\"') where seq_id = 5", 5, "was altered" },
        { "a field put in", "update mt_events set data = data || '{\"note\": \"as agreed\"}' where seq_id = 3", 3, "was altered" },
        { "a number that no double holds", "update mt_events set data = jsonb_set(data, '{flrVolumeMl}', '1e400') where seq_id = 2", 2, "no event can hold" },
        { "the time, by a microsecond", "update mt_events set timestamp = timestamp + interval '1 microsecond' where seq_id = 6", 6, "was altered" },
        { "the time, beyond all calendars", "update mt_events set timestamp = 'infinity' where seq_id = 6", 6, "was altered" },
        { "the actor's name", "update mt_events set headers = jsonb_set(headers, '{actor,name}', '\"Bert\"') where seq_id = 3", 3, "was altered" },
        { "the actor's id", "update mt_events set user_name = 'bert' where seq_id = 4", 4, "was altered" },
        { "the protocol in force", "update mt_events set headers = headers #- '{protocol}' where seq_id = 3", 3, "was altered" },
        { "the request", "update mt_events set correlation_id = null where seq_id = 1", 1, "was altered" },
        { "the cause", "update mt_events set causation_id = 'x' where seq_id = 1", 1, "was altered" },
        { "the type", "update mt_events set type = 'note_recorded' where seq_id = 3", 3, "was altered" },
        { "the first deleted", "delete from mt_events where seq_id = 1", 1, "is gone" },
        { "a middle one deleted", "delete from mt_events where seq_id = 3", 3, "is gone" },
        { "the last deleted", "delete from mt_events where seq_id = 6", 6, "is gone" },
    };

    [Fact]
    public async Task What_nobody_touched_is_intact()
    {
        await using var audited = await Audited.Start(postgres);
        var found = await audited.Verify(audited.Early);
        Assert.True(found.IsIntact, string.Join('\n', found.Faults));
        Assert.Equal((6, 6, 0, 6, 6), (found.Events, found.Covered, found.NotYetCovered, found.Leaves, found.LastCheckpoint));
        Assert.Equal(Convert.ToBase64String(audited.Late.Root), found.Root);
        Assert.InRange(found.Checkpoints, 2, 6);

        var answer = await audited.ReadJson("/api/audit/verify");
        Assert.True(answer.GetProperty("isIntact").GetBoolean());
        Assert.Equal(0, answer.GetProperty("faults").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task One_event_changed_or_gone_is_found_and_named(string what, string how, long sequence, string says)
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper(how);

        var first = (await audited.ReadJson("/api/audit/verify")).GetProperty("faults")[0];

        Assert.True(sequence == first.GetProperty("sequence").GetInt64(), $"{what}: {first}");
        Assert.Contains(says, first.GetProperty("what").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_events_that_changed_places_are_found()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("update mt_events set seq_id = -seq_id where seq_id in (3, 4)", "update mt_events set seq_id = seq_id + 7 where seq_id in (-3, -4)");

        var found = await audited.Verify();

        Assert.Equal(2, found.FailedEvents);
        Assert.Equal((3, audited.Second, 1), (found.Faults[0].Sequence, found.Faults[0].StreamId, found.Faults[0].Version));
        Assert.Contains("Another event stood here", found.Faults[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pathway_whose_last_event_is_gone_is_not_exported_as_if_it_had_ended_before()
    {
        await using var audited = await Audited.Start(postgres);
        var export = $"/api/pathways/{audited.First}/export";
        Assert.Equal(4, (await audited.ReadJson(export)).GetProperty("events").GetArrayLength());
        await audited.Tamper("delete from mt_events where seq_id = 6");

        var problem = await (await audited.Auditor.GetAsync(export)).ShouldBeProblem(System.Net.HttpStatusCode.ServiceUnavailable, "log-altered");

        Assert.StartsWith($"Event 6 of the log, a later one of {audited.First}, is gone.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await audited.ReadJson($"/api/pathways/{audited.Second}/export")).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task A_whole_pathway_that_is_gone_is_found()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper($"delete from mt_streams where id = '{audited.Second}'"); // Its events go with it.

        var found = await audited.Verify();

        Assert.Equal((4, audited.Second, 1, 2), (found.Faults[0].Sequence, found.Faults[0].StreamId, found.Faults[0].Version, found.FailedEvents));
        Assert.Contains("is gone", found.Faults[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_put_in_among_the_others_is_found()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper(Copy(sequence: 0, version: 0, of: 1));

        var found = await audited.Verify();

        Assert.Equal(0, found.Faults[0].Sequence);
        Assert.Contains("was put in later", found.Faults[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_put_in_at_the_end_past_the_application_is_found_by_its_stream()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper(Copy(sequence: 7, version: 5, of: 6));
        await audited.Covered(7);

        var found = await audited.Verify();

        Assert.Equal((7, audited.First, 5), (found.Faults[0].Sequence, found.Faults[0].StreamId, found.Faults[0].Version));
        Assert.Contains("listed at version 4", found.Faults[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_are_kept_out_of_the_tree_are_found_and_enter_it_once_that_is_undone()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("update mt_event_progression set last_seq_id = 7 where name = 'LogTree'");
        await audited.Desk.Record(audited.First, Said.Note("2025-09-11", "Nobody proves this."));

        var found = await audited.Verify();
        Assert.Equal(
            "The tree ends with event 6 of the log, and is marked as having come to 7: no event between them will enter it.", Assert.Single(found.Faults).What);
        Assert.Equal((1, audited.Pathway.Time.Now), (found.NotYetCovered, found.NotCoveredSince));

        // What follows must not close the tree behind it.
        await audited.Desk.Record(audited.First, Said.Note("2025-09-12", "Nor this."));
        await Eventually(async () => (await audited.ReadJson("/api/audit/checkpoint")).GetProperty("error").GetString()?.Contains("told to go on at 8", StringComparison.Ordinal) == true);
        Assert.Equal(6, (await audited.Verify()).Leaves);

        await audited.Tamper("update mt_event_progression set last_seq_id = 6 where name = 'LogTree'");
        await audited.Covered(8);
        Assert.True((await audited.Verify(audited.Late)).IsIntact);
    }

    [Fact]
    public async Task Rules_that_were_altered_with_their_hash_or_are_gone_are_found_at_the_first_event_under_them()
    {
        await using var audited = await Audited.Start(postgres);
        using var board = new Board(audited.Pathway);
        await board.Publish(Board.Asking(35, "ours"));
        await audited.Desk.Open(Said.Opened(patientRef: "P-003", more: ", \"protocolId\": \"ours\""));
        await audited.Covered(7);
        Assert.True((await audited.Verify()).IsIntact);

        await audited.Tamper("update pathway_protocol set document = replace(document, '\"percent\":35', '\"percent\":25'), sha256 = sha256(convert_to(replace(document, '\"percent\":35', '\"percent\":25'), 'UTF8'))");
        var fault = Assert.Single((await audited.Verify()).Faults);
        Assert.Equal((7, "The event was recorded under protocol ours version 1, whose document is not what it was then."), (fault.Sequence, fault.What));

        await audited.Tamper("delete from pathway_protocol");
        Assert.Equal(
            "The event was recorded under protocol ours version 1, which is not at hand.", Assert.Single((await audited.Verify()).Faults).What);
    }

    [Fact]
    public async Task Time_that_goes_back_and_a_version_that_is_missing_are_found_even_where_the_tree_was_made_anew()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("update mt_events set timestamp = timestamp - interval '1 day' where seq_id = 6");
        await audited.RewriteTree();
        var found = await audited.Verify();
        Assert.Equal(6, found.Faults[0].Sequence);
        Assert.Contains("earlier time", found.Faults[0].What, StringComparison.Ordinal);

        await audited.Tamper("update mt_events set version = 9 where seq_id = 6");
        await audited.RewriteTree();
        found = await audited.Verify();
        Assert.Equal((6, 9), (found.Faults[0].Sequence, found.Faults[0].Version));
        Assert.Contains("missing", found.Faults[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_rewritten_with_its_tree_is_found_by_the_checkpoints_and_narrowed_down()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("update mt_events set data = jsonb_set(data, '{note}', '\"All well.\"') where seq_id = 5");
        await audited.RewriteTree();

        var fault = Assert.Single((await audited.Verify()).Faults);

        Assert.InRange(fault.Sequence!.Value, 4, 5); // The third is covered by a checkpoint that fits.
        Assert.Contains("rewritten together with the tree", fault.What, StringComparison.Ordinal);

        // And nothing is signed or proven on top of it.
        await audited.Desk.Record(audited.First, Said.Note("2025-09-11", "Later."));
        await (await audited.Auditor.GetAsync("/api/audit/checkpoint")).ShouldBeProblem(System.Net.HttpStatusCode.ServiceUnavailable, "log-altered");
    }

    [Fact]
    public async Task Checkpoints_rewritten_without_the_key_are_found()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("update mt_events set data = jsonb_set(data, '{note}', '\"All well.\"') where seq_id = 5");
        await audited.RewriteTree();
        var forger = LogKey.FromPem(LogKey.NewPem());
        var tree = new MerkleFrontier();
        (await audited.ReadLeaves()).ForEach(leaf => tree.Add(leaf));
        var forged = Checkpoint.Sign(audited.Late.Origin, 6, tree.Root(), forger);
        await audited.Tamper(
            "delete from pathway_log_checkpoint where size > 3",
            $"insert into pathway_log_checkpoint values (6, '\\x{Convert.ToHexString(forged.Root)}', '{forged.Note}', now())");

        var fault = Assert.Single((await audited.Verify()).Faults);
        Assert.Equal($"The checkpoint of 6 events was not signed by the key {audited.Key.Id}.", fault.What);

        // And it is neither handed out nor built upon: the key would sign the forged history.
        const System.Net.HttpStatusCode Unavailable = System.Net.HttpStatusCode.ServiceUnavailable;
        await (await audited.Auditor.GetAsync("/api/audit/checkpoint")).ShouldBeProblem(Unavailable, "log-altered");
        await audited.Desk.Record(audited.First, Said.Note("2025-09-11", "Later."));
        await (await audited.Auditor.GetAsync("/api/audit/checkpoint")).ShouldBeProblem(Unavailable, "log-altered");

        // Nor with the old signature under a new root.
        var pasted = audited.Late.Note.Replace(Convert.ToBase64String(audited.Late.Root), Convert.ToBase64String(forged.Root), StringComparison.Ordinal);
        await audited.Tamper($"update pathway_log_checkpoint set note = '{pasted}' where size = 6");
        Assert.Contains("was not signed", Assert.Single((await audited.Verify()).Faults).What, StringComparison.Ordinal);

        // Nor with the root changed beside the note.
        await audited.Tamper($"update pathway_log_checkpoint set note = '{audited.Late.Note}' where size = 6");
        Assert.Contains("not what its signed note says", Assert.Single((await audited.Verify()).Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_rewritten_without_a_trace_is_found_by_a_checkpoint_kept_outside()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("update mt_events set data = jsonb_set(data, '{flrVolumeMl}', '900') where seq_id = 2");
        await audited.RewriteTree();
        await audited.Tamper("delete from pathway_log_checkpoint");

        Assert.True((await audited.Verify()).IsIntact); // That is why a checkpoint belongs outside.
        var fault = Assert.Single((await audited.Verify(audited.Early)).Faults);
        Assert.Equal(1, fault.Sequence);
        Assert.Contains("up to leaf 2 of the tree, was rewritten", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tail_cut_off_with_everything_is_found_by_a_checkpoint_kept_outside()
    {
        await using var audited = await Audited.Start(postgres);
        await audited.Tamper("delete from mt_events where seq_id = 6", $"update mt_streams set version = 3 where id = '{audited.First}'");
        await audited.Tamper("delete from pathway_log_leaf where leaf_index = 5", "update mt_event_progression set last_seq_id = 5 where name = 'LogTree'");
        Assert.Contains("cut off", Assert.Single((await audited.Verify()).Faults).What, StringComparison.Ordinal);

        await audited.Tamper("delete from pathway_log_checkpoint where size > 5");
        Assert.True((await audited.Verify()).IsIntact);
        Assert.True((await audited.Verify(audited.Early)).IsIntact); // It is older than what was cut.
        Assert.Equal(
            "The end of the log was cut off: the checkpoint from outside was signed with 6 events, and the tree has 5.",
            Assert.Single((await audited.Verify(audited.Late)).Faults).What);
    }

    [Fact]
    public async Task A_checkpoint_of_another_installation_is_not_taken_for_ours()
    {
        await using var audited = await Audited.Start(postgres);
        var other = Checkpoint.Sign(audited.Late.Origin, 6, audited.Late.Root, LogKey.FromPem(LogKey.NewPem()));
        Assert.Contains("was not signed by the key", Assert.Single((await audited.Verify(other)).Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaf_or_a_kept_node_that_was_changed_or_taken_away_is_found()
    {
        await using var audited = await Audited.Start(postgres);
        for (var hundred = 0; hundred < 3; hundred++)
        {
            await audited.Desk.Record(audited.First, Said.All(Enumerable.Range(0, 100).Select(n => Said.Note("2025-09-11", $"{n}"))));
        }

        await audited.Covered(306);
        await audited.Tamper("update pathway_log_node set hash = sha256('x') where level = 8 and node_index = 0");
        Assert.Contains("Node 0 of level 8", Assert.Single((await audited.Verify()).Faults).What, StringComparison.Ordinal);
        await audited.Tamper("delete from pathway_log_node");
        Assert.Equal(256, Assert.Single((await audited.Verify()).Faults).Sequence);

        await audited.Tamper("delete from pathway_log_leaf where leaf_index = 2");
        var found = await audited.Verify();
        Assert.Equal(3, found.Faults[0].Sequence);
        Assert.Contains("is not in it", found.Faults[0].What, StringComparison.Ordinal);
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 500, "It never came to hold.");
            await Task.Delay(20);
        }
    }

    /// <summary>A further event, as somebody would put it in who knows the table.</summary>
    private static string Copy(long sequence, long version, long of) => $"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, correlation_id, headers, user_name)
        select {sequence}, gen_random_uuid(), stream_id, {version}, data, type, timestamp, correlation_id, headers, user_name from mt_events where seq_id = {of}
        """;
}
