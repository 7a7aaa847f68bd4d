namespace Attesto.Issuing;

/// <summary>Why a grant was refused; for logs and tests. On the wire nearly all of them are <c>invalid_grant</c> (RFC 6749 §5.2).</summary>
internal enum GrantFault
{
    /// <summary>No such code or token.</summary>
    Unknown,

    /// <summary>Spent before, and nothing came of it.</summary>
    Spent,

    /// <summary>Spent before, and tokens came of it: they are revoked now.</summary>
    Replayed,

    /// <summary>Past its end.</summary>
    Expired,

    /// <summary>Issued to another client.</summary>
    ClientMismatch,

    /// <summary>Not the <c>redirect_uri</c> that the code was sent to.</summary>
    RedirectUriMismatch,

    /// <summary>The PKCE verifier is missing, wrong or not wanted (RFC 7636 §4.6).</summary>
    VerifierMismatch,

    /// <summary>Bound to a key or certificate that the request does not prove.</summary>
    ConstraintMismatch,

    /// <summary>The grant is revoked.</summary>
    Revoked,

    /// <summary>The client, or the policy, no longer lets the grant have a refresh token.</summary>
    RefreshNotAllowed,

    /// <summary>The principal policy knows no such subject, or gives it no token.</summary>
    NoPrincipal,

    /// <summary>The subject token does not let this actor act (RFC 8693 §4.4).</summary>
    ActorNotAllowed,

    /// <summary>An assertion that is malformed, mistyped, unsigned, from a stranger or not for us (RFC 7523 §3).</summary>
    BadAssertion,

    /// <summary>The scope policy granted more than was asked.</summary>
    PolicyExceeded,
}
