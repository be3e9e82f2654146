using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.Audit.Proof;
using Pathway.EventStore;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit.Proof;

/// <summary>The whole log of a Pathway as a file.</summary>
internal static class ExportedLog
{
    /// <summary>Exports all that there is.</summary>
    /// <returns>The file.</returns>
    internal static async Task<byte[]> Of(TestPathway pathway)
    {
        var (tree, checkpoints) = (pathway.Services.GetRequiredService<LogTree>(), pathway.Services.GetRequiredService<CheckpointBook>());
        while (await tree.ReachOf((await checkpoints.Current(CancellationToken.None)).Checkpoint.Size, CancellationToken.None) is var (covered, end) && covered < end)
        {
            await Task.Delay(20);
        }

        using var file = new MemoryStream();
        var last = (await checkpoints.Current(CancellationToken.None)).Checkpoint;
        await new LogFile(pathway.Services.GetRequiredService<IEventStore>(), checkpoints).Write(last, file, _ => { }, CancellationToken.None);
        return file.ToArray();
    }
}
