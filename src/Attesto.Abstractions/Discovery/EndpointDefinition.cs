using System.Collections.Immutable;

namespace Attesto;

/// <summary>One endpoint, and everything that is said of it anywhere: routing, discovery, CORS, rate limits, telemetry and the checks at start read it here.</summary>
/// <param name="Endpoint">Which one.</param>
/// <param name="Class">What kind it is.</param>
/// <param name="Path">Its path, with a leading slash; <see cref="Place"/> says where that stands.</param>
internal sealed record EndpointDefinition(OAuthEndpoint Endpoint, RouteClass Class, string Path)
{
    /// <summary>Where the path stands.</summary>
    public EndpointPlace Place { get; init; } = EndpointPlace.BelowPrefix;

    /// <summary>The routes at the path, with their methods.</summary>
    public required ImmutableArray<EndpointRoute> Routes { get; init; }

    /// <summary>The pages of other origins that may read its answers (Fetch Standard §3.2).</summary>
    public EndpointReaders Readers { get; init; }

    /// <summary>True where its feature is switched on; it has no route and no metadata otherwise.</summary>
    public Func<AttestoOptions, bool> IsServed { get; init; } = static _ => true;

    /// <summary>The metadata member that advertises its URL (RFC 8414 §2), or null.</summary>
    public string? Member { get; init; }

    /// <summary>True if only the OpenID Connect document has that member.</summary>
    public bool IsOpenIdMember { get; init; }

    /// <summary>True if clients authenticate at it (RFC 6749 §2.3), so that an assertion may name its URL.</summary>
    public bool AuthenticatesClients { get; init; }

    /// <summary>True if it takes client certificates, so that it has an alias where the connection asks for one (RFC 8705 §5).</summary>
    public bool TakesCertificates { get; init; }

    /// <summary>Every method of every route.</summary>
    public IEnumerable<string> Methods => Routes.SelectMany(route => route.Methods).Distinct(StringComparer.Ordinal);
}

/// <summary>A route of an endpoint.</summary>
/// <param name="Suffix">What follows the endpoint's path: a route template that begins with a slash, or nothing.</param>
/// <param name="Methods">The HTTP methods. HEAD goes wherever GET does (RFC 9110 §9.1).</param>
internal sealed record EndpointRoute(string Suffix, ImmutableArray<string> Methods);

/// <summary>Where the path of an endpoint stands.</summary>
internal enum EndpointPlace
{
    /// <summary>Below the issuer's path and the configured prefix; an override may move it.</summary>
    BelowPrefix,

    /// <summary>Before the issuer's path (RFC 8414 §3.1).</summary>
    BeforeIssuerPath,

    /// <summary>After the issuer's path (OpenID Connect Discovery §4).</summary>
    AfterIssuerPath,

    /// <summary>At the root; the path of a resource follows (RFC 9728 §3.1).</summary>
    AtRoot,
}

/// <summary>The pages of other origins that may read what an endpoint answers.</summary>
internal enum EndpointReaders
{
    /// <summary>None: people go there, or servers ask.</summary>
    None,

    /// <summary>All: it is a public document.</summary>
    Everybody,

    /// <summary>Those of the client that the answer is about.</summary>
    ItsClient,
}
