namespace Attesto.Clients;

/// <summary>Why a client assertion was refused (RFC 7523 §3).</summary>
internal enum ClientAssertionFault
{
    /// <summary>Not a strict compact JWS.</summary>
    Malformed,

    /// <summary>The <c>typ</c> says that it is something else.</summary>
    WrongType,

    /// <summary>The <c>alg</c> is not accepted from clients.</summary>
    UnsupportedAlgorithm,

    /// <summary>No registered key of the client verifies it.</summary>
    BadSignature,

    /// <summary>The <c>iss</c> or the <c>sub</c> is not the client.</summary>
    WrongClient,

    /// <summary>The <c>aud</c> is not this issuer, as a single string.</summary>
    WrongAudience,

    /// <summary>Expired, from the future, or valid for too long.</summary>
    BadLifetime,

    /// <summary>A claim that an assertion must have is missing, or a claim is of another type than its specification gives it.</summary>
    BadClaims,

    /// <summary>The assertion was used before.</summary>
    Replayed,
}
