using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathway.Domain.Protocols;

/// <summary>The protocols that come with the product: the documents beside this file.</summary>
public static class ShippedProtocols
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>All of them.</summary>
    public static ProtocolShelf Shelf { get; } = new(
        typeof(ShippedProtocols).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("protocols/", StringComparison.Ordinal)).Select(Load));

    private static Protocol Load(string resource)
    {
        using var stream = typeof(ShippedProtocols).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        var protocol = document.Deserialize<Protocol>(_options)!;
        return protocol with { Hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(document))) };
    }
}
