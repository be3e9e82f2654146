namespace Pathway.Api.Audit.Access;

/// <summary>
/// The body of an answer, of which nothing leaves before something else is done: it is held in memory until it is released, or until it is longer than what
/// is held at most. Then what has to be done is done, and the rest passes, so that a long answer needs no more memory than a short one.
/// </summary>
/// <param name="body">Where it goes in the end; it stays the caller's.</param>
/// <param name="first">What has to be done before. When it fails nothing has left, and whoever was writing hears of it.</param>
internal sealed class HeldAnswer(Stream body, Func<Task> first) : Stream
{
    /// <summary>How much is held at most, bytes.</summary>
    internal const int MostHeld = 1024 * 1024;

    private readonly MemoryStream _held = new();
    private bool _passes;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Lets it go, if it has not gone yet.</summary>
    /// <param name="cancellation">Ends the wait for whom it goes to.</param>
    public async Task Release(CancellationToken cancellation)
    {
        if (_passes)
        {
            return;
        }

        await first();
        _passes = true;
        if (_held.Length > 0) // Where nothing was said, others may still say something.
        {
            await body.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellation);
        }

        await _held.DisposeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_passes && _held.Length + buffer.Length <= MostHeld)
        {
            _held.Write(buffer.Span);
            return;
        }

        await Release(cancellationToken);
        await body.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _passes ? body.FlushAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
