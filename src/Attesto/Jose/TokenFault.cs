namespace Attesto.Jose;

/// <summary>Why a token was not issued or not accepted.</summary>
internal enum TokenFault
{
    /// <summary>Not a strict compact JWS.</summary>
    Malformed,

    /// <summary>No trusted key has its <c>kid</c>.</summary>
    UnknownKey,

    /// <summary>The signature or its algorithm is wrong.</summary>
    BadSignature,

    /// <summary>A token of another kind: its <c>typ</c> says so.</summary>
    WrongType,

    /// <summary>Another issuer's.</summary>
    WrongIssuer,

    /// <summary>Meant for others.</summary>
    WrongAudience,

    /// <summary>Past its <c>exp</c>.</summary>
    Expired,

    /// <summary>From the future.</summary>
    NotYetValid,

    /// <summary>A required claim is missing or of the wrong shape.</summary>
    BadClaims,

    /// <summary>Of a principal kind that is not configured, or a <c>sub</c> without its prefix.</summary>
    BadPrincipal,

    /// <summary>The host named a claim that the protocol owns.</summary>
    ReservedClaim,

    /// <summary>No key signs with the wanted algorithm.</summary>
    NoSigningKey,

    /// <summary>It would end before it begins.</summary>
    NoLifetime,

    /// <summary>It was revoked.</summary>
    Revoked,
}
