using System.Collections.Frozen;

namespace Pathway.Api.SignIn;

/// <summary>Who may do what. An endpoint that names no policy is for everybody who is signed in; one for anybody says so itself.</summary>
public static class Policies
{
    /// <summary>Log what happened to a patient: coordinators.</summary>
    public const string Log = nameof(Log);

    /// <summary>Read a single patient's pathway: coordinators and auditors.</summary>
    public const string ReadPathway = nameof(ReadPathway);

    /// <summary>Check that nothing was altered: auditors and admins.</summary>
    public const string Verify = nameof(Verify);

    /// <summary>Read reports, which show no patient by name or pseudonym: reporters, auditors, and coordinators, who see their own center if they have one.</summary>
    public const string ReadReports = nameof(ReadReports);

    /// <summary>Read rows of single patients that show no pseudonym: whoever reads reports.</summary>
    public const string ReadCohort = nameof(ReadCohort);

    /// <summary>Read who read what: auditors.</summary>
    public const string ReadAccessLog = nameof(ReadAccessLog);

    /// <summary>Read every event there is: auditors.</summary>
    public const string ExportLog = nameof(ExportLog);

    /// <summary>Keep who a patient is, beside the record: admins.</summary>
    public const string KeepIdentity = nameof(KeepIdentity);

    /// <summary>Publish protocols: admins.</summary>
    public const string Administer = nameof(Administer);

    /// <summary>Which roles each policy lets in.</summary>
    internal static IReadOnlyDictionary<string, Role[]> Allowed { get; } = new Dictionary<string, Role[]>(StringComparer.Ordinal)
    {
        [Log] = [Role.Coordinator],
        [ReadPathway] = [Role.Coordinator, Role.Auditor],
        [Verify] = [Role.Auditor, Role.Admin],
        [ReadReports] = [Role.Coordinator, Role.Auditor, Role.Reporter],
        [ReadCohort] = [Role.Coordinator, Role.Auditor, Role.Reporter],
        [ReadAccessLog] = [Role.Auditor],
        [ExportLog] = [Role.Auditor],
        [KeepIdentity] = [Role.Admin],
        [Administer] = [Role.Admin],
    };

    /// <summary>The policies of calls about patients: each such call goes into the access log.</summary>
    internal static FrozenSet<string> AboutPatients { get; } = [Log, ReadPathway, ReadCohort, ReadAccessLog, ExportLog, KeepIdentity];
}
