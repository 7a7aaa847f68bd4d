using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Attesto.Issuing;

/// <summary>What an ID token will say (OpenID Connect Core §2).</summary>
internal sealed record IdTokenRequest
{
    /// <summary>The relying party.</summary>
    public required Client Client { get; init; }

    /// <summary>The <c>sub</c> on the wire: the same as in the access token and at UserInfo.</summary>
    public required string Subject { get; init; }

    /// <summary>The <c>nonce</c> of the authorization request, or null.</summary>
    public string? Nonce { get; init; }

    /// <summary>When the person was authenticated, or null.</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>How strongly the person was authenticated, or null.</summary>
    public string? Acr { get; init; }

    /// <summary>By which methods (RFC 8176); empty leaves the claim out.</summary>
    public ImmutableArray<string> Amr { get; init; } = [];

    /// <summary>The <c>sid</c> of the browser session (OpenID Connect Front-Channel Logout §3), or null.</summary>
    public string? SessionId { get; init; }

    /// <summary>The access token beside it, for <c>at_hash</c> (OpenID Connect Core §3.1.3.6), or null.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The code that it is issued for, for <c>c_hash</c> (OpenID Connect Core §3.3.2.11), or null.</summary>
    public string? Code { get; init; }

    /// <summary>More claims from the host; a protocol claim among them refuses the request. Null adds none.</summary>
    public JsonObject? Claims { get; init; }

    /// <summary>Names the type only: a generated one would print tokens into logs.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(IdTokenRequest);
}
