namespace Pathway.Domain.Reporting;

/// <summary>The rows of the cohort that a question asks for, one after the other, and what is to be said of them when all were seen.</summary>
/// <param name="question">The question; of its dates only those of time zero choose: a row is what is on record.</param>
/// <param name="logPosition">Sequence number of the last event that the rows rest on.</param>
/// <param name="stopped">The pathways that could not follow their events.</param>
public sealed class CohortListing(ReportQuestion question, long logPosition, IReadOnlySet<Guid> stopped)
{
    private int _patients, _synthetic, _registeredLate, _enteredInError, _stopped;

    /// <summary>Sequence number of the last event that the rows rest on.</summary>
    public long LogPosition => logPosition;

    /// <summary>What is to be said of the rows taken so far.</summary>
    public ReportHeading About => ReportHeading.OfRows(
        question, logPosition, _patients, _synthetic, _registeredLate, new(_enteredInError, 0, 0, 0),
        question.Centers is null ? stopped.Count : _stopped);

    /// <summary>Whether a row is asked for; it is counted.</summary>
    /// <param name="row">The row; each is shown once.</param>
    public bool Takes(CohortRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _stopped += stopped.Contains(row.PathwayId) && question.Centers?.Contains(row.Center) != false ? 1 : 0;
        if (!question.Wants(row))
        {
            _enteredInError += row.IsEnteredInError && question.Wants(row with { IsEnteredInError = false }) ? 1 : 0;
            return false;
        }

        _patients++;
        _synthetic += row.IsSynthetic ? 1 : 0;
        _registeredLate += row.RegisteredOn > question.ZeroOf(new CohortCase(row)) ? 1 : 0;
        return true;
    }
}
