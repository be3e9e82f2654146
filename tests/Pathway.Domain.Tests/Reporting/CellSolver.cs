namespace Pathway.Domain.Tests.Reporting;

/// <summary>Somebody with one answer and a pencil: writes down every sum that must hold and solves for what is not shown.</summary>
internal sealed class CellSolver
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<(Dictionary<int, decimal> Of, decimal Is)> _equations = [];

    /// <summary>A count that the answer shows, or one that it holds back.</summary>
    public void Read(string cell, int? count)
    {
        var place = PlaceOf(cell);
        if (count is { } shown)
        {
            _equations.Add((new() { [place] = 1 }, shown));
        }
    }

    /// <summary>A whole and its parts; what is in no other cell gets a name of its own.</summary>
    public void Sum(string whole, params IEnumerable<string> parts)
    {
        var equation = new Dictionary<int, decimal> { [PlaceOf(whole)] = -1 };
        foreach (var part in parts)
        {
            equation.Add(PlaceOf(part), 1);
        }

        _equations.Add((equation, 0));
    }

    /// <summary>Every cell that has one possible count, by name.</summary>
    public Dictionary<string, decimal> Solve()
    {
        var rows = _equations.Select(e => (decimal[])[.. Enumerable.Range(0, _places.Count).Select(p => e.Of.GetValueOrDefault(p)), e.Is]).ToList();
        var solved = 0;
        for (var place = 0; place < _places.Count; place++)
        {
            var pivot = rows.FindIndex(solved, r => Math.Abs(r[place]) > 1e-12m);
            if (pivot < 0)
            {
                continue;
            }

            (rows[solved], rows[pivot]) = (rows[pivot], rows[solved]);
            rows[solved] = Array.ConvertAll(rows[solved], v => v / rows[solved][place]);
            for (var r = 0; r < rows.Count; r++)
            {
                if (r != solved && rows[r][place] is not 0 and var times)
                {
                    rows[r] = [.. rows[r].Select((v, i) => v - (times * rows[solved][i]))];
                }
            }

            solved++;
        }

        var names = _places.ToDictionary(p => p.Value, p => p.Key);
        return rows.Take(solved).Select(row => (Row: row, Places: Enumerable.Range(0, _places.Count).Where(p => Math.Abs(row[p]) > 1e-12m).ToList()))
            .Where(r => r.Places.Count == 1).ToDictionary(r => names[r.Places[0]], r => Math.Round(r.Row[^1], 6));
    }

    private int PlaceOf(string cell)
    {
        if (!_places.TryGetValue(cell, out var place))
        {
            _places.Add(cell, place = _places.Count);
        }

        return place;
    }
}
