using System.Reflection;
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
