using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Attesto.SenderConstraints;

namespace Attesto.Issuing;

/// <summary>What an access token will say (RFC 9068 §2.2).</summary>
internal sealed record AccessTokenRequest
{
    /// <summary>Whom it is about.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The client that gets it.</summary>
    public required string ClientId { get; init; }

    /// <summary>The granted scope.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The resources that it is for; empty means the server's own audience.</summary>
    public ImmutableArray<string> Audience { get; init; } = [];

    /// <summary>What it is bound to.</summary>
    public SenderConstraint SenderConstraint { get; init; } = SenderConstraint.Unbound;

    /// <summary>The grant that it ends with; null for a client that acts for itself.</summary>
    public GrantId? GrantId { get; init; }

    /// <summary>When the person was authenticated, or null (RFC 9068 §2.2.1).</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>How strongly the person was authenticated, or null (RFC 9068 §2.2.1).</summary>
    public string? Acr { get; init; }

    /// <summary>The <c>claims</c> request parameter as JSON text, for UserInfo (OpenID Connect Core §5.5), or null.</summary>
    public string? Claims { get; init; }

    /// <summary>An end that the lifetime must not pass, or null. It only ever shortens.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The <c>act</c> claim (RFC 8693 §4.1), or null.</summary>
    public JsonObject? Actor { get; init; }
}
