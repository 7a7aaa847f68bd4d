using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Attesto.Issuing;

/// <summary>What a grant asks the <see cref="TokenIssuer"/> for.</summary>
internal sealed record Issuance
{
    /// <summary>The name of the grant in events.</summary>
    public required string GrantType { get; init; }

    /// <summary>The scope, already within everything that bounds it.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The resources that the token is for; empty means the server's own audience.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The authorization behind it; null if the client acts for itself or another token stands for the person.</summary>
    public Authorization? Authorization { get; init; }

    /// <summary>The grant that the tokens end with, where a presented token names it already; null takes that of <see cref="Authorization"/>.</summary>
    public GrantId? GrantId { get; init; }

    /// <summary>True if an ID token comes with <c>openid</c>.</summary>
    public bool HasIdToken { get; init; }

    /// <summary>True if a grant that begins here may have a refresh token.</summary>
    public bool HasRefreshToken { get; init; }

    /// <summary>The <c>nonce</c> for the ID token, or null.</summary>
    public string? Nonce { get; init; }

    /// <summary>The authorization code that is redeemed, for <c>c_hash</c>, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The principal, where a presented token names it already; null asks the principal policy.</summary>
    public Principal? Principal { get; init; }

    /// <summary>An end that the access token must not outlive, or null.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Who acts for the principal (RFC 8693 §4.1), or null.</summary>
    public JsonObject? Actor { get; init; }

    /// <summary>Names the type only: a generated one would print the code into logs.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(Issuance);
}
