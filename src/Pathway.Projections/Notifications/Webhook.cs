using Pathway.Domain.Happenings;

namespace Pathway.Projections.Notifications;

/// <summary>Somebody who wants to be told what happens to pathways.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Kinds">What it is told of.</param>
/// <param name="Center">The center whose pathways it is told of; null for all.</param>
/// <param name="IsActive">Whether it is told; while it is not, nothing is queued for it, and what waits stays.</param>
/// <param name="GoneAt">When its receiver said that it is gone for good (410), which switched it off, UTC; null otherwise.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="CreatedBy">Id of who registered it.</param>
/// <param name="ChangedAt">When it was last changed by anybody, UTC.</param>
/// <param name="ChangedBy">Id of who changed it.</param>
/// <param name="Waiting">How much waits to be told.</param>
/// <param name="Parked">How much could not be told, and waits for somebody to ask for it.</param>
public sealed record Webhook(
    Guid Id, string Url, IReadOnlyList<HappeningKind> Kinds, string? Center, bool IsActive, DateTimeOffset? GoneAt,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ChangedAt, string ChangedBy, long Waiting, long Parked);

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>It is to be tried, for the first time or again.</summary>
    Waiting,

    /// <summary>The receiver has taken it.</summary>
    Delivered,

    /// <summary>The last try has failed; it is tried again when somebody asks for it.</summary>
    Parked,
}

/// <summary>A happening that a webhook is told of.</summary>
/// <param name="Number">Number of the happening: those of one pathway are delivered in this order.</param>
/// <param name="HappeningId">Id of the happening: the same at every try, for the receiver to know it again.</param>
/// <param name="Kind">What happened.</param>
/// <param name="PathwayId">The pathway.</param>
/// <param name="LogPosition">Place in the log of the entry that brought it about; where time did, the last place that had been followed.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempts">Tries since it was last queued.</param>
/// <param name="NextTryAt">Not before then, UTC; null unless it waits.</param>
/// <param name="LastTryAt">When it was last tried, UTC; null before the first try.</param>
/// <param name="LastAnswer">What came of that; null before the first try.</param>
public sealed record Delivery(
    long Number, Guid HappeningId, HappeningKind Kind, Guid PathwayId, long LogPosition, DeliveryStatus Status, int Attempts,
    DateTimeOffset? NextTryAt, DateTimeOffset? LastTryAt, string? LastAnswer);

/// <summary>A delivery whose time has come, with all that it takes.</summary>
/// <param name="WebhookId">The webhook.</param>
/// <param name="Number">Number of the happening.</param>
/// <param name="Attempts">Tries before this one.</param>
/// <param name="Url">Where to send it.</param>
/// <param name="Secrets">What signs it, as kept; the current one first.</param>
/// <param name="HappeningId">Id of the happening.</param>
/// <param name="Body">What to send, byte for byte.</param>
public sealed record DueDelivery(
    Guid WebhookId, long Number, int Attempts, string Url, IReadOnlyList<ReadOnlyMemory<byte>> Secrets, Guid HappeningId, string Body);
