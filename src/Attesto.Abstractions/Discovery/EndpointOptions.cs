namespace Attesto;

/// <summary>Where the endpoints stand.</summary>
public sealed class EndpointOptions
{
    /// <summary>Where the OAuth endpoints stand, below the issuer's path. The well-known documents do not move.</summary>
    public string PathPrefix { get; set; } = "/oauth";

    /// <summary>Where single endpoints stand instead: a path below the issuer's, or an absolute https URL that is only advertised.</summary>
    public IDictionary<OAuthEndpoint, string> Overrides { get; set; } = new Dictionary<OAuthEndpoint, string>();
}
