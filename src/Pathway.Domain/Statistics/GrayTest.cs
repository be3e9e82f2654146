namespace Pathway.Domain.Statistics;

/// <summary>Gray's test: whether groups differ in the cumulative incidence of one of several competing events.</summary>
/// <remarks>
/// Gray, Ann Stat 1988;16:1141, with ρ = 0, and the treatment of equal times of his program, the R package cmprsk. With nᵍ at risk, S(t−) the survival of
/// group g free of any event and F(t−) its cumulative incidence, both just before t, Rᵍ = nᵍ/S(t−), R = Σ Rᵍ and πᵍ = Rᵍ/R:
/// <list type="bullet">
/// <item>score: Σ dᵍ − d·Rᵍ(1 − Fᵍ(t−))/Σ Rʰ(1 − Fʰ(t−)), over the d events of this kind;</item>
/// <item>pooled incidence under the hypothesis: F₀ grows by d/R;</item>
/// <item>covariance: Σₖ ∫ [aᵍᵏ + bᵏ(cᵍᵏ(∞) − cᵍᵏ(t))]·[the same with h] dvᵏ, in which aᵍᵏ = Rᵍ(δᵍᵏ − πᵏ) at events of this kind and 0 at the others,
/// cᵍᵏ the running sum of aᵍᵏ·d/(R(1 − F₀(t−))), bᵏ = 1 − (1 − F₀(t))/Sᵏ(t) at events of this kind and (1 − F₀(t))/Sᵏ(t) at the others, and dvᵏ the
/// variance of one step of group k; its correction for ties is never below 0, as it is in cmprsk where a group is nearly at its end.</item>
/// </list>
/// Delayed entry is not part of the theory and is refused.
/// </remarks>
public static class GrayTest
{
    /// <summary>Compares groups.</summary>
    /// <param name="subjects">The subjects, in any order; outcomes 1 to <paramref name="causes"/> are the competing events.</param>
    /// <param name="groups">How many groups there are, 2 or more; one without subjects takes no part.</param>
    /// <param name="cause">The event of interest, 1 to <paramref name="causes"/>.</param>
    /// <param name="causes">How many competing events there are.</param>
    /// <returns>
    /// The result; without a p-value when nothing could be compared, or where Gray's variance does not exist: when the pooled incidence comes to exactly 1 while
    /// several groups are at risk, as it may where a whole group fails at once.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two groups, a subject is in none of them, a subject or the cause is outside the causes.</exception>
    /// <exception cref="ArgumentException">A subject entered later than at time zero.</exception>
    public static ComparisonResult Of(IReadOnlyCollection<GroupedSubject> subjects, int groups, int cause, int causes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cause, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cause, causes);
        if (subjects.Any(s => s.Subject.EntryDays > 0))
        {
            throw new ArgumentException("Gray's test is not defined for delayed entry.", nameof(subjects));
        }

        var comparison = new GroupComparison(groups);
        foreach (var (members, groupOf) in GroupComparison.Strata(subjects, groups))
        {
            new Stratum(comparison, groups).Add(members, groupOf, cause, causes);
        }

