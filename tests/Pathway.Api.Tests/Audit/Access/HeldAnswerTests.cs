using Pathway.Api.Audit.Access;

namespace Pathway.Api.Tests.Audit.Access;

public sealed class HeldAnswerTests : IDisposable
{
    private readonly MemoryStream _sent = new();

    public void Dispose() => _sent.Dispose();

    [Fact]
    public async Task Nothing_leaves_before_the_line_is_written()
    {
        var lines = 0;
        var answer = new HeldAnswer(_sent, Line);
        await answer.WriteAsync(new byte[HeldAnswer.MostHeld], TestContext.Current.CancellationToken);
        await answer.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (lines, _sent.Length));

        // One byte more is more than is held: the line, then the answer, and then it passes.
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await answer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        }

        await answer.Release(TestContext.Current.CancellationToken);
        Assert.Equal((1, HeldAnswer.MostHeld + 3), (lines, _sent.Length));

        Task Line()
        {
            Assert.Equal(0, _sent.Length);
            lines++;
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(HeldAnswer.MostHeld + 1)]
    public async Task What_cannot_be_written_down_is_not_shown(int length)
    {
        var answer = new HeldAnswer(_sent, () => Task.FromException(new InvalidOperationException("No line.")));
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await answer.WriteAsync(new byte[length], TestContext.Current.CancellationToken);
            await answer.Release(TestContext.Current.CancellationToken);
        });
        Assert.Equal(0, _sent.Length);
    }
}
