namespace Attesto.ResourceServer;

/// <summary>Why a request to a protected resource was refused; for logs and tests.</summary>
internal enum ResourceFault
{
    /// <summary>No token, or none where one is looked for.</summary>
    NoToken,

    /// <summary>More than one token, or a token in more than one place.</summary>
    SeveralTokens,

    /// <summary>The request did not come over TLS.</summary>
    Insecure,

    /// <summary>The token is bound to a DPoP key and was sent as a plain bearer token.</summary>
    DpopBoundUnderBearer,

    /// <summary>A proof came along with a bearer token.</summary>
    ProofUnderBearer,

    /// <summary>The token is not bound to a DPoP key but was sent under the DPoP scheme.</summary>
    NotBoundToDpop,

    /// <summary>The proof is of another key than the token is bound to.</summary>
    OtherKey,

    /// <summary>The token is bound to a certificate that did not come along.</summary>
    OtherCertificate,

    /// <summary>DPoP cannot be checked: it is off, or there is no store for used proofs.</summary>
    DpopUnavailable,

    /// <summary>The token was ended: by itself, with its grant, or because its client or person is gone.</summary>
    Revoked,

    /// <summary>The token is about no person.</summary>
    NoPerson,

    /// <summary>The host knows no such principal.</summary>
    UnknownPrincipal,

    /// <summary>The token's scope does not cover what the route requires.</summary>
    InsufficientScope,

    /// <summary>The authentication behind the token is too weak or too old.</summary>
    InsufficientAuthentication,
}
