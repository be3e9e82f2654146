using System.Collections.Concurrent;
using Pathway.Api.SignIn;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using Pathway.Projections.Reports;

namespace Pathway.Api.Reports;

/// <summary>Where a job stands.</summary>
internal enum JobState
{
    /// <summary>Others are before it.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>The report is there.</summary>
    Done,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It failed: the log of the server says why.</summary>
    Failed,
}

/// <summary>A report that takes long.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Looked">How many patients were looked at.</param>
/// <param name="Patients">How many there are to look at; 0 before it runs.</param>
/// <param name="Report">The report; null until it is done.</param>
internal sealed record WhatIfJob(Guid Id, JobState State, int Looked, int Patients, WhatIfReport? Report);

/// <summary>Runs what-if reports one after the other, and keeps the last few for whoever asked for them: of one person no more than a part, so that others have room.</summary>
/// <param name="runner">Runs one.</param>
/// <param name="lifetime">When Pathway stops, all are cancelled.</param>
/// <param name="log">Hears of failures.</param>
internal sealed partial class WhatIfJobs(WhatIfRunner runner, IHostApplicationLifetime lifetime, ILogger<WhatIfJobs> log) : IDisposable
{
    private const int MostKept = 20;
    private const int MostOfOne = 5;

    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Begins one.</summary>
    /// <returns>The job; null when as many as are kept, of this actor or of all, are waiting or running.</returns>
    public WhatIfJob? Begin(Actor actor, ReportQuestion question, Protocol under)
    {
        lock (_entries)
        {
            // Ids of version 7 sort by time: the oldest that is no longer under way makes room.
            var own = _entries.Where(e => e.Value.Actor == actor).ToList();
            var full = own.Count >= MostOfOne ? own : _entries.Count >= MostKept ? [.. _entries] : [];
            if (full.Count > 0
                && !(full.OrderBy(e => e.Key).FirstOrDefault(e => e.Value.Job.State is JobState.Done or JobState.Cancelled or JobState.Failed) is { Value: not null } oldest
                    && _entries.TryRemove(oldest)))
            {
                return null;
            }

            var entry = new Entry(new(Guid.CreateVersion7(), JobState.Waiting, 0, 0, null), actor, CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping));
            _entries[entry.Job.Id] = entry;
            _ = Run(entry, question, under);
            return entry.Job;
        }
    }

    /// <summary>Finds one.</summary>
    /// <returns>The job; null when there is none of that id that this actor began.</returns>
    public WhatIfJob? Find(Guid id, Actor actor) => EntryOf(id, actor)?.Job;

    /// <summary>Cancels one that is under way.</summary>
    /// <returns>Whether there is one of that id that this actor began.</returns>
    public async Task<bool> Cancel(Guid id, Actor actor)
    {
        if (EntryOf(id, actor) is not { } entry)
        {
            return false;
        }

        await entry.Cancellation.CancelAsync();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Entry? EntryOf(Guid id, Actor actor) => _entries.TryGetValue(id, out var entry) && entry.Actor == actor ? entry : null;

    private async Task Run(Entry entry, ReportQuestion question, Protocol under)
    {
        var cancellation = entry.Cancellation.Token;
        var hasTurn = false;
        try
        {
            await _turn.WaitAsync(cancellation);
            hasTurn = true;
            var report = await Task.Run(
                () => runner.Run(question, under, (looked, all) => entry.Job = entry.Job with { State = JobState.Running, Looked = looked, Patients = all }, cancellation), cancellation);
            entry.Job = entry.Job with { State = JobState.Done, Report = report };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            entry.Job = entry.Job with { State = JobState.Cancelled };
        }
        catch (Exception failure)
        {
            entry.Job = entry.Job with { State = JobState.Failed };
            HasFailed(entry.Job.Id, failure);
        }
        finally
        {
            if (hasTurn)
            {
                _turn.Release();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The what-if report {Id} failed")]
    private partial void HasFailed(Guid id, Exception failure);

    private sealed class Entry(WhatIfJob job, Actor actor, CancellationTokenSource cancellation)
    {
        private volatile WhatIfJob _job = job;

        public WhatIfJob Job
        {
            get => _job;
            set => _job = value;
        }

        public Actor Actor => actor;

        public CancellationTokenSource Cancellation => cancellation;
    }
}
