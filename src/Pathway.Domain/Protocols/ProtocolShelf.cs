using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pathway.Domain.Protocols;

/// <summary>The published protocols, as somebody has them at hand.</summary>
public sealed class ProtocolShelf
{
    /// <summary>Id of the protocol that a pathway starts under when nothing else is said.</summary>
    public const string DefaultId = "staged-hepatectomy";

    private readonly FrozenDictionary<(string Id, int Version), Protocol> _byVersion;

    /// <summary>Puts protocols on a shelf.</summary>
    /// <param name="protocols">The protocols; no version of one stands twice.</param>
    public ProtocolShelf(IEnumerable<Protocol> protocols)
    {
        All = [.. protocols.OrderBy(p => p.Id, StringComparer.Ordinal).ThenBy(p => p.Version)];
        _byVersion = All.ToFrozenDictionary(p => (p.Id, p.Version));
    }

    /// <summary>All of them, by id, then by version.</summary>
    public ImmutableArray<Protocol> All { get; }

    /// <summary>Finds one version of a protocol.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <returns>The protocol; null when it was never published.</returns>
    public Protocol? Find(string id, int version) => _byVersion.GetValueOrDefault((id, version));

    /// <summary>Finds one version of a protocol, as it was when something was judged by it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="hash">The hash of its document then.</param>
    /// <returns>The protocol; null when it is not here, or says something else now.</returns>
    public Protocol? Find(string id, int version, string hash) => Find(id, version) is { } found && found.Hash == hash ? found : null;

    /// <summary>Tells why a protocol cannot be published beside those on the shelf. What is published already can be sent again.</summary>
    /// <param name="proposed">The protocol.</param>
    /// <returns>The reason; null when there is none.</returns>
    public Rejection? WhyNot(Protocol proposed) =>
        Find(proposed.Id, proposed.Version) is { } published && published.Hash != proposed.Hash
            ? new ProtocolVersionPublished(proposed.Id, proposed.Version, published.Hash, proposed.Hash)
            : null;

    /// <summary>Finds the latest version of a protocol.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The protocol; null when there is none of that id.</returns>
    public Protocol? Latest(string id) => All.LastOrDefault(p => p.Id == id);

    /// <summary>The protocol that a pathway is under.</summary>
    /// <param name="facts">What is known of the pathway; it has been opened.</param>
    /// <exception cref="InvalidOperationException">The pathway names a protocol that is not on the shelf, which admission does not let happen.</exception>
    public Protocol InForce(PathwayFacts facts)
    {
        var (id, version) = facts.ProtocolAssignments is [.., var last]
            ? (last.Event.ProtocolId, last.Event.ProtocolVersion)
            : (facts.Opened?.Event.ProtocolId ?? DefaultId, facts.Opened?.Event.ProtocolVersion ?? 1);

        return Find(id, version) ?? throw new InvalidOperationException($"The pathway is under protocol {id} version {version}, which is not published.");
    }
}
