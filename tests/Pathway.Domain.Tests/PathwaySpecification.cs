using Pathway.Domain.Protocols;

namespace Pathway.Domain.Tests;

/// <summary>Given what was recorded, when something is proposed, then it is recorded, refused or warned about. Today is day 200 unless a test says otherwise.</summary>
public sealed class PathwaySpecification
{
    private readonly IReadOnlyList<RecordedEvent> _stream;
    private readonly DateOnly _today;

    private PathwaySpecification(IReadOnlyList<RecordedEvent> stream, DateOnly today) => (_stream, _today) = (stream, today);

    public static PathwaySpecification Recorded(params IEnumerable<PathwayEvent> events) => new(Given.Stream(events), Given.Day(200));

    public PathwaySpecification Today(int day) => new(_stream, Given.Day(day));

    public Outcome When(PathwayEvent proposed) => new(_stream, Admission.Decide(proposed, _stream, ShippedProtocols.Shelf, _today));

    public sealed record Outcome(IReadOnlyList<RecordedEvent> Stream, Decision Decision)
    {
        public void ThenRefused(params Rejection[] expected) => Assert.Equal(expected, Decision.Rejections);

        public PathwayFacts ThenRecorded()
        {
            Assert.Empty(Decision.Rejections);
            long version = Stream.Count + 1;
            return PathwayFacts.From([.. Stream, new(Given.IdOf(version), version, default, Decision.Proposed)]);
        }

        public void ThenWarned(string code, params long[] versions)
        {
            Assert.Empty(Decision.Rejections);
            var warning = Assert.Single(Decision.Warnings);
            Assert.Equal(code, warning.Code);
            Assert.Equal(versions.Select(Given.IdOf), warning.EventIds);
        }

        public void ThenNotWarned()
        {
            Assert.Empty(Decision.Rejections);
            Assert.Empty(Decision.Warnings);
        }
    }
}
