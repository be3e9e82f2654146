using Pathway.EventStore.Following;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>Keeps the log's tree as long as Pathway runs, and signs a checkpoint when it has grown, once a second at most.</summary>
internal sealed partial class LogProver(ILogFollowing following, LogTree tree, CheckpointBook checkpoints, ILogger<LogProver> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogFollower follower = following.Follow(LogTree.Name, tree.Add);

    /// <summary>How far the tree is, as this node sees it.</summary>
    internal FollowerStatus Status => follower.Status;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(follower.Run(stoppingToken), Sign(stoppingToken));

    private async Task Sign(CancellationToken stopping)
    {
        var signed = 0L;
        string? said = null;
        while (!stopping.IsCancellationRequested)
        {
            var position = follower.Status.Position;
            try
            {
                if (position > signed)
                {
                    await checkpoints.Current(stopping);
                    (signed, said) = (position, null);
                }
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (failure.Message != said) // Once is enough: it is tried again every second.
                {
                    LogNotSigned(failure);
                    said = failure.Message;
                }
            }
            catch (Exception)
            {
                return; // It was told to stop.
            }

            await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No checkpoint of the log could be signed.")]
    private partial void LogNotSigned(Exception failure);
}
