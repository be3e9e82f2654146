using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Pathway.Domain;
using Pathway.Domain.Journey;

namespace Pathway.Projections.Overview;

/// <summary>Reads the list of pathways, newest enrollment first, a page at a time. A page never shifts when others are enrolled meanwhile.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
/// <param name="json">How rows are written.</param>
public sealed class PathwayList(NpgsqlDataSource dataSource, JsonSerializerOptions json)
{
    private const string PhaseOnDate = "case when phase = 'postoperative' and surveillance_from <= @on then 'surveillance' else phase end";

    /// <summary>Reads one page.</summary>
    /// <param name="filter">Which pathways are wanted.</param>
    /// <param name="on">The date that phases are told for.</param>
    /// <param name="before">The last row of the page before; null for the first page.</param>
    /// <param name="limit">Most rows wanted, 1 or more.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The rows, and whether there are more after them.</returns>
    public async Task<PathwayListPage> Read(PathwayFilter filter, DateOnly on, Guid? before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var command = dataSource.CreateCommand();
        var sql = new StringBuilder("select data from mt_doc_pathwayoverview where true");
        And(filter.Phase is { } phase ? Name(phase) : null, $"{PhaseOnDate} = @phase", "phase");
        And(filter.Center, "center = @center", "center");
        And(filter.Strategy is { } strategy ? Name(strategy) : null, "strategy = @strategy", "strategy");
        And(filter.PatientRefContains is { } part ? $"%{Escaped(part)}%" : null, "patient_ref ilike @part", "part");
        if (before is { } last)
        {
            sql.Append(" and id < @before");
            command.Parameters.AddWithValue("before", last);
        }

        sql.Append(" order by id desc limit @limit");
        command.Parameters.AddWithValue("limit", limit + 1);
        if (filter.Phase is not null)
        {
            command.Parameters.AddWithValue("on", NpgsqlDbType.Text, on.ToString("yyyy-MM-dd"));
        }

        command.CommandText = sql.ToString();
        var rows = new List<PathwayOverview>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(JsonSerializer.Deserialize<PathwayOverview>(reader.GetFieldValue<byte[]>(0), json)!.On(on));
        }

        return new([.. rows.Take(limit)], rows.Count > limit);

        void And(string? value, string condition, string parameter)
        {
            if (value is not null)
            {
                sql.Append(" and ").Append(condition);
                command.Parameters.AddWithValue(parameter, value);
            }
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Escaped(string part) => part.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}

/// <summary>Which pathways are wanted; null asks nothing.</summary>
/// <param name="Phase">Where the patient stands.</param>
/// <param name="Center">The center that treats the patient.</param>
/// <param name="Strategy">The way chosen.</param>
/// <param name="PatientRefContains">A part of the pseudonym, in any case.</param>
public sealed record PathwayFilter(Phase? Phase, string? Center, Strategy? Strategy, string? PatientRefContains);

/// <summary>A page of the list.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="More">Whether there are more after them.</param>
public sealed record PathwayListPage(IReadOnlyList<PathwayOverview> Rows, bool More);
