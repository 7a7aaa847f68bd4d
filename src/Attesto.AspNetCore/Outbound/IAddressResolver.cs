using System.Net;
using System.Net.Sockets;

namespace Attesto.AspNetCore;

/// <summary>Finds the addresses of a host name: once per request, so that a second answer cannot differ from the checked one.</summary>
public interface IAddressResolver
{
    /// <summary>Resolves a name.</summary>
    /// <param name="host">A DNS name; never an address literal.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Every address, of both families; none if the name does not resolve.</returns>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>The platform's resolver.</summary>
internal sealed class SystemAddressResolver : IAddressResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
