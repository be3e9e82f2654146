using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Npgsql;
using Pathway.EventStore;

namespace Pathway.Architecture.Tests;

/// <summary>Who may know whom: Api knows Projections, both know Domain and EventStore, and these know nobody.</summary>
public class DependencyTests
{
    public static TheoryData<string, string[], string[]> Allowed => new()
    {
        // Project, projects that it may reference, packages that it may reference.
        { "Pathway.Domain", [], [] },
        { "Pathway.EventStore", [], ["Npgsql"] },
        { "Pathway.Projections", ["Pathway.Domain", "Pathway.EventStore"], ["Npgsql"] },
        { "Pathway.Api", ["Pathway.Domain", "Pathway.EventStore", "Pathway.EventStore.Marten", "Pathway.Projections"], ["Swashbuckle.AspNetCore", "System.CommandLine"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_what_it_may_and_nothing_else(string project, string[] projects, string[] packages)
    {
        var file = XDocument.Load(Repository.At($"src/{project}/{project}.csproj"));
        Assert.Equal(projects, Included(file, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal));
        Assert.Equal(packages, Included(file, "PackageReference").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_domain_needs_the_platform_and_nothing_else() =>
        Assert.All(Assemblies.Domain.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));

    [Fact]
    public void The_event_store_knows_nothing_of_livers()
    {
        Assert.DoesNotContain(Assemblies.EventStore.GetReferencedAssemblies(), a => a.Name!.StartsWith("Pathway.", StringComparison.Ordinal));
        Assert.All(
            Repository.Files("src/Pathway.EventStore", ".cs", ".sql"),
            f => Assert.DoesNotMatch(@"(?i)\b(liver|patient|volumetry|tumor|surgery)", f.Text));
    }

    [Fact]
    public void The_projections_do_not_know_who_asks() =>
        Assert.DoesNotContain(Assemblies.Projections.GetReferencedAssemblies(), a => a.Name == "Pathway.Api" || a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Another_engine_can_stand_behind_the_port()
    {
        var driver = typeof(NpgsqlConnection).Assembly;
        Assert.DoesNotContain(driver, Reached(typeof(IEventStore)).Select(t => t.Assembly));
        Assert.Contains(typeof(AppendOutcome.KeyAlreadyUsed), Reached(typeof(IEventStore)));

        // The store behind it does show the driver: so the search finds what it is looking for.
        Assert.Contains(driver, Reached(typeof(PostgresEventStore)).Select(t => t.Assembly));
    }

    [Fact]
    public void One_file_of_the_program_knows_which_engines_there_are() => Find.Nothing(
        from folder in (string[])["src/Pathway.Domain", "src/Pathway.Projections", "src/Pathway.Api"]
        from one in Repository.Files(folder, ".cs")
        where one.Name != "src/Pathway.Api/StoreEngine.cs"
        from word in Regex.Matches(one.Text, @"\b(?:BuiltInEngine|PostgresEventStore|PostgresFollowing|LogFollower|MartenEngine|Wolverine|MARTEN)\b", RegexOptions.None, TimeSpan.FromSeconds(10))
        select $"{one.Name}: {word.Value}");

    [Fact]
    public void The_default_build_never_hears_of_the_other_engine_s_packages()
    {
        Find.Nothing(
            from folder in (string[])["src", "tests", "bench"]
            from one in Repository.Files(folder, "packages.lock.json")
            where one.Text.Contains("Marten", StringComparison.OrdinalIgnoreCase) || one.Text.Contains("Wolverine", StringComparison.OrdinalIgnoreCase)
            select one.Name);
        Assert.DoesNotContain("Marten", File.ReadAllText(Repository.At("Pathway.sln")), StringComparison.Ordinal);
        Find.Nothing(
            from folder in (string[])["src", "tests", "bench"]
            from one in Repository.Files(folder, ".csproj")
            where !one.Name.Contains(".Marten", StringComparison.Ordinal)
            from reference in XDocument.Parse(one.Text).Descendants("ProjectReference")
            where reference.Attribute("Include")!.Value.Contains("Marten", StringComparison.Ordinal) && reference.Attribute("Condition")?.Value != "'$(Engine)' == 'Marten'"
            select one.Name);
    }

    private static IEnumerable<string> Included(XDocument project, string item) => project.Descendants(item).Select(i => i.Attribute("Include")!.Value);

    /// <summary>Every type that a user of a type comes across: in its public members, in their types, and so on.</summary>
    private static HashSet<Type> Reached(Type start)
    {
        var reached = new HashSet<Type>();
        var open = new Stack<Type>([start]);
        while (open.TryPop(out var type))
        {
            if (type.HasElementType)
            {
                open.Push(type.GetElementType()!);
            }
            else if (reached.Add(type))
            {
                foreach (var next in type.GetGenericArguments().Concat(type.Assembly == Assemblies.EventStore ? Shown(type) : []))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<Type> Shown(Type type) =>
    [
        .. type.GetMethods().SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)),
        .. type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType),
        .. type.GetProperties().Select(p => p.PropertyType),
        .. type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance).Select(f => f.FieldType),
        .. type.GetNestedTypes(),
    ];
}
