using System.Collections.Immutable;

namespace Attesto;

/// <summary>What a person (or a client for itself) granted to a client: carried by the code or the device code, then by the grant.</summary>
public sealed record Authorization
{
    /// <summary>The client that it was granted to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The host's own identifier of the subject, as the sign-in policy named it; the principal policy turns it into the <c>sub</c> on the wire.</summary>
    public required string Subject { get; init; }

    /// <summary>The granted scope.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The resources that tokens may be for (RFC 8707 §2); empty means the server's own audience.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The grant that this is, or becomes once its code is redeemed; whatever descends from it ends with it (RFC 9700 §4.14).</summary>
    public required GrantId GrantId { get; init; }

    /// <summary>When the person was authenticated, or null if the host did not say (OpenID Connect Core §2).</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>How strongly the person was authenticated (OpenID Connect Core §2), or null.</summary>
    public string? Acr { get; init; }

    /// <summary>By which methods the person was authenticated (RFC 8176); possibly empty.</summary>
    public ImmutableArray<string> Amr { get; init; } = [];

    /// <summary>The <c>sid</c> of the browser session (OpenID Connect Back-Channel Logout §2.1), or null.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the sign-in policy said of the account at that time (<see cref="SignInOutcome.Authenticated.SecurityStamp"/>), or null.</summary>
    public string? SecurityStamp { get; init; }

    /// <summary>The <c>claims</c> request parameter as JSON text (OpenID Connect Core §5.5), or null.</summary>
    public string? Claims { get; init; }
}
