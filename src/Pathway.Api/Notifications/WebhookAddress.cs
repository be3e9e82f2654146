using System.Net;
using System.Net.Sockets;

namespace Pathway.Api.Notifications;

/// <summary>
/// Where a webhook may lead: receivers inside the house as well, as that is where most are. What never is one, and answers whoever comes from this machine
/// with more than it should, is refused: when it is written down, and each time a name has been looked up.
/// </summary>
internal static class WebhookAddress
{
    private const int LongestUrl = 2000;

    // Where clouds tell a machine its own credentials, beside the link-local address that most of them use.
    private static readonly IPAddress[] _metadata = [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16")];

    /// <summary>Tells why a URL cannot be one of a webhook.</summary>
    /// <param name="url">What was given.</param>
    /// <param name="plainHttp">Whether http is let through to other machines.</param>
    /// <returns>The reason; null when there is none.</returns>
    internal static string? WhyNot(string? url, bool plainHttp)
    {
        if (url is null || url.Length > LongestUrl || url.Any(c => c is <= ' ' or > '~') || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return $"It is an absolute URL of at most {LongestUrl} characters, in ASCII.";
        }

        return
            uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp ? "It begins with https://."
            : uri.UserInfo.Length > 0 ? "It holds no user and no password: what is sent is signed."
            : uri.Fragment.Length > 0 ? "It has no fragment, which would not be sent."
            : uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback && !plainHttp ? "It begins with https://; http:// is for this machine alone, unless whoever runs Pathway allows it (Pathway__PlainWebhooks)."
            : IPAddress.TryParse(uri.DnsSafeHost, out var address) && !MayBeReached(address, uri.IsLoopback) ? "It leads where no receiver is."
            : null;
    }

    /// <summary>Connects to a host, but for addresses where no receiver is. A name is looked up once, so that what is checked is what is connected to.</summary>
    internal static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, isLoopback) = (context.DnsEndPoint.Host, context.InitialRequestMessage.RequestUri!.IsLoopback);
        var addresses = (await Dns.GetHostAddressesAsync(host, cancellation)).Where(a => MayBeReached(a, isLoopback)).ToArray();
        if (addresses.Length == 0)
        {
            throw new RefusedAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether there can be a receiver at an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="asLoopback">Whether the URL says that it is this machine: such a one leads here, and a name of another kind does not.</param>
    internal static bool MayBeReached(IPAddress address, bool asLoopback)
    {
        var plain = Plain(address);
        if (asLoopback || IPAddress.IsLoopback(plain))
        {
            return asLoopback && IPAddress.IsLoopback(plain);
        }

        var bytes = plain.GetAddressBytes();
        return plain.AddressFamily is AddressFamily.InterNetwork
            ? bytes[0] is not 0 and < 224 && (bytes[0], bytes[1]) is not (169, 254) && !_metadata.Contains(plain)
            : !plain.IsIPv6LinkLocal && !plain.IsIPv6Multicast && !_metadata.Contains(plain);
    }

    /// <summary>Where an address leads: one of version 4 that is written within one of version 6 leads where the former does. By which interface says nothing of where.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            _ when address.IsIPv4MappedToIPv6 => address.MapToIPv4(),
            [0x20, 0x02, ..] => new(bytes.AsSpan(2, 4)), // 6to4
            [0, 0x64, 0xff, 0x9b, ..] => new(bytes.AsSpan(12)), // NAT64
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ..] and not [.., 0, 0, 0, 1] => new(bytes.AsSpan(12)), // What came before mapped ones; :: as well, but not ::1.
            _ => new(bytes),
        };
    }
}

/// <summary>A name leads to no address where a receiver could be.</summary>
internal sealed class RefusedAddressException() : Exception("The name leads to no address where a receiver could be.");
