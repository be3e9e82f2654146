namespace Pathway.Domain.Protocols;

/// <summary>The protocols that come with the product: the documents beside this file. One is whole; the others say what they change of it.</summary>
public static class ShippedProtocols
{
    private const string Whole = "protocols/staged-hepatectomy.v1.json";

    /// <summary>All of them.</summary>
    public static ProtocolShelf Shelf { get; } = Load();

    /// <summary>Tells why a protocol cannot be published here: its id is that of one that comes with the product, whose next version will come with it as well.</summary>
    /// <param name="proposed">The protocol.</param>
    /// <returns>The reason; null for another id, and for a version that comes with the product, whose words are held against it elsewhere.</returns>
    public static Rejection? WhyReserved(Protocol proposed) =>
        Shelf.Latest(proposed.Id) is not null && Shelf.Find(proposed.Id, proposed.Version) is null ? new ReservedProtocolId(proposed.Id) : null;

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
