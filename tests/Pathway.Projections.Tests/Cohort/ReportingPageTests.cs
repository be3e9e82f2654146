using System.Text;
using Pathway.Projections.Cohort;

namespace Pathway.Projections.Tests.Cohort;

public sealed class ReportingPageTests
{
    /// <summary>The page lists what the views have, in the words of the comments on them: it is made from the same.</summary>
    [Fact]
    public void The_page_about_the_views_is_made_from_them()
    {
        var made = new StringBuilder("""
            # Reporting in plain SQL

            The schema `reporting` has these views, for statistics and reporting tools. They are derived from the events, a moment behind them (`GET
            /api/projections` says how far), and a change of the program derives them anew: names stay, columns may be added.

            Let a login read them, and nothing else, with `grant pathway_reporting to name_of_the_login`. No pseudonym and no free text is in them.
            Words (text columns without another explanation) are those of the API. A column that may be null says so.

            ```sql
            select strategy_at_stage1, count(*) as patients, count(stage2_on) as resected, count(dropped_out_on) as dropped_out
            from reporting.cohort where not is_entered_in_error and not is_synthetic and stage1_on is not null group by 1 order by 1;
            ```

            Where the result is to be a probability over time, use the API's reports: patients who are still waiting are no failures and no successes.

            This page is generated. Change the documentation of the rows instead (src/Pathway.Domain/Reporting).

            """);
        foreach (var table in CohortTables.All)
        {
            made.Append($"\n## reporting.{table.Name}\n\n{table.Description}\n\n| column | type | |\n| --- | --- | --- |\n");
            foreach (var column in CohortTables.Shown(table))
            {
                made.Append($"| `{column.Name}` | {column.SqlType}{(column.IsNullable ? ", null" : "")} | {column.Description} |\n");
            }
        }

        var page = Path.Combine(Root(), "docs", "reporting.md");
        if (Environment.GetEnvironmentVariable("PATHWAY_WRITE_DOCS") == "1")
        {
            File.WriteAllText(page, made.ToString());
        }

        Assert.True(made.ToString() == File.ReadAllText(page), "docs/reporting.md is stale: run this test once with PATHWAY_WRITE_DOCS=1 and commit the page.");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pathway.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
