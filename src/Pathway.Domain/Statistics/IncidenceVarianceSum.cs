namespace Pathway.Domain.Statistics;

/// <summary>
/// The variance of a cumulative incidence F as time goes on. Each term is the square of a u that every growth of F changes by −h times that growth, with an h of its own: so the
/// sums of u², u·h and h² suffice, and no term is visited twice.
/// </summary>
internal abstract class IncidenceVarianceSum
{
    // When all but this share of what was counted in has cancelled, the rest is rounding: a curve at 1 has no variance left.
    private const double Rounding = 1e-13;

    private double _squares;
    private double _products;
    private double _slopes;
    private double _largest;

    /// <summary>The standard error after the last stop.</summary>
    public double StandardError => _squares > Rounding * _largest ? Math.Sqrt(_squares) : 0;

    /// <summary>Goes one stop on.</summary>
    /// <param name="line">The stop.</param>
    /// <param name="subjects">The subjects.</param>
    /// <param name="cause">The event of interest.</param>
    /// <param name="events">How many have it at this stop.</param>
    /// <param name="others">How many have another event.</param>
    /// <param name="survival">The probability of no event before this stop.</param>
    /// <param name="incidence">F before this stop.</param>
    public abstract void Add(in Timeline line, ReadOnlySpan<Subject> subjects, int cause, int events, int others, double survival, double incidence);

    /// <summary>F has grown.</summary>
    protected void Grow(double growth)
    {
        _squares += growth * ((growth * _slopes) - (2 * _products));
        _products -= growth * _slopes;
    }

    /// <summary>Counts in terms, or changes of them: the sums of u², u·h and h².</summary>
    protected void Count(double squares, double products, double slopes)
    {
        _squares += squares;
        _products += products;
        _slopes += slopes;
        _largest = Math.Max(_largest, _squares);
    }
}

/// <summary>Aalen's: two terms a stop.</summary>
internal sealed class AalenVarianceSum : IncidenceVarianceSum
{
    /// <inheritdoc/>
    public override void Add(in Timeline line, ReadOnlySpan<Subject> subjects, int cause, int events, int others, double survival, double incidence)
    {
        Grow(survival * events / line.AtRisk);
        var survivalAfter = survival * (line.AtRisk - events - others) / line.AtRisk;
        var slope = survivalAfter > 0 ? 1 / survivalAfter : 0;
        var own = StepVariance(events, line.AtRisk, survival);
        Count(own, own * slope, (own + StepVariance(others, line.AtRisk, survival)) * slope * slope);
    }

    private static double StepVariance(double events, double atRisk, double survival) =>
        events == 0 ? 0 : survival * survival * events / (atRisk * atRisk) * (events == 1 ? 1 : (atRisk - events) / (atRisk - 1));
}

/// <summary>The infinitesimal jackknife: a term a subject, whose u is the derivative of F with respect to the subject's weight.</summary>
/// <remarks>All at risk move alike, so a subject's u and h are those of one observed from the beginning, less what that one had when the subject entered.</remarks>
internal sealed class JackknifeVarianceSum(int subjects) : IncidenceVarianceSum
{
    private readonly (double U, double H)[] _atEntry = new (double U, double H)[subjects];
    private double _u;
    private double _h;
    private double _sumOfU;
    private double _sumOfH;

    /// <inheritdoc/>
    public override void Add(in Timeline line, ReadOnlySpan<Subject> subjects, int cause, int events, int others, double survival, double incidence)
    {
        foreach (var i in line.Entering)
        {
            _atEntry[i] = (_u + (_h * incidence), _h);
        }

        double atRisk = line.AtRisk;
        var growth = survival * events / atRisk;
        Grow(growth);
        _u -= growth * _h;
        _sumOfU -= growth * _sumOfH;

        // Not to fail was to be counted among those who might have: the same change for all at risk.
        var remaining = atRisk - events - others;
        var (u, h) = (-growth / atRisk, remaining > 0 ? -(events + others) / (atRisk * remaining) : 0);
        Count((2 * u * _sumOfU) + (atRisk * u * u), (u * _sumOfH) + (h * _sumOfU) + (atRisk * u * h), (2 * h * _sumOfH) + (atRisk * h * h));
        (_u, _h, _sumOfU, _sumOfH) = (_u + u, _h + h, _sumOfU + (atRisk * u), _sumOfH + (atRisk * h));
        foreach (var i in line.Leaving)
        {
            var (entryU, entryH) = _atEntry[i];
            var (mineU, mineH) = (_u + (entryH * (incidence + growth)) - entryU, _h - entryH);
            _sumOfU -= mineU;
            _sumOfH -= mineH;
            if (subjects[i].Outcome != Subject.Censored)
            {
                var jumpU = subjects[i].Outcome == cause ? survival / atRisk : 0;
                var jumpH = remaining > 0 ? 1 / remaining : 0;
                Count(((2 * mineU) + jumpU) * jumpU, (mineU * jumpH) + (mineH * jumpU) + (jumpU * jumpH), ((2 * mineH) + jumpH) * jumpH);
            }
        }
    }
}
