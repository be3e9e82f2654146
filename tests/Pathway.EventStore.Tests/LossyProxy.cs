using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Pathway.EventStore.Tests;

/// <summary>What the proxy does to the next request that carries its mark.</summary>
public enum Loss
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection ends before the server saw the request.</summary>
    Request,

    /// <summary>The server does what was asked, and the connection ends before the reply.</summary>
    Reply,

    /// <summary>The server does what was asked, and then says goodbye instead of giving the reply.</summary>
    Farewell,

    /// <summary>The server does what was asked; the reply never comes, and the connection stays open.</summary>
    Silence,

    /// <summary>The connection ends; the server sees the request only when the test says so.</summary>
    Late,
}

/// <summary>Stands between the store and its server, and loses what it is told to lose.</summary>
public sealed class LossyProxy : IAsyncDisposable
{
    /// <summary>The text by which the proxy knows the request, in any of its strings.</summary>
    public const string Mark = "to-be-lost";

    private static readonly byte[] MarkBytes = Make.Utf8(Mark);

    // ErrorResponse of a server that is shut down.
    private static readonly byte[] Farewell = Message('E', "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly string serverHost;
    private readonly int serverPort;
    private readonly Task accepting;
    private (Socket Server, byte[] Request)? late;
    private int loss;
    private bool refuseAfterwards;

    public LossyProxy(string serverConnectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(serverConnectionString);
        (serverHost, serverPort) = (settings.Host!, settings.Port);
        listener.Start();
        (settings.Host, settings.Port) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        ConnectionString = settings.ConnectionString;
        accepting = Accept();
    }

    /// <summary>Leads to the server through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Requests lost so far.</summary>
    public int Lost { get; private set; }

    /// <summary>Loses the next marked request.</summary>
    /// <param name="how">What is lost.</param>
    /// <param name="thenRefuse">Whether the server cannot be reached from then on.</param>
    public void LoseNext(Loss how, bool thenRefuse = false)
    {
        refuseAfterwards = thenRefuse;
        Volatile.Write(ref loss, (int)how);
    }

    /// <summary>Takes no more connections.</summary>
    public void Refuse() => listener.Stop();

    /// <summary>Gives the server the request that was kept back, and ends when it has done it.</summary>
    public async Task DeliverLate()
    {
        var (socket, request) = late!.Value;
        await socket.SendAsync(request);
        await ReplyOf(socket);
        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        closing.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await listener.AcceptSocketAsync(closing.Token));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            listener.Stop();
        }
    }

    private async Task Serve(Socket client)
    {
        using var toClient = client;
        var toServer = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        try
        {
            await toServer.ConnectAsync(serverHost, serverPort, closing.Token);
            var replies = new Replies(toServer, client);
            var pumping = replies.Pump(ended.Token);
            await Requests(client, toServer, replies, ended.Token);
            await ended.CancelAsync();
            await pumping;
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            await ended.CancelAsync();
        }

        if (late?.Server != toServer)
        {
            toServer.Dispose();
        }
    }

    private async Task Requests(Socket client, Socket toServer, Replies replies, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (await client.ReceiveAsync(buffer, cancellation) is > 0 and var length)
        {
            var request = buffer.AsMemory(0, length);
            var how = request.Span.IndexOf(MarkBytes) >= 0 ? (Loss)Interlocked.Exchange(ref loss, (int)Loss.None) : Loss.None;
            if (how != Loss.None)
            {
                Lost++;
                if (refuseAfterwards)
                {
                    Refuse();
                }
            }

            switch (how)
            {
                case Loss.Request:
                    return;
                case Loss.Late:
                    late = (toServer, request.ToArray());
                    return;
                case Loss.Reply:
                    replies.Swallow();
                    await toServer.SendAsync(request, cancellation);
                    await replies.Swallowed;
                    return;
                case Loss.Farewell:
                    replies.Swallow();
                    await toServer.SendAsync(request, cancellation);
                    await replies.Swallowed;
                    await client.SendAsync(Farewell, cancellation);
                    return;
                case Loss.Silence:
                    replies.Swallow();
                    await toServer.SendAsync(request, cancellation);
                    break;
                default:
                    await toServer.SendAsync(request, cancellation);
                    break;
            }
        }
    }

    // The server's reply ends with ReadyForQuery: the letter Z, the length 5 and the transaction status.
    private static bool EndsReply(ReadOnlySpan<byte> bytes) => bytes.Length >= 6 && bytes[^6..^1].SequenceEqual("Z\0\0\0\u0005"u8);

    private static byte[] Message(char type, string body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        Make.Utf8(body).CopyTo(message, 5);
        return message;
    }

    private static async Task ReplyOf(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer) is > 0 and var length && !EndsReply(buffer.AsSpan(0, length)))
        {
        }
    }

    /// <summary>The way back to the client, which can be cut.</summary>
    private sealed class Replies(Socket server, Socket client)
    {
        private readonly TaskCompletionSource swallowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool swallow;

        public Task Swallowed => swallowed.Task;

        public void Swallow() => swallow = true;

        public async Task Pump(CancellationToken cancellation)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await server.ReceiveAsync(buffer, cancellation) is > 0 and var length)
                {
                    if (!swallow)
                    {
                        await client.SendAsync(buffer.AsMemory(0, length), cancellation);
                    }
                    else if (EndsReply(buffer.AsSpan(0, length)))
                    {
                        swallowed.TrySetResult();
                    }
                }

                client.Close();
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                swallowed.TrySetCanceled(CancellationToken.None);
            }
        }
    }
}
