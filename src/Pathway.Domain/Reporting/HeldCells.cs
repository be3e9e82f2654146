namespace Pathway.Domain.Reporting;

/// <summary>Which counts are held back, given the equations that a reader has.</summary>
internal sealed class HeldCells
{
    private const double Nothing = 1e-9;

    private readonly int[] _counts;
    private readonly bool[] _unseen;
    private readonly int _limit;
    private readonly List<int[]> _equations;
    private readonly bool[] _held;

    /// <summary>Chooses them.</summary>
    /// <param name="counts">All counts.</param>
    /// <param name="unseen">Which of them are not shown anyway: to hold one back costs nothing.</param>
    /// <param name="limit">Smallest count above 0 that may be known.</param>
    /// <param name="equations">Places of counts that make up a sum, the sum last.</param>
    public HeldCells(int[] counts, bool[] unseen, int limit, List<int[]> equations)
    {
        (_counts, _unseen, _limit, _equations) = (counts, unseen, limit, equations);
        _held = Array.ConvertAll(counts, IsSmall);
        while (HoldsAny(_equations, HoldsMore) || HoldsAny([.. Following().Where(cell => IsSmall(_counts[cell]))], HoldsOneMore))
        {
            // What was held back in one equation may stand alone in another.
        }
    }

    /// <summary>Whether a count is held back.</summary>
    /// <param name="cell">Its place.</param>
    public bool this[int cell] => _held[cell];

    private static bool HoldsAny<T>(List<T> of, Func<T, bool> holds) => of.Aggregate(false, (any, each) => holds(each) || any);

    private bool IsSmall(int count) => count > 0 && count < _limit;

    private bool HoldsMore(int[] equation)
    {
        var back = equation.Where(cell => _held[cell]).ToList();
        return back.Count > 0 && (back.Count == 1 || back.Sum(cell => _counts[cell]) < _limit) && Holds(equation);
    }

    /// <summary>One more in an equation with a count that follows; where all of those are held back, anywhere.</summary>
    private bool HoldsOneMore(int cell) => Holds(_equations.Where(e => e.Contains(cell)).SelectMany(e => e)) || Holds(Enumerable.Range(0, _counts.Length));

    private bool Holds(IEnumerable<int> among)
    {
        var open = among.Where(cell => !_held[cell] && _counts[cell] > 0).ToList();
        return open.Count > 0 && (_held[open.MinBy(cell => (!_unseen[cell], _counts[cell]))] = true);
    }

    /// <summary>The counts held back that all equations together leave no choice for.</summary>
    private IEnumerable<int> Following()
    {
        // Gauss and Jordan: each row by the unknown that it alone has.
        var solved = new Dictionary<int, Dictionary<int, double>>();
        foreach (var equation in _equations)
        {
            var row = equation.Where(cell => _held[cell]).ToDictionary(cell => cell, cell => cell == equation[^1] ? -1.0 : 1);
            foreach (var known in row.Keys.Where(solved.ContainsKey).ToList())
            {
                Subtract(row, solved[known], row[known]);
            }

            if (row.Count > 0)
            {
                var (cell, factor) = row.MaxBy(r => Math.Abs(r.Value));
                row = row.ToDictionary(r => r.Key, r => r.Value / factor);
                foreach (var other in solved.Values.Where(o => o.ContainsKey(cell)))
                {
                    Subtract(other, row, other[cell]);
                }

                solved.Add(cell, row);
            }
        }

        return solved.Where(s => s.Value.Count == 1).Select(s => s.Key);
    }

    private static void Subtract(Dictionary<int, double> from, Dictionary<int, double> row, double times)
    {
        foreach (var (cell, factor) in row)
        {
            var left = from.GetValueOrDefault(cell) - (times * factor);
            if (Math.Abs(left) < Nothing)
            {
                from.Remove(cell);
            }
            else
            {
                from[cell] = left;
            }
        }
    }
}
