using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

/// <summary>Two servers on one database, and somebody at a desk of each.</summary>
public abstract class TwoServers(RunningPathway running) : IClassFixture<RunningPathway>, IAsyncLifetime
{
    /// <summary>The one that the whole class uses.</summary>
    private protected TestPathway Pathway { get; } = running.Pathway;

    /// <summary>A coordinator's desk at it.</summary>
    private protected Desk Desk { get; } = running.Desk;

    /// <summary>Started for one test.</summary>
    private protected TestPathway Other { get; private set; } = null!;

    /// <summary>A coordinator's desk at the other.</summary>
    private protected Desk OtherDesk { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Other = await TestPathway.Start(Pathway.Database);
        OtherDesk = new(Other.As(Role.Coordinator));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        OtherDesk.Dispose();
        await Other.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
