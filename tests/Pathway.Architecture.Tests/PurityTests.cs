using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pathway.Architecture.Tests;

/// <summary>The domain gives the same answer to the same question, for ever and everywhere: it has no clock, no chance, and asks nobody.</summary>
public class PurityTests
{
    private static readonly ImmutableArray<string> _impure =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount", "System.Environment.get_MachineName", "System.Environment.GetEnvironmentVariable", "System.TimeProvider.",
        "System.Diagnostics.Stopwatch.", "System.TimeZoneInfo.", "System.Globalization.CultureInfo.get_Current",
        "System.Random.", "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Security.Cryptography.RandomNumberGenerator.",
        "System.Net.", "System.Diagnostics.Process.", "System.Console.", "System.Threading.Thread.", "System.Threading.Tasks.Task.", "System.IO.File.",
    ];

    [Fact]
    public void The_domain_uses_no_clock_no_chance_and_no_one_outside() => Find.Nothing(UsedBy(Assemblies.Domain));

    [Fact]
    public void The_search_finds_a_clock_and_chance_where_they_belong()
    {
        var used = UsedBy(Assemblies.Api);
        Assert.Contains("System.TimeProvider.GetUtcNow", used);
        Assert.Contains("System.Guid.CreateVersion7", used);
    }

    /// <summary>The members of the platform that the compiled code refers to and that depend on when, where or by chance.</summary>
    private static List<string> UsedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(handle => NameOf(metadata, metadata.GetMemberReference(handle)))
                .Where(name => _impure.Any(impure => name.StartsWith(impure, StringComparison.Ordinal))),
        ];
    }

    private static string NameOf(MetadataReader metadata, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return metadata.GetString(member.Name);
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
    }
}
