namespace Pathway.Domain.Protocols;

/// <summary>The protocols that come with the product: the documents beside this file. One is whole; the others say what they change of it.</summary>
public static class ShippedProtocols
{
    private const string Whole = "protocols/staged-hepatectomy.v1.json";

    /// <summary>All of them.</summary>
    public static ProtocolShelf Shelf { get; } = Load();

    private static ProtocolShelf Load()
    {
        var first = new ProtocolShelf([Read(Whole, null)]);
        var others = typeof(ShippedProtocols).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("protocols/", StringComparison.Ordinal) && n != Whole)
            .Select(n => Read(n, first));
        return new([.. first.All, .. others]);
    }

    private static Protocol Read(string resource, ProtocolShelf? published)
    {
        using var stream = typeof(ShippedProtocols).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var reading = ProtocolReader.Read(bytes.ToArray(), published);
        return reading.Protocol ?? throw new InvalidOperationException(
            $"The document {resource} is no protocol: {string.Join(" ", reading.Rejections.Select(r => $"{r.Field}: {r.Detail}"))}");
    }
}
