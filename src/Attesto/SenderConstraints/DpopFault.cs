namespace Attesto.SenderConstraints;

/// <summary>Why a DPoP proof was refused (RFC 9449 §4.3); for logs and tests.</summary>
internal enum DpopFault
{
    /// <summary>More than one header, or one that holds more than one proof.</summary>
    SeveralProofs,

    /// <summary>There is no proof.</summary>
    Missing,

    /// <summary>Not a compact JWS with a strict JSON header and payload.</summary>
    Malformed,

    /// <summary>The <c>typ</c> is not <c>dpop+jwt</c>.</summary>
    WrongType,

    /// <summary>The <c>alg</c> is not a supported asymmetric one.</summary>
    UnsupportedAlgorithm,

    /// <summary>The <c>jwk</c> is missing, private, weak, malformed, or not for this algorithm.</summary>
    BadKey,

    /// <summary>The signature does not verify.</summary>
    BadSignature,

    /// <summary>The <c>htm</c> is not the method of the request.</summary>
    WrongMethod,

    /// <summary>The <c>htu</c> is not the URL of the request.</summary>
    WrongUrl,

    /// <summary>The <c>iat</c> is too old or in the future.</summary>
    NotFresh,

    /// <summary>One of <c>jti</c>, <c>htm</c>, <c>htu</c> and <c>iat</c> is missing, or a claim is of another type than its specification gives it.</summary>
    BadClaims,

    /// <summary>The <c>jti</c> is longer than 256 bytes.</summary>
    BadId,

    /// <summary>The <c>ath</c> is missing or not the hash of the access token.</summary>
    WrongToken,

    /// <summary>The <c>nonce</c> is missing, unknown or expired.</summary>
    BadNonce,

    /// <summary>The proof was used before.</summary>
    Replayed,
}
