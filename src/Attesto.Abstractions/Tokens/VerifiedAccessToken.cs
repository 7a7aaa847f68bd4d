using System.Collections.Immutable;
using System.Text.Json;

namespace Attesto;

/// <summary>An access token that passed every check (RFC 9068 §4). Its binding, if any, is named but not yet proven.</summary>
public sealed record VerifiedAccessToken
{
    internal VerifiedAccessToken()
    {
    }

    /// <summary>The <c>sub</c>: a pairwise one if the client has those (OpenID Connect Core §8.1).</summary>
    public required string Subject { get; init; }

    /// <summary>The client that it was issued to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The scope.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>Every <c>aud</c>.</summary>
    public required ImmutableArray<string> Audience { get; init; }

    /// <summary>The <c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The <c>iat</c>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The <c>exp</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The kind of principal.</summary>
    public required string Kind { get; init; }

    /// <summary>The grant that it ends with (<c>grant_id</c>); null for a client that acts for itself.</summary>
    public GrantId? GrantId { get; init; }

    /// <summary>The <c>auth_time</c>, or null.</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>The <c>acr</c>, or null.</summary>
    public string? Acr { get; init; }

    /// <summary>The thumbprint of the DPoP key that it is bound to (RFC 9449 §6.1), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The thumbprint of the certificate that it is bound to (RFC 8705 §3.1), or null.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The whole payload.</summary>
    public required JsonElement Claims { get; init; }
}
