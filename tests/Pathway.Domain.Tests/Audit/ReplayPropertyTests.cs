using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Audit;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.Audit.AuditCases;

namespace Pathway.Domain.Tests.Audit;

/// <summary>What holds of the replay of any journey, however it was entered and put right.</summary>
public sealed class ReplayPropertyTests
{
    [Fact]
    public void Replayed_to_any_version_it_is_the_state_that_was_answered_then() => Prop.ForAll(Entered.ToArbitrary(), entries =>
    {
        JsonNode? rebuilt = new JsonObject();
        foreach (var (replayed, entry) in Replay(entries).Zip(entries))
        {
            var stream = entries[..(int)entry.Recorded.Version].Select(e => e.Recorded).ToList();
            var answered = AsJson(Derivation.Derive(PathwayId, stream, ShippedProtocols.Shelf, entry.RecordedOn));

            rebuilt = Patch.Apply(Patch.Apply(rebuilt, replayed.ByTime), replayed.Changes);

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(answered.GetRawText()), rebuilt), $"Version {replayed.Version} is not what was answered.");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void States_are_told_apart_as_what_is_written_of_them_is() => Prop.ForAll(Entered.ToArbitrary(), entries =>
    {
        PathwayState? last = null;
        foreach (var (replayed, entry) in Replay(entries).Zip(entries))
        {
            var known = entries[..(int)entry.Recorded.Version].Select(e => e.Recorded).ToList();
            var before = last is null ? null : Derivation.Derive(PathwayId, known[..^1], ShippedProtocols.Shelf, entry.RecordedOn);
            var after = Derivation.Derive(PathwayId, known, ShippedProtocols.Shelf, entry.RecordedOn);
            Assert.Equal(Written(before is null ? [] : Differences.Between(AsJson(last!), AsJson(before))), Written(replayed.ByTime));
            Assert.Equal(Written(Differences.Between(before is null ? null : AsJson(before), AsJson(after))), Written(replayed.Changes));
            last = after;
        }

        static string Written(ValueList<Difference> steps) => JsonSerializer.Serialize(steps, Form);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Told_for_one_date_nothing_is_laid_to_time() => Prop.ForAll(
        (from entries in Entered from day in Gen.Choose(-30, 140) select (entries, day)).ToArbitrary(), c =>
    {
        JsonNode? rebuilt = new JsonObject();
        foreach (var entry in Replay(c.entries, c.day))
        {
            Assert.Empty(entry.ByTime);
            rebuilt = Patch.Apply(rebuilt, entry.Changes);
        }

        var now = AsJson(Derivation.Derive(PathwayId, [.. c.entries.Select(e => e.Recorded)], ShippedProtocols.Shelf, Given.Day(c.day)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(now.GetRawText()), rebuilt));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_correction_leads_to_what_it_is_about_and_back() => Prop.ForAll(Entered.ToArbitrary(), entries =>
    {
        var replay = Replay(entries).ToDictionary(e => e.EventId);
        foreach (var entry in replay.Values)
        {
            Assert.All(entry.Corrects, named => Assert.Contains(entry.EventId, replay[named.EventId].CorrectedBy.Select(c => c.Entry.EventId)));
            Assert.All(entry.CorrectedBy, c => Assert.Contains(entry.EventId, replay[c.Entry.EventId].Corrects.Select(e => e.EventId)));
            Assert.Equal(entry.Type == "event_corrected", entry.Corrects.Count > 0);
            Assert.Equal(entry.CorrectedBy.Any(c => c.IsInForce && c.Corrects == entry.EventId), entry.Status is EntryStatus.Replaced or EntryStatus.Withdrawn && !IsOvertaken(entry, replay));
        }
    }).QuickCheckThrowOnFailure();

    // A correction may be put aside by a later one of the same entry, which does not name it.
    private static bool IsOvertaken(ReplayEntry entry, Dictionary<Guid, ReplayEntry> replay) =>
        entry is { Status: EntryStatus.Replaced, Type: "event_corrected" } && replay[entry.Corrects[0].EventId].CorrectedBy.Any(c => c.IsInForce && c.Entry.Version > entry.Version);
}
