using Microsoft.Extensions.Options;

namespace Attesto;

/// <summary>Where each endpoint stands. Mounted paths and advertised URLs both come from here, so they cannot differ; no header of a request moves them.</summary>
public sealed class EndpointUrls
{
    private readonly AttestoOptions _options;
    private readonly string _origin;
    private readonly string _issuerPath;

    /// <summary>Reads the issuer, the prefix and the overrides.</summary>
    /// <param name="options">The validated options.</param>
    public EndpointUrls(IOptions<AttestoOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        Issuer = _options.Issuer ?? "";
        (_origin, _issuerPath) = Split(Issuer);
    }

    /// <summary>The issuer identifier, byte for byte as configured (RFC 8414 §2).</summary>
    public string Issuer { get; }

    /// <summary>The path at which this host serves the endpoint, issuer path included.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>An absolute path; for <see cref="OAuthEndpoint.ProtectedResourceMetadata"/> the one that a resource's path is appended to.</returns>
    public string PathOf(OAuthEndpoint endpoint) => EndpointTable.Of(endpoint) switch
    {
        { Place: EndpointPlace.BeforeIssuerPath } row => row.Path + _issuerPath,
        { Place: EndpointPlace.AfterIssuerPath } row => _issuerPath + row.Path,
        { Place: EndpointPlace.AtRoot } row => row.Path,
        _ when OverrideOf(endpoint) is ['/', ..] path => _issuerPath + path,
        var row => _issuerPath + _options.Endpoints.PathPrefix.TrimEnd('/') + row.Path,
    };

    /// <summary>Where the endpoint is mounted: at its path, and where clients look for it that know the other convention for an issuer with a path, which
    /// RFC 8414 §3.1 inserts the well-known part before and OpenID Connect Discovery §4 appends it to.</summary>
    internal string[] PathsOf(OAuthEndpoint endpoint) => EndpointTable.Of(endpoint) switch
    {
        { Place: EndpointPlace.BeforeIssuerPath } row when _issuerPath.Length > 0 => [PathOf(endpoint), _issuerPath + row.Path],
        { Place: EndpointPlace.AfterIssuerPath, Endpoint: OAuthEndpoint.OpenIdConfiguration } row when _issuerPath.Length > 0 =>
            [PathOf(endpoint), row.Path + _issuerPath],
        _ => [PathOf(endpoint)],
    };

    /// <summary>The path of the issuer, empty at the root.</summary>
    internal string IssuerPath => _issuerPath;

    /// <summary>How the endpoint is mounted, so that it is reached at <see cref="PathsOf"/> also where a proxy or a server such as IIS takes leading segments of the
    /// issuer's path off and hands them over as the path base.</summary>
    internal IEnumerable<EndpointMount> MountsOf(OAuthEndpoint endpoint) => PathsOf(endpoint).SelectMany(path =>
        path.StartsWith(_issuerPath, StringComparison.Ordinal)
            ? PathBases().Select(pathBase => new EndpointMount(pathBase, path[pathBase.Length..]))
            : [new EndpointMount("", path)]);

    // For /a/b: nothing, /a and /a/b.
    private IEnumerable<string> PathBases() =>
        Enumerable.Range(1, _issuerPath.Length).Where(end => end == _issuerPath.Length || _issuerPath[end] is '/').Select(end => _issuerPath[..end]).Prepend("");

    /// <summary>The URL that metadata advertises for the endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>An absolute URL.</returns>
    public string UrlOf(OAuthEndpoint endpoint) => OverrideOf(endpoint) is { Length: > 0 } url && url[0] != '/' ? url : _origin + PathOf(endpoint);

    /// <summary>What a client's assertion may name as its audience: the issuer, and the URLs, aliases included (RFC 8705 §5), of the endpoints that
    /// authenticate clients. Nothing of a request is among them, whose Host the caller writes.</summary>
    internal string[] AssertionAudiences =>
        field ??= [Issuer, .. AuthenticatingEndpoints.Select(UrlOf), .. AuthenticatingEndpoints.Select(AliasOf).OfType<string>()];

    /// <summary>Where the endpoint stands where the connection asks for a certificate (RFC 8705 §5); null if it has no such alias.</summary>
    internal string? AliasOf(OAuthEndpoint endpoint) =>
        _options.Mtls is { Enabled: true, AliasOrigin: { Length: > 0 } origin } && EndpointTable.Of(endpoint).TakesCertificates
            ? origin.TrimEnd('/') + PathOf(endpoint)
            : null;

    private static IEnumerable<OAuthEndpoint> AuthenticatingEndpoints => EndpointTable.Rows.Where(row => row.AuthenticatesClients).Select(row => row.Endpoint);

    /// <summary>The URL of the metadata of one resource: the well-known part goes before the resource's path (RFC 9728 §3.1).</summary>
    /// <param name="resource">The resource identifier, an absolute URL.</param>
    /// <returns>An absolute URL.</returns>
    public static string MetadataUrlOf(string resource)
    {
        var (origin, path) = Split(resource);
        return origin + WellKnown.ProtectedResource + path;
    }

    /// <summary>The path of a URL, empty at the root.</summary>
    internal static string PathIn(string url) => Split(url).Path;

    /// <summary>The URL of an issuer's metadata, for whoever knows the issuer alone (RFC 8414 §3.1).</summary>
    /// <param name="issuer">The issuer identifier, an absolute URL.</param>
    /// <returns>An absolute URL.</returns>
    public static string IssuerMetadataUrlOf(string issuer)
    {
        var (origin, path) = Split(issuer);
        return origin + WellKnown.AuthorizationServer + path;
    }

    private string? OverrideOf(OAuthEndpoint endpoint) => _options.Endpoints.Overrides.TryGetValue(endpoint, out var value) ? value : null;

    private static (string Origin, string Path) Split(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + "://".Length : 0;
        var path = url.IndexOfAny(['/', '?'], authority);
        return path < 0 ? (url, "") : (url[..path], url[path..].TrimEnd('/'));
    }
}