        return comparison.Result();
    }

    // Nearer to 1 than this, the pooled incidence is 1 but for rounding.
    private const double Rounding = 1e-12;

    /// <summary>One stratum on its way through time.</summary>
    /// <remarks>
    /// The covariance is summed as time goes on, in steps of groups² instead of groups³: with dc = α·a, and since c(∞) − c(t) is the sum of the dc to come, each dc meets
    /// what came before it, Q = Σ (dv·b + α·P)·a and P = Σ b²·dv; and Σₖ aᵍᵏ·xᵏ = Rᵍ(xᵍ − Σ πᵏxᵏ).
    /// </remarks>
    private sealed class Stratum(GroupComparison comparison, int groups)
    {
        private readonly int[] _atRisk = new int[groups];
        private readonly int[] _events = new int[groups];
        private readonly int[] _others = new int[groups];
        private readonly double[] _survivalBefore = [.. Enumerable.Repeat(1.0, groups)];
        private readonly double[] _survival = [.. Enumerable.Repeat(1.0, groups)];
        private readonly double[] _incidence = new double[groups];
        private readonly double[] _weight = new double[groups];
        private readonly double[] _share = new double[groups];
        private readonly double[] _stepVariance = new double[groups];
        private readonly double[] _own = new double[groups];
        private readonly double[] _past = new double[groups];
        private readonly double[] _meeting = new double[groups];
        private readonly double[] _toCome = new double[groups];
        private readonly double[][] _mixed = [.. Enumerable.Range(0, groups).Select(_ => new double[groups])];
        private double _pooled;

        public void Add(Subject[] members, int[] groupOf, int cause, int causes)
        {
            var line = new Timeline(members, causes);
            while (line.MoveNext())
            {
                foreach (var i in line.Entering)
                {
                    _atRisk[groupOf[i]]++;
                }

                // Alone, a group meets its own expectation at every step, and changes nothing any more.
                if (_atRisk.Count(n => n > 0) < 2)
                {
                    break;
                }

                foreach (var i in line.Leaving)
                {
                    _events[groupOf[i]] += members[i].Outcome == cause ? 1 : 0;
                    _others[groupOf[i]] += members[i].Outcome is not Subject.Censored && members[i].Outcome != cause ? 1 : 0;
                }

                Step();
                foreach (var i in line.Leaving)
                {
                    _atRisk[groupOf[i]]--;
                }
            }
        }

        private void Step()
        {
            var (events, total, totalFree) = (0, 0.0, 0.0);
            for (var g = 0; g < groups; g++)
            {
                _survivalBefore[g] = _survival[g];
                _weight[g] = _atRisk[g] == 0 ? 0 : _atRisk[g] / _survivalBefore[g];
                events += _events[g];
                total += _weight[g];
                totalFree += _weight[g] * (1 - _incidence[g]);
            }

            for (var g = 0; g < groups; g++)
            {
                _share[g] = _weight[g] / total;
                if (_atRisk[g] > 0)
                {
                    comparison.Scores[g] += _events[g] - (events * _weight[g] * (1 - _incidence[g]) / totalFree);
                    _survival[g] *= (double)(_atRisk[g] - _events[g] - _others[g]) / _atRisk[g];
                    _incidence[g] += _survivalBefore[g] * _events[g] / _atRisk[g];
                }
            }

            var remaining = 1 - _pooled;
            _pooled += events / total;
            if (events > 0)
            {
                // Where the pooled incidence has come to 1 with several groups still at risk, the variance does not exist: not-a-number leaves no test.
                CountEvents(events, total, Math.Abs(remaining) > Rounding ? events / (total * remaining) : double.NaN);
            }

            for (var k = 0; k < groups; k++)
            {
                if (_others[k] > 0 && _survival[k] > 0)
                {
                    var b = (1 - _pooled) / _survival[k];
                    var tied = _others[k] == 1 ? 1 : 1 - ((_others[k] - 1.0) / (_atRisk[k] - 1.0));
                    _past[k] += b * b * tied * _survivalBefore[k] * _survivalBefore[k] * _others[k] / ((double)_atRisk[k] * _atRisk[k]);
                }
            }

            Array.Clear(_events);
            Array.Clear(_others);
        }

        private void CountEvents(int events, double total, double alpha)
        {
            // The weight of aᵍᵏ·aʰᵏ is the step's own variance, and by its meeting with what came before.
            var squares = 0.0;
            for (var k = 0; k < groups; k++)
            {
                // More events than a group nearly at its end could share in would make its variance negative: it has none then.
                var tied = events == 1 ? 1 : Math.Max(0, 1 - ((events - 1) / ((total * _survivalBefore[k]) - 1)));
                _stepVariance[k] = _atRisk[k] == 0 ? 0 : tied * _survivalBefore[k] * events / (total * _atRisk[k]);
                _own[k] = _stepVariance[k] + (alpha * alpha * _past[k]);
                squares += _own[k] * _share[k] * _share[k];
                var (mixed, meeting) = (_mixed[k], 0.0);
                for (var h = 0; h < mixed.Length; h++)
                {
                    meeting += _share[h] * mixed[h];
                }

                _meeting[k] = meeting;
            }

            for (var g = 0; g < groups; g++)
            {
                var (covariance, mixed) = (comparison.Covariance[g], _mixed[g]);
                covariance[g] += _weight[g] * _weight[g] * _own[g];
                for (var h = 0; h <= g; h++)
                {
                    covariance[h] += (_weight[g] * _weight[h] * (squares - (_own[g] * _share[g]) - (_own[h] * _share[h])))
                        + (alpha * ((_weight[g] * (_mixed[h][g] - _meeting[h])) + (_weight[h] * (mixed[h] - _meeting[g]))));
                }
            }

            for (var k = 0; k < groups; k++)
            {
                var b = _survival[k] > 0 ? 1 - ((1 - _pooled) / _survival[k]) : 1;
                _toCome[k] = (_stepVariance[k] * b) + (alpha * _past[k]);
                _past[k] += b * b * _stepVariance[k];
            }

            for (var g = 0; g < groups; g++)
            {
                var (mixed, weight) = (_mixed[g], _weight[g]);
                mixed[g] += _toCome[g] * weight;
                for (var k = 0; weight > 0 && k < mixed.Length; k++)
                {
                    mixed[k] -= _toCome[k] * weight * _share[k];
                }
            }
        }
    }
}
