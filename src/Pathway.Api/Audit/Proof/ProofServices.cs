using Npgsql;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>Composes the proof that nothing was altered: the tree that follows the log, and the checkpoints that are signed as it grows.</summary>
internal static class ProofServices
{
    internal static void AddProof(this IServiceCollection services, PathwayOptions options)
    {
        services.AddSingleton(provider => new LogTree(provider.GetRequiredService<NpgsqlDataSource>(), LogEnvelope.Write));
        services.AddSingleton(provider => new CheckpointBook(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<LogTree>(), options.LogKey, options.LogName, options.Time));
        services.AddSingleton(provider => new LogVerifier(provider.GetRequiredService<NpgsqlDataSource>(), LogEnvelope.Write, options.LogKey.Public));
        services.AddSingleton<LogProver>();
        services.AddHostedService(provider => provider.GetRequiredService<LogProver>());
    }
}
