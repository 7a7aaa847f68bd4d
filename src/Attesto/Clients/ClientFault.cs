namespace Attesto.Clients;

/// <summary>Why client authentication failed; for logs and tests, never on the wire.</summary>
internal enum ClientFault
{
    /// <summary>The request names no client.</summary>
    NothingPresented,

    /// <summary>The <c>Authorization</c> header is not one well-formed <c>Basic</c> header.</summary>
    UnusableHeader,

    /// <summary>No such client.</summary>
    UnknownClient,

    /// <summary>The client is switched off.</summary>
    RevokedClient,

    /// <summary>No method recognises what was presented.</summary>
    UnknownMethod,

    /// <summary>The server or the client does not allow the method.</summary>
    MethodNotAllowed,

    /// <summary>The endpoint or the grant needs a client that authenticates with a credential.</summary>
    NeedsCredential,

    /// <summary>The proof is wrong. Of a signed assertion, <see cref="ClientAssertionFault"/> says more.</summary>
    WrongCredential,
}
