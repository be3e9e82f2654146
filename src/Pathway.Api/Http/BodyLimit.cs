namespace Pathway.Api.Http;

/// <summary>
/// Keeps bodies to 1 MiB. A larger one is refused here rather than by the server, which would cut the connection while the caller is still
/// sending, so that the caller sees a broken connection instead of the answer: up to <see cref="HeardOutBytes"/> the rest is read and dropped.
/// </summary>
internal static class BodyLimit
{
    /// <summary>The largest body that is taken, 1 MiB.</summary>
    internal const long Bytes = 1 << 20;

    /// <summary>The largest body whose sender is heard out, 16 MiB.</summary>
    internal const long HeardOutBytes = 16 * Bytes;

    internal static Task Keep(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength > Bytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        if (context.Request.ContentLength is null)
        {
            context.Request.Body = new Counted(context.Request.Body);
        }

        return next(context);
    }

    /// <summary>A body that did not say how large it is.</summary>
    private sealed class Counted(Stream body) : Stream
    {
        private long left = Bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await body.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read)
        {
            left -= read;
            return left >= 0 ? read : throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }
    }
}
