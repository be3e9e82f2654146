using System.Net;
using Npgsql;
using Pathway.Api.SignIn;

namespace Pathway.Api.Tests.Pathways;

/// <summary>A server remembers the journeys that it read and recorded. None of it may show: another server has written since, or the database is another.</summary>
public sealed class MemoryTests(RunningPathway running) : TwoServers(running)
{
    [Fact]
    public async Task Nobody_is_refused_for_what_another_server_has_put_right()
    {
        var id = await Desk.OpenWith(Said.DroppedOut("2026-01-20"));
        await OtherDesk.Record(id, Said.Resumed("2026-02-01"));

        var answer = await Desk.Record(id, Said.Scan("2026-02-03"));

        Assert.Equal(4, answer.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Nothing_is_accepted_that_another_server_has_made_impossible()
    {
        var id = await Desk.OpenWith(Said.Scan("2026-01-10"));
        await OtherDesk.Record(id, Said.DroppedOut("2026-01-20"));

        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Scan("2026-02-03")), HttpStatusCode.Conflict, "pathway-dropped-out", "");
    }

    [Fact]
    public async Task A_version_that_another_server_made_may_be_named_and_the_one_before_it_may_not()
    {
        var id = await Desk.OpenWith(Said.Scan("2026-01-10"));
        await OtherDesk.Record(id, Said.Note("2026-01-20", "Seen elsewhere."));

        await Pathway.ShouldBeRefused(() => Desk.TryRecord(id, Said.Discharged("2026-02-01"), ("If-Match", "\"2\"")), HttpStatusCode.PreconditionFailed, "stale-version");
        await Desk.Record(id, Said.Discharged("2026-02-01"), ("If-Match", "\"3\""));
    }

    [Fact]
    public async Task A_patient_whom_another_server_moved_to_another_center_is_no_longer_seen()
    {
        var id = await Desk.OpenWith(Said.Scan("2026-01-10"));
        var opening = (await Desk.Events(id))[0].GetProperty("id").GetGuid();
        using var ghent = new Desk(Pathway.As(Role.Coordinator, center: "ghent"));
        await ghent.Record(id, Said.Note("2026-01-20", "Still ours."));

        await OtherDesk.Record(id, Said.Corrected(opening, """{ "type": "pathway_opened", """ + Said.Opened(center: "lakeside").TrimStart()[1..]));

        await Pathway.ShouldBeRefused(() => ghent.TryRecord(id, Said.Scan("2026-02-03")), HttpStatusCode.NotFound, "no-such-pathway");
        await Pathway.ShouldBeRefused(() => ghent.TryRead(id), HttpStatusCode.NotFound, "no-such-pathway");
        await Pathway.ShouldBeRefused(() => ghent.TryReadEvents(id), HttpStatusCode.NotFound, "no-such-pathway");
    }

    [Fact]
    public async Task What_another_server_recorded_is_in_the_state_at_once()
    {
        var id = await Desk.OpenWith(Said.Scan("2026-01-10"));
        Assert.Equal("assessment", await Desk.PhaseOf(id));

        await OtherDesk.Record(id, Said.All(Said.Strategy("2026-01-20"), Said.Stage1("2026-02-01")));

        Assert.Equal("interstage", await Desk.PhaseOf(id));
        Assert.Equal(await OtherDesk.ReadText(id), await Desk.ReadText(id));
    }

    [Fact]
    public async Task A_day_later_the_state_is_of_that_day()
    {
        var time = Pathway.Time.Now;
        var id = await Desk.OpenWith(Said.Stage1("2026-03-01"));
        Assert.Equal(14, (await Desk.Read(id)).GetProperty("stage1").GetProperty("daysSince").GetInt32());
        try
        {
            Pathway.Time.Now = time.AddDays(1);
            using var nextDay = new Desk(Pathway.As(Role.Coordinator)); // The token of the day before has expired.
            Assert.Equal(15, (await nextDay.Read(id)).GetProperty("stage1").GetProperty("daysSince").GetInt32());
        }
        finally
        {
            Pathway.Time.Now = time;
        }
    }

    [Fact]
    public async Task A_record_that_was_set_back_to_an_earlier_backup_is_read_anew()
    {
        var id = await Desk.OpenWith(Said.Scan("2026-01-10"), Said.Note("2026-01-20", "Lost with the disk."));
        Assert.Equal(3, (await Desk.Read(id)).GetProperty("version").GetInt32());

        await SetBack(id);

        Assert.Equal(2, (await Desk.Read(id)).GetProperty("version").GetInt32());
        Assert.Equal(3, (await Desk.Record(id, Said.Discharged("2026-02-01"))).GetProperty("version").GetInt32());
        Assert.Equal(await OtherDesk.ReadText(id), await Desk.ReadText(id));
    }

    [Fact]
    public async Task A_journey_that_was_lost_altogether_is_unknown()
    {
        var id = await Desk.Open();

        await SetBack(id);

        await (await Desk.TryRead(id)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-pathway");
        await (await Desk.TryRecord(id, Said.Scan("2026-01-10"))).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-pathway");
    }

    /// <summary>Takes away the last event of a pathway, as the owner of the database can.</summary>
    private async Task SetBack(Guid id)
    {
        await using var database = NpgsqlDataSource.Create(Pathway.Database.OwnerConnectionString);
        await using var remove = database.CreateCommand("""
            with gone as (delete from mt_events where stream_id = $1 and version = (select version from mt_streams where id = $1))
            update mt_streams set version = version - 1 where id = $1;
            """);
        remove.Parameters.Add(new() { Value = id });
        await remove.ExecuteNonQueryAsync();
    }
}
