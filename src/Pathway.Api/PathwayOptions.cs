using System.Net;
using Pathway.Api.SignIn;
using Pathway.EventStore.Proof;

namespace Pathway.Api;

/// <summary>All that a running Pathway needs to be told.</summary>
public sealed record PathwayOptions
{
    /// <summary>Reaches the database as a role that can do no more than serve.</summary>
    public required string AppConnectionString { get; init; }

    /// <summary>Signs and checks tokens.</summary>
    public required SigningKey SigningKey { get; init; }

    /// <summary>Signs the checkpoints of the log. All nodes of an installation have the same.</summary>
    public required LogKey LogKey { get; init; }

    /// <summary>The name of the log in its checkpoints; null for one made of the key's id.</summary>
    public string? LogOrigin { get; init; }

    /// <summary>Folder for the keys that protect forms and cookies; only its owner may read it.</summary>
    public required string KeysFolder { get; init; }

    /// <summary>Where the hospital is.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Address to listen on. Loopback only, unless whoever runs it decided otherwise.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen on; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether webhooks may lead to other machines by plain http: for receivers in a house whose network is trusted.</summary>
    public bool PlainWebhooks { get; init; }

    /// <summary>Where the log goes; the console unless told otherwise.</summary>
    public Action<ILoggingBuilder> Log { get; init; } = ConsoleLog.Configure;

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal string LogName => LogOrigin ?? $"pathway/{LogKey.Public.Id}";
}
