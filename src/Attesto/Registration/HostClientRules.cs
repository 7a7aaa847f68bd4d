using System.Collections.Immutable;
using Attesto.Authorize;
using Attesto.Jose;
using Attesto.Outbound;
using Attesto.Validation;

namespace Attesto.Registration;

/// <summary>The rules for the host's own clients: what no protocol check would ever accept is refused when it is written, not when somebody signs in.</summary>
internal sealed class HostClientRules(SignatureAlgorithms algorithms) : IClientRules
{
    private const int MaxIdLength = 2048;
    private const int MaxUriLength = 2048;
    private const string Resource = "it must be an absolute URI without fragment (RFC 8707 §2).";

    public ImmutableArray<ClientDataFault> FaultsOf(Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var faults = ImmutableArray.CreateBuilder<ClientDataFault>();
        FindIdentity(client, Add);
        FindRedirects(client, Add);
        FindGrants(client, Add);
        FindAlgorithms(client, Add);
        FindAddresses(client, Add);
        return faults.ToImmutable();

        void Add(bool isWrong, string field, string reason)
        {
            if (isWrong)
            {
                faults.Add(new ClientDataFault(field, reason));
            }
        }
    }

    private static void FindIdentity(Client client, Action<bool, string, string> add)
    {
        add(
            client.Id.Length is 0 or > MaxIdLength || client.Id.AsSpan().ContainsAnyExceptInRange(' ', '~'),
            nameof(client.Id),
            $"must be 1 to {MaxIdLength} characters of printable ASCII (RFC 6749 §A.1).");
        add(client.IsPublic && client.Secrets.Length > 0, nameof(client.Secrets), "must be empty for a public client, which can keep none (RFC 6749 §2.1).");
        add(
            !client.IsPublic && client is { Secrets.IsEmpty: true, Jwks: null, JwksUri: null, TlsClientAuthSubjectDn: null },
            nameof(client.Secrets),
            "is empty, and so are Jwks, JwksUri and TlsClientAuthSubjectDn: a confidential client needs one of them to authenticate with; set IsPublic if it has none.");
        add(client.IsPublic && client.RequirePkce is false, nameof(client.RequirePkce), "must not be false for a public client (RFC 9700 §2.1.1).");
        add(client.Jwks is not null && client.JwksUri is not null, nameof(client.JwksUri), "must not stand beside Jwks (RFC 7591 §2).");
        add(
            client.Jwks?.Keys.Any(key => JsonWebKeyRules.FaultOf(key) is not JoseFault.None) is true,
            nameof(client.Jwks),
            "has a key that cannot be used: public RSA keys of 2048 to 4096 bits, P-256, P-384, P-521 and Ed25519 can.");
    }

    private static void FindRedirects(Client client, Action<bool, string, string> add)
    {
        const string shape = "each must be https, http on loopback, or a native application's private-use scheme, absolute and without fragment and userinfo.";
        var uses = client.GrantTypes is not { } grants || grants.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal);
        add(uses && client.RedirectUris.IsEmpty, nameof(client.RedirectUris), "is empty, but the client may use authorization_code: give one, or other GrantTypes.");
        foreach (var (field, uris) in new[] { (nameof(client.RedirectUris), client.RedirectUris), (nameof(client.PostLogoutRedirectUris), client.PostLogoutRedirectUris) })
        {
            foreach (var uri in uris.Where(uri => !IsRedirect(uri)))
            {
                add(true, field, $"has the entry \"{uri}\"; {shape}");
            }
        }
    }

    private static void FindGrants(Client client, Action<bool, string, string> add)
    {
        string[] known =
        [
            GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange,
        ];
        foreach (var grant in (client.GrantTypes ?? []).Except(known, StringComparer.Ordinal))
        {
            add(true, nameof(client.GrantTypes), $"has the entry \"{grant}\"; there are: {string.Join(' ', known)}.");
        }

        add(
            client.IsPublic && client.GrantTypes?.Contains(GrantTypes.ClientCredentials, StringComparer.Ordinal) is true,
            nameof(client.GrantTypes),
            "has client_credentials, which a public client cannot use (RFC 6749 §4.4).");
        add(client.DefaultScope is { } scope && !MayAsk(client, scope), nameof(client.DefaultScope), "names a scope that AllowedScope does not.");
        foreach (var resource in client.AllowedResources.Where(resource => !UrlShape.IsResource(resource)))
        {
            add(true, nameof(client.AllowedResources), $"has the entry \"{resource}\"; {Resource}");
        }

        add(client.DefaultResource is { } standard && !UrlShape.IsResource(standard), nameof(client.DefaultResource), $"is \"{client.DefaultResource}\"; {Resource}");
    }

    private void FindAlgorithms(Client client, Action<bool, string, string> add)
    {
        foreach (var (field, algorithm) in new[]
        {
            (nameof(client.TokenEndpointAuthSigningAlg), client.TokenEndpointAuthSigningAlg),
            (nameof(client.RequestObjectSigningAlg), client.RequestObjectSigningAlg),
            (nameof(client.IdTokenSignedResponseAlg), client.IdTokenSignedResponseAlg),
            (nameof(client.UserInfoSignedResponseAlg), client.UserInfoSignedResponseAlg),
            (nameof(client.AuthorizationSignedResponseAlg), client.AuthorizationSignedResponseAlg),
        })
        {
            add(algorithm is not null && !algorithms.IsSupported(algorithm), field, $"is \"{algorithm}\"; it must be one of {string.Join(' ', algorithms.Supported)}.");
        }
    }

    private static void FindAddresses(Client client, Action<bool, string, string> add)
    {
        foreach (var (field, url) in new[]
        {
            (nameof(client.JwksUri), client.JwksUri),
            (nameof(client.SectorIdentifierUri), client.SectorIdentifierUri),
            (nameof(client.BackchannelLogoutUri), client.BackchannelLogoutUri),
            (nameof(client.Uri), client.Uri),
            (nameof(client.LogoUri), client.LogoUri),
            (nameof(client.PolicyUri), client.PolicyUri),
            (nameof(client.TosUri), client.TosUri),
        })
        {
            add(
                url is not null && UrlShape.FaultOf(url, allowHttpOnLoopback: true, allowQuery: true) is not null,
                field,
                $"is \"{url}\"; it must be an absolute https URL without fragment.");
        }
    }

    private static bool MayAsk(Client client, ScopeSet scope) =>
        client.AllowedScope is { } allowed ? allowed.Contains("*") || scope.IsSubsetOf(allowed) : scope.All(token => token is StandardScopes.OpenId);

    private static bool IsRedirect(string uri) =>
        uri.Length <= MaxUriLength && RedirectUris.IsAcceptable(uri) && (!uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || Loopback.IsRedirect(uri));
}
