namespace Pathway.Domain.Statistics;

/// <summary>What the tests between groups share: strata, scores with their covariance, and the chi-square that comes of them.</summary>
internal sealed class GroupComparison(int groups)
{
    // A score whose variance is less than this share of what it was, given the scores before it, is determined by them.
    private const double Singular = 1e-9;

    /// <summary>The score of each group, observed less expected.</summary>
    public double[] Scores { get; } = new double[groups];

    /// <summary>The covariance of the scores: of each group with those up to it, the rest being the same.</summary>
    public double[][] Covariance { get; } = [.. Enumerable.Range(1, groups).Select(length => new double[length])];

    /// <summary>The subjects of each stratum with the group of each.</summary>
    /// <param name="subjects">The subjects, in any order.</param>
    /// <param name="groups">How many groups are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two groups, or a subject is in none of them.</exception>
    public static IEnumerable<(Subject[] Subjects, int[] Groups)> Strata(IReadOnlyCollection<GroupedSubject> subjects, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        foreach (var subject in subjects)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(subject.Group, nameof(subjects));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(subject.Group, groups, nameof(subjects));
        }

        return subjects.GroupBy(s => s.Stratum).OrderBy(s => s.Key).Select(s => (s.Select(m => m.Subject).ToArray(), s.Select(m => m.Group).ToArray()));
    }

    /// <summary>The quadratic form of the scores in the generalized inverse of their covariance, by Gaussian elimination with pivots.</summary>
    /// <remarks>Scores sum to 0, so at least one is determined by the others; where more are, as with groups that never meet, the degrees of freedom are fewer.</remarks>
    public ComparisonResult Result()
    {
        var scores = (double[])Scores.Clone();
        var rest = new double[groups, groups];
        for (var g = 0; g < groups; g++)
        {
            for (var h = 0; h <= g; h++)
            {
                rest[g, h] = rest[h, g] = Covariance[g][h];
            }
        }

        // Neither a group that took no part nor one whose variance does not exist is compared.
        var open = Enumerable.Range(0, groups).Where(g => rest[g, g] > 0).ToList();
        var (chiSquare, degreesOfFreedom) = (0.0, 0);
        while (open.Count > 0)
        {
            var pivot = open.MaxBy(g => rest[g, g] / Covariance[g][g]);
            if (rest[pivot, pivot] <= Singular * Covariance[pivot][pivot])
            {
                break;
            }

            open.Remove(pivot);
            chiSquare += scores[pivot] * scores[pivot] / rest[pivot, pivot];
            degreesOfFreedom++;
            foreach (var g in open)
            {
                var factor = rest[g, pivot] / rest[pivot, pivot];
                scores[g] -= factor * scores[pivot];
                foreach (var h in open)
                {
                    rest[g, h] -= factor * rest[pivot, h];
                }
            }
        }

        return new(chiSquare, degreesOfFreedom, degreesOfFreedom == 0 ? null : ChiSquare.UpperTail(chiSquare, degreesOfFreedom));
    }
}

/// <summary>The result of a test between groups.</summary>
/// <param name="ChiSquare">The statistic, 0 or more; 0 when nothing could be compared.</param>
/// <param name="DegreesOfFreedom">The groups that could be compared less one; fewer when some never were at risk together.</param>
/// <param name="PValue">The probability of a statistic as large or larger if the groups do not differ; null when nothing could be compared.</param>
public readonly record struct ComparisonResult(double ChiSquare, int DegreesOfFreedom, double? PValue);
