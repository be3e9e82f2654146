using System.Text;
using Npgsql;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Projections.Protocols;

/// <summary>The protocols that a pathway can be under: those that the program brings, and those that were published here.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
public sealed class PublishedProtocols(NpgsqlDataSource dataSource)
{
    private readonly Lock _adding = new();
    private volatile ProtocolShelf _shelf = ShippedProtocols.Shelf;

    /// <summary>What was known when it was last read. What another node publishes is known after <see cref="Refresh"/>.</summary>
    public ProtocolShelf Shelf => _shelf;

    /// <summary>Reads what was published since. A published version never changes, so what is known is not read again.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The shelf as it is now.</returns>
    /// <exception cref="InvalidOperationException">A stored document is no protocol, not the one that was published, or at odds with one that the program brings.</exception>
    public async Task<ProtocolShelf> Refresh(CancellationToken cancellation)
    {
        var known = _shelf.All.Where(p => ShippedProtocols.Shelf.Find(p.Id, p.Version) is null).ToList();
        var more = new List<Protocol>();
        await using var command = dataSource.CreateCommand("""
            select id, version, document, sha256 from pathway_protocol
            where (id, version) not in (select * from unnest($1::varchar[], $2::int[]))
            """);
        command.Parameters.Add(new() { Value = known.Select(p => p.Id).ToArray() });
        command.Parameters.Add(new() { Value = known.Select(p => p.Version).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (id, version) = (rows.GetString(0), rows.GetInt32(1));
            var protocol = ProtocolReader.Read(Encoding.UTF8.GetBytes(rows.GetString(2))).Protocol;
            if (protocol is null || (protocol.Id, protocol.Version) != (id, version) || protocol.Hash != Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(3)))
            {
                throw new InvalidOperationException($"The stored document of protocol {id} version {version} is not what was published.");
            }

            if (ShippedProtocols.Shelf.WhyNot(protocol) is { } reason)
            {
                throw new InvalidOperationException($"A protocol was published here that this version of the program brings otherwise. {reason.Detail}");
            }

            more.Add(protocol);
        }

        return Add(more);
    }

    // Of two that read at once, the slower must not put back a shelf that lacks what the faster has found.
    private ProtocolShelf Add(List<Protocol> more)
    {
        lock (_adding)
        {
            more.RemoveAll(p => _shelf.Find(p.Id, p.Version) is not null);
            return more.Count == 0 ? _shelf : _shelf = new([.. _shelf.All, .. more]);
        }
    }

    /// <summary>Makes sure of the protocols that events name: what is not known here may have been published by another node.</summary>
    /// <param name="events">The events, stored or proposed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The shelf, with them on it if they were published anywhere.</returns>
    public Task<ProtocolShelf> ShelfFor(IEnumerable<PathwayEvent> events, CancellationToken cancellation) =>
        events.All(IsKnown) ? Task.FromResult(_shelf) : Refresh(cancellation);

    private bool IsKnown(PathwayEvent happened) => happened switch
    {
        // Without a version it is the latest that is meant, and only the database knows that.
        PathwayOpened { ProtocolVersion: var version, ProtocolId: var id } => version is { } v && _shelf.Find(id ?? ProtocolShelf.DefaultId, v) is not null,
        ProtocolAssigned assigned => _shelf.Find(assigned.ProtocolId, assigned.ProtocolVersion) is not null,
        EventCorrected { Replacement: { } replacement } => IsKnown(replacement),
        _ => true,
    };

    /// <summary>Publishes a protocol. Of two nodes that publish the same version at once, one publishes it and the other finds it published.</summary>
    /// <param name="protocol">The protocol, read and found whole.</param>
    /// <param name="publishedBy">Id of who publishes it.</param>
    /// <param name="publishedAt">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it was new; false when that version was there already, whatever it says.</returns>
    public async Task<bool> Publish(Protocol protocol, string publishedBy, DateTimeOffset publishedAt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        await using var command = dataSource.CreateCommand(
            "insert into pathway_protocol (id, version, document, sha256, published_at, published_by) values ($1, $2, $3, $4, $5, $6) on conflict do nothing");
        foreach (object value in (object[])[protocol.Id, protocol.Version, protocol.Document, Convert.FromHexString(protocol.Hash), publishedAt, publishedBy])
        {
            command.Parameters.Add(new() { Value = value });
        }

        var isNew = await command.ExecuteNonQueryAsync(cancellation) == 1;
        await Refresh(cancellation);
        return isNew;
    }
}
