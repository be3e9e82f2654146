namespace Pathway.Domain.Protocols;

/// <summary>A document says what it is based on, and that is not published.</summary>
/// <param name="Given">What was given, as JSON.</param>
public sealed record UnknownBaseProtocol(string Given) : Rejection(
    "unknown-base-protocol", RejectionKind.Malformed, "/basedOn",
    Title: "A protocol can be based on a published version of another, named by id and version.",
    Detail: $"It was given as {Say.Shortened(Given)}. Name a published one, for example {{ \"id\": \"staged-hepatectomy\", \"version\": 1 }}, or send the whole document.");

/// <summary>Two rules of one document have the same name.</summary>
/// <param name="Field">JSON pointer to the later one.</param>
/// <param name="Id">The name.</param>
/// <param name="FirstAt">JSON pointer to the earlier one.</param>
public sealed record RepeatedRuleId(string Field, string Id, string FirstAt) : Rejection(
    "repeated-rule-id", RejectionKind.Malformed, Field,
    Title: "Each rule of a protocol has a name of its own.",
    Detail: $"{Id} is the name of the rule at {FirstAt} as well: a finding could not say which of them it means.");

/// <summary>A list that must name every member of an enumeration once lacks one or names one twice.</summary>
/// <param name="Field">JSON pointer to the list or to what holds it.</param>
/// <param name="Member">The member.</param>
/// <param name="Times">How often it is named.</param>
/// <param name="Fix">What to do, as a sentence.</param>
public sealed record NotNamedOnce(string Field, string Member, int Times, string Fix) : Rejection(
    "not-named-once", RejectionKind.Malformed, Field,
    Title: "A protocol answers for each case, once: with a rule, or by saying that it has none.",
    Detail: $"{Member} is named {(Times == 0 ? "nowhere" : $"{Times} times")}. {Fix}");

/// <summary>The parts of a rule contradict each other.</summary>
/// <param name="Field">JSON pointer to the rule.</param>
/// <param name="What">The contradiction and the fix, as a sentence.</param>
public sealed record ContradictoryRule(string Field, string What) : Rejection(
    "contradictory-rule", RejectionKind.Malformed, Field,
    Title: "The parts of a rule must fit each other.",
    Detail: What);

/// <summary>The id is that of a protocol that comes with the product.</summary>
/// <param name="Id">The id.</param>
public sealed record ReservedProtocolId(string Id) : Rejection(
    "reserved-protocol-id", RejectionKind.NotAllowed, "/id",
    Title: "The ids of the protocols that come with the product are reserved.",
    Detail: $"{Id} comes with the product, and so will its next version. Give yours an id of its own, for example my-center-{Id}; basedOn can still name {Id}.");

/// <summary>This version of the protocol is published, and says something else.</summary>
/// <param name="Id">The protocol.</param>
/// <param name="Version">The version.</param>
/// <param name="PublishedHash">Hash of what is published.</param>
/// <param name="GivenHash">Hash of what was sent.</param>
public sealed record ProtocolVersionPublished(string Id, int Version, string PublishedHash, string GivenHash) : Rejection(
    "protocol-version-published", RejectionKind.NotAllowed, "/version",
    Title: "A published version of a protocol never changes.",
    Detail: $"{Id} version {Version} is published with the hash {PublishedHash}; what was sent has {GivenHash}. Send it as a new version.");
