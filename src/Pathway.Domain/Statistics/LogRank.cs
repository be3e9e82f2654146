namespace Pathway.Domain.Statistics;

/// <summary>The log-rank test: whether groups differ in survival.</summary>
/// <remarks>
/// At each event time d events among n at risk are expected in proportion to the nᵍ at risk of each group; covariance of the scores observed − expected:
/// Σ d·(n − d)/(n − 1)·(nᵍ/n)·(δᵍʰ − nʰ/n) (Mantel, Cancer Chemother Rep 1966;50:163; Peto and Peto, J R Stat Soc A 1972;135:185). Sums run over strata.
/// With delayed entry n and nᵍ count those under observation.
/// </remarks>
/// <param name="Groups">Each group, in order.</param>
/// <param name="Result">Chi-square, degrees of freedom and p-value.</param>
public sealed record LogRank(ValueList<LogRankGroup> Groups, ComparisonResult Result)
{
    /// <summary>Compares groups.</summary>
    /// <param name="subjects">The subjects, in any order; outcome 1 is the event.</param>
    /// <param name="groups">How many groups there are, 2 or more; one without subjects takes no part.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two groups, a subject is in none of them, or has an outcome above 1.</exception>
    public static LogRank Of(IReadOnlyCollection<GroupedSubject> subjects, int groups)
    {
        var comparison = new GroupComparison(groups);
        var counts = new int[groups];
        var observed = new int[groups];
        foreach (var (members, groupOf) in GroupComparison.Strata(subjects, groups))
        {
            foreach (var (member, group) in members.Zip(groupOf))
            {
                counts[group]++;
                observed[group] += member.Outcome;
            }

            Add(members, groupOf, comparison);
        }

        return new([.. counts.Select((count, g) => new LogRankGroup(count, observed[g], observed[g] - comparison.Scores[g]))], comparison.Result());
    }

    private static void Add(Subject[] members, int[] groupOf, GroupComparison comparison)
    {
        var line = new Timeline(members, outcomes: 1);
        var atRisk = new int[comparison.Scores.Length];
        while (line.MoveNext())
        {
            foreach (var i in line.Entering)
            {
                atRisk[groupOf[i]]++;
            }

            if (line.LeavingWith(1) is > 0 and var events)
            {
                double all = line.AtRisk;
                var variance = events == line.AtRisk ? 0 : events * (all - events) / (all - 1);
                for (var g = 0; g < atRisk.Length; g++)
                {
                    var share = atRisk[g] / all;
                    comparison.Scores[g] -= events * share;
                    comparison.Covariance[g][g] += variance * share;
                    for (var h = 0; share > 0 && h <= g; h++)
                    {
                        comparison.Covariance[g][h] -= variance * share * (atRisk[h] / all);
                    }
                }
            }

            foreach (var i in line.Leaving)
            {
                comparison.Scores[groupOf[i]] += members[i].Outcome;
                atRisk[groupOf[i]]--;
            }
        }
    }
}

/// <summary>One group of a log-rank test.</summary>
/// <param name="Subjects">How many subjects it has.</param>
/// <param name="Observed">How many of them had the event.</param>
/// <param name="Expected">How many events were to be expected in it if the groups did not differ.</param>
public readonly record struct LogRankGroup(int Subjects, int Observed, double Expected);
