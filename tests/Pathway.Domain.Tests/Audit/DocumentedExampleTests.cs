using System.Text;
using System.Text.Json;
using Pathway.Domain.Audit;
using Pathway.Domain.Journey;
using Pathway.Domain.Tests.Readiness;
using static Pathway.Domain.Tests.Audit.AuditCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Audit;

/// <summary>The example of docs/audit.md is what the program says.</summary>
public sealed class DocumentedExampleTests
{
    private const string Begin = "<!-- Made by a test from here, -->\n";
    private const string End = "<!-- to here. -->\n";

    [Fact]
    public void The_example_of_the_documentation_is_what_a_replay_says()
    {
        PathwayEvent[] known = [Opened, Parenchyma(-25, ParenchymaQuality.Normal), Scan(-10, 200, 1000), Stage1(), Scan(7, 360, 1000)];
        var decided = new ReadinessDecided(Day(9), BoardDecision.Defer, "Scintigraphy to come.", Assessment: ReadinessCases.Assess(known, 9).ToRecord());
        var wrong = new EventCorrected(Day(20), IdOf(5), "Two digits were mistyped: 260 mL.", Scan(7, 260, 1000));
        var replay = Replay(EnteredOn((-30, known[0]), (-25, known[1]), (-10, known[2]), (0, known[3]), (9, known[4]), (9, decided), (20, wrong)));

        var file = Repository.File("docs/audit.md");
        var page = File.ReadAllText(file);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var made = $"{page[..from]}\n{Told(replay)}{page[to..]}";
        if (Environment.GetEnvironmentVariable("PATHWAY_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, made);
        }

        Assert.True(made == File.ReadAllText(file), "docs/audit.md is stale: run this test once with PATHWAY_WRITE_DOCS=1 and commit the page.");
    }

    private static string Told(ReplayEntry[] replay)
    {
        var text = new StringBuilder("| version | about | entered | what | why | status | phase | ready for stage 2 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var e in replay)
        {
            text.Append($"| {e.Version} | {e.OccurredOn:yyyy-MM-dd} | {e.RecordedOn:yyyy-MM-dd}{(e.IsLate ? $", late by {e.DelayDays} days" : "")} | `{e.Type}` | {e.Reason} | {Word(e.Status)} | {Turn(e.Before?.Phase, e.After.Phase)} | {Turn(e.Before?.Readiness, e.After.Readiness)} |\n");
        }

        text.Append("\nOf the differences of version 7, those at the latest scan and in the question of volume:\n\n```text\n");
        foreach (var d in replay[^1].Changes.Where(d => d.Path.StartsWith("/volumetric/current/", StringComparison.Ordinal) || d.Path.StartsWith("/readiness/domains/0/findings/0/", StringComparison.Ordinal)))
        {
            text.Append($"{Word(d.Op)} {d.Path}: {d.Before} → {d.After}\n");
        }

        var decision = replay[5].Decision!;
        var change = decision.ChangedBy.Single();
        var volume = change.Findings.Single(f => f.RuleId == "volume.stage2.normal");
        return text.Append($"""
            ```

            Version 6 decided to {Word(decision.Decision)}. Shown then: {Word(decision.Shown!.Overall)}. The same made again: {Word(decision.Now!.Overall)}, because of version {change.Entry.Version} ({Word(change.Cause)}): `{volume.RuleId}` was {Word(volume.Before!.Verdict)} at {volume.Before.Observed} % and is {Word(volume.After!.Verdict)} at {volume.After.Observed} %.


            """.ReplaceLineEndings("\n")).ToString();
    }

    private static string Turn<T>(T? before, T after)
        where T : struct, Enum => before is { } b && b.Equals(after) ? Word(after) : $"{(before is { } was ? $"{Word(was)} → " : "")}{Word(after)}";

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
