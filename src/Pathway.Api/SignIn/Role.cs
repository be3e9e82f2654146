namespace Pathway.Api.SignIn;

/// <summary>What somebody may do. Nobody has two: who does two jobs has two tokens.</summary>
public enum Role
{
    /// <summary>Logs what happened to patients, and reads it.</summary>
    Coordinator,

    /// <summary>Reads everything, replays it and checks it; changes nothing.</summary>
    Auditor,

    /// <summary>Reads reports; sees no single patient.</summary>
    Reporter,

    /// <summary>Publishes protocols, rebuilds, keeps identities; sees no single patient's course.</summary>
    Admin,
}
