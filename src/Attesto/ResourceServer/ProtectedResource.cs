using System.Collections.Immutable;

namespace Attesto.ResourceServer;

/// <summary>One protected resource: which tokens are meant for it, and what its challenges say.</summary>
internal sealed record ProtectedResource
{
    /// <summary>A token must name one of these in <c>aud</c> (RFC 9068 §4).</summary>
    public required ImmutableArray<string> Audiences { get; init; }

    /// <summary>Where its metadata stands, for <c>resource_metadata</c> in challenges (RFC 9728 §5.1); null names none.</summary>
    public string? MetadataUrl { get; init; }

    /// <summary>How tokens may be sent (RFC 9728 §2): <c>header</c>, <c>body</c>.</summary>
    public ImmutableArray<string> BearerMethods { get; init; } = ["header"];

    /// <summary>What DPoP proofs may be signed with, as <c>algs</c> in challenges (RFC 9449 §7.1).</summary>
    public ImmutableArray<string> DpopAlgorithms { get; init; } = [];

    /// <summary>The scope that the route requires, as a hint in challenges (RFC 6750 §3); null gives none.</summary>
    public string? Scope { get; init; }

    /// <summary>Asks with each request whether the token was ended before it expires, where this process is the server's own: two reads of its database, and
    /// a question to the host's client store and principal policy each.</summary>
    public bool ChecksRevocation { get; init; } = true;

    /// <summary>Takes every token of the issuer, whatever it is for: only for an endpoint of the issuer itself (OpenID Connect Core §5.3.1).</summary>
    internal bool TakesAnyAudience { get; init; }

    /// <summary>A token that the host took from elsewhere, such as a cookie; used only if the request has no <c>Authorization</c> header. Null if there is none.</summary>
    public string? ExtractedToken { get; init; }
}
