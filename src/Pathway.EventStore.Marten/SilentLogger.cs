using Marten;
using Marten.Services;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>Keeps Marten from logging statements with their values: these are what patients' events say. What failed is told by whoever asked.</summary>
internal sealed class SilentLogger : IMartenLogger, IMartenSessionLogger
{
    /// <inheritdoc/>
    public IMartenSessionLogger StartSession(IQuerySession session) => this;

    /// <inheritdoc/>
    public void SchemaChange(string sql)
    {
    }

    /// <inheritdoc/>
    public void LogSuccess(NpgsqlCommand command)
    {
    }

    /// <inheritdoc/>
    public void LogSuccess(NpgsqlBatch batch)
    {
    }

    /// <inheritdoc/>
    public void LogFailure(NpgsqlCommand command, Exception ex)
    {
    }

    /// <inheritdoc/>
    public void LogFailure(NpgsqlBatch batch, Exception ex)
    {
    }

    /// <inheritdoc/>
    public void LogFailure(Exception ex, string message)
    {
    }

    /// <inheritdoc/>
    public void RecordSavedChanges(IDocumentSession session, IChangeSet commit)
    {
    }

    /// <inheritdoc/>
    public void OnBeforeExecute(NpgsqlCommand command)
    {
    }

    /// <inheritdoc/>
    public void OnBeforeExecute(NpgsqlBatch batch)
    {
    }
}
