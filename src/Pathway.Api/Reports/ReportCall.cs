using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;

namespace Pathway.Api.Reports;

/// <summary>Reads the question of a report from the parameters of a call, naming the first that does not fit.</summary>
/// <param name="request">The call.</param>
internal sealed class ReportCall(HttpRequest request)
{
    /// <summary>Parameters that choose patients.</summary>
    internal static readonly CallParameter[] Filters =
    [
        new("center", typeof(string), "Centers wanted, separated by commas; all when not given. Who is signed in for one center gets that one alone.", "ghent"),
        new("strategy", typeof(string), "Strategies wanted, separated by commas, as the basis tells patients apart.", "alpps,portalVeinEmbolization"),
        new("technique", typeof(string), "Techniques of stage 1 wanted, separated by commas.", "alpps"),
        new("tumor", typeof(string), "Tumors wanted, separated by commas.", "colorectalMetastases"),
        new("parenchyma", typeof(string), "Classes of liver tissue wanted, separated by commas.", "normal,injured"),
        new("year", typeof(string), "Years of time zero wanted, separated by commas.", "2025,2026"),
        new("from", typeof(DateOnly), "First date of time zero wanted.", "2025-01-01"),
        new("to", typeof(DateOnly), "Last date of time zero wanted, itself included.", "2026-12-31"),
        new("synthetic", typeof(SyntheticCases), "Whether made-up pathways are counted: include (when not given), exclude, only.", "exclude"),
    ];

    /// <summary>Parameters that every report over time zero takes.</summary>
    internal static readonly CallParameter[] Question =
    [
        .. Filters,
        new("on", typeof(DateOnly), "The cut-off, up to today: what is dated later does not exist. Today when not given.", "2026-03-01"),
        new("basis", typeof(AnalysisBasis), "perProtocol (from stage 1, as treated; when not given) or intentionToTreat (from the first choice of a way with two stages).", "intentionToTreat"),
        new("by", typeof(Grouping), "What to tell groups apart by; one group when not given.", "strategy"),
        new("minCell", typeof(int), "Smallest count to show, 3 to 100: smaller ones are held back, and others with them. All are shown when not given.", 5),
    ];

    /// <summary>When observation begins.</summary>
    internal static readonly CallParameter Entry = new(
        "entry", typeof(ObservationStart), "registration (when not given): patients registered after time zero are at risk from their registration on (left truncation); or timeZero: all are from time zero on.", "timeZero");

    private ProblemHttpResult? _problem;

    /// <summary>What does not fit; null when all does.</summary>
    public ProblemHttpResult? Problem => _problem;

    /// <summary>Reads the question.</summary>
    /// <param name="actor">Who asks: of another center than one's own there is nothing to see.</param>
    /// <param name="today">The cut-off when none is given.</param>
    public ReportQuestion Read(Actor actor, DateOnly today)
    {
        var centers = List("center", text => text, "names of centers such as ghent-1", text => text.Length > 0 && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));
        var on = Date("on") ?? today;
        return new(on <= today ? on : Refuse<DateOnly>("on", $"a date up to today, {today:yyyy-MM-dd}"))
        {
            Basis = Choice("basis", AnalysisBasis.PerProtocol),
            Entry = Choice("entry", ObservationStart.Registration),
            Synthetic = Choice("synthetic", SyntheticCases.Include),
            Centers = actor.Center is null ? centers : centers is null ? [actor.Center] : centers.Where(c => c == actor.Center).ToValueList(),
            Strategies = Choices<Strategy>("strategy"),
            Techniques = Choices<Stage1Technique>("technique"),
            Tumors = Choices<TumorType>("tumor"),
            Parenchyma = Choices<ParenchymaClass>("parenchyma"),
            Years = List("year", text => int.Parse(text, CultureInfo.InvariantCulture), "years such as 2026", text => text.Length == 4 && text.All(char.IsAsciiDigit)),
            From = Date("from"),
            To = Date("to"),
            By = Choice<Grouping>("by"),
            MinCell = MinCell(),
        };
    }

    /// <summary>Reads one of an enumeration's words.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="otherwise">What it is when not given.</param>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum => Choice<T>(name) ?? otherwise;

    private T? Choice<T>(string name)
        where T : struct, Enum => QueryValue.TryEnumeration<T>(Text(name), out var value) ? value : Refuse<T?>(name, QueryValue.Names<T>());

    private ValueList<T>? Choices<T>(string name)
        where T : struct, Enum => List(
            name, text => QueryValue.TryEnumeration<T>(text, out var value) ? value!.Value : default, $"{QueryValue.Names<T>()}, or several separated by commas",
            text => QueryValue.TryEnumeration<T>(text, out _));

    private ValueList<T>? List<T>(string name, Func<string, T> read, string wanted, Predicate<string> isOne)
    {
        var parts = Text(name)?.Split(',');
        return parts is null ? null : Array.TrueForAll(parts, isOne) ? parts.Select(read).ToValueList() : Refuse<ValueList<T>?>(name, wanted);
    }

    private DateOnly? Date(string name) => Text(name) is not { } given ? null
        : DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : Refuse<DateOnly?>(name, "a date, for example 2026-03-01");

    private int? MinCell() => Text("minCell") is not { } given ? null
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 3 and <= 100 ? limit
        : Refuse<int?>("minCell", "a number from 3 to 100");

    private string? Text(string name) => request.Query[name] is [{ } text] ? text : null;

    private T? Refuse<T>(string name, string wanted)
    {
        _problem ??= Problems.BadParameter(name, Text(name)!, wanted);
        return default;
    }
}
