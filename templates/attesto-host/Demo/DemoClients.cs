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
