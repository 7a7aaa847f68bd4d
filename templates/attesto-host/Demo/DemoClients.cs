#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
#endif
using Attesto;

namespace HostNamespace.Demo;

/// <summary>The client <c>demo</c>: an application on this machine, without a secret, with PKCE.</summary>
internal sealed class DemoClients : IClientStore
{
    private static readonly Client Demo = new()
    {
        Id = "demo",
        Name = "Demo application",
        IsPublic = true,
        ApplicationType = ApplicationType.Native, // so the loopback redirect may use any port (RFC 8252 §7.3)
        RedirectUris = ["http://127.0.0.1/callback"],
        GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.DeviceCode],
        AllowedScope = ScopeSet.Of("openid", "profile", "email", "offline_access"),
        IdTokenSignedResponseAlg = "ES256",
    };

    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(clientId == Demo.Id ? Demo : null);
}
