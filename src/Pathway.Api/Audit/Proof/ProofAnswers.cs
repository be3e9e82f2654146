using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>The log as it was signed last, and how far the signature reaches.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="CoveredUpTo">Sequence number of the last event that it covers; 0 for none.</param>
/// <param name="EndOfLog">Sequence number of the last event that there is; those beyond enter the tree within seconds.</param>
/// <param name="Error">Why this node's follower of the log fails at the moment; null when it does not.</param>
/// <param name="Since">Since when that has been so.</param>
public sealed record CurrentCheckpoint(CheckpointAnswer Checkpoint, long CoveredUpTo, long EndOfLog, string? Error, DateTimeOffset Since);

/// <summary>What was signed: so many events, this root.</summary>
/// <param name="Origin">The name of the log.</param>
/// <param name="Size">Events in the tree.</param>
/// <param name="Root">The root of the tree, base64.</param>
/// <param name="SignedAt">When it was signed, UTC; the signature does not cover it.</param>
/// <param name="Note">The signed note itself (C2SP tlog-checkpoint): what to keep outside.</param>
public sealed record CheckpointAnswer(string Origin, long Size, string Root, DateTimeOffset SignedAt, string Note)
{
    internal static CheckpointAnswer Of(SignedCheckpoint signed) => new(
        signed.Checkpoint.Origin, signed.Checkpoint.Size, Convert.ToBase64String(signed.Checkpoint.Root), signed.SignedAt, signed.Checkpoint.Note);
}

/// <summary>A page of checkpoints, the newest first.</summary>
/// <param name="Checkpoints">The checkpoints.</param>
/// <param name="Next">What to give as <c>before</c> for the next page; null on the last.</param>
public sealed record CheckpointPage(IReadOnlyList<CheckpointAnswer> Checkpoints, long? Next);

/// <summary>The key that checkpoints are signed with: its public half, which is all that it takes to check them.</summary>
/// <param name="Origin">The name of the log, under which it signs.</param>
/// <param name="KeyId">What names it in a signature: the first four bytes of the SHA-256 of the key in DER, hexadecimal.</param>
/// <param name="Pem">The key in PEM: ECDSA on P-256.</param>
/// <param name="VerifierKey">The key as tools for signed notes take it.</param>
public sealed record LogKeyAnswer(string Origin, string KeyId, string Pem, string VerifierKey);

/// <summary>Proves that an event stands in the log: hash its envelope, go up the path, and meet the root that was signed.</summary>
/// <param name="EventId">The event.</param>
/// <param name="LeafIndex">Its place in the tree, from 0.</param>
/// <param name="LeafHash">The hash of its envelope, base64.</param>
/// <param name="Path">The inclusion proof (RFC 9162, 2.1.3), hashes in base64.</param>
/// <param name="Checkpoint">The signed note that the proof leads to.</param>
public sealed record InclusionAnswer(Guid EventId, long LeafIndex, string LeafHash, IReadOnlyList<string> Path, string Checkpoint);

/// <summary>Proves that the log only grew between two sizes.</summary>
/// <param name="From">The earlier size.</param>
/// <param name="FromRoot">The root then, base64.</param>
/// <param name="To">The later size.</param>
/// <param name="ToRoot">The root then, base64.</param>
/// <param name="Path">The consistency proof (RFC 9162, 2.1.4), hashes in base64.</param>
public sealed record ConsistencyAnswer(long From, string FromRoot, long To, string ToRoot, IReadOnlyList<string> Path);

/// <summary>A pathway with all that it takes to check it without Pathway: <c>pathway verify FILE</c>, or a program of one's own.</summary>
/// <param name="Format">"pathway-export/1".</param>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Checkpoint">The signed note that the proofs lead to.</param>
/// <param name="PublicKey">The key that signed it, in PEM. A file can bring any key: compare it with the one that you know.</param>
/// <param name="Events">Every event of the pathway, from its first on.</param>
public sealed record PathwayExport(string Format, Guid PathwayId, string Checkpoint, string PublicKey, IReadOnlyList<ExportedEvent> Events)
{
    internal const string CurrentFormat = "pathway-export/1";
}

/// <summary>An event with its proof.</summary>
/// <param name="LeafIndex">Its place in the tree, from 0.</param>
/// <param name="Path">The inclusion proof (RFC 9162, 2.1.3), hashes in base64.</param>
/// <param name="Envelope">The event: what is hashed, once it is brought into canonical form.</param>
public sealed record ExportedEvent(long LeafIndex, IReadOnlyList<string> Path, LogEnvelope Envelope);
