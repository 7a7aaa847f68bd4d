namespace Attesto.AspNetCore;

/// <summary>The three kinds of routes. Cookies and antiforgery belong to one of them only, and rate limits can differ. It stands in the metadata of every endpoint.</summary>
public enum RouteClass
{
    /// <summary>Public documents: cacheable, the same for every caller.</summary>
    Metadata,

    /// <summary>Pages that a person visits: authorization, device verification, logout.</summary>
    Interactive,

    /// <summary>What clients call: no cookie, no antiforgery, never cached.</summary>
    Protocol,
}

/// <summary>Where an endpoint is mounted, and as what.</summary>
internal static class Routes
{
    public static RouteClass ClassOf(OAuthEndpoint endpoint) => endpoint switch
    {
        OAuthEndpoint.AuthorizationServerMetadata or OAuthEndpoint.OpenIdConfiguration or OAuthEndpoint.Jwks or OAuthEndpoint.ProtectedResourceMetadata => RouteClass.Metadata,
        OAuthEndpoint.Authorization or OAuthEndpoint.DeviceVerification or OAuthEndpoint.EndSession => RouteClass.Interactive,
        _ => RouteClass.Protocol,
    };

    /// <summary>True unless the endpoint's feature is switched off; it then has no route.</summary>
    public static bool IsServed(OAuthEndpoint endpoint, AttestoOptions options) => endpoint switch
    {
        OAuthEndpoint.Registration => options.Registration.Enabled,
        OAuthEndpoint.DeviceAuthorization or OAuthEndpoint.DeviceVerification => options.Device.Enabled,
        OAuthEndpoint.EndSession => options.Logout.Enabled,
        _ => true,
    };

    /// <summary>The route templates of an endpoint: where it is advertised, and where clients that know only one convention look for it.</summary>
    public static IEnumerable<string> TemplatesOf(OAuthEndpoint endpoint, EndpointUrls urls)
    {
        var path = urls.PathOf(endpoint);
        if (endpoint is OAuthEndpoint.ProtectedResourceMetadata)
        {
            return [path + "/{**resource}"]; // RFC 9728 §3.1: the resource's path follows
        }

        // RFC 8414 inserts the well-known part before an issuer's path, OpenID Connect Discovery appends it; serve both both ways.
        var jwks = urls.PathOf(OAuthEndpoint.Jwks);
        var issuerPath = jwks[..jwks.LastIndexOf("/.well-known/", StringComparison.Ordinal)];
        return (endpoint, issuerPath) switch
        {
            (OAuthEndpoint.AuthorizationServerMetadata, not "") => [path, issuerPath + path[..^issuerPath.Length]],
            (OAuthEndpoint.OpenIdConfiguration, not "") => [path, path[issuerPath.Length..] + issuerPath],
            _ => [path],
        };
    }
}
