namespace Attesto.Registration;

/// <summary>Why a registration request was refused, where the answer does not say.</summary>
internal enum RegistrationFault
{
    /// <summary>No initial access token, or one that is not accepted (RFC 7591 §3).</summary>
    InitialAccessToken,

    /// <summary>No registration access token (RFC 7592 §2).</summary>
    NoToken,

    /// <summary>The client is unknown or was forgotten (RFC 7592 §2).</summary>
    UnknownClient,

    /// <summary>The registration access token is another one (RFC 7592 §2).</summary>
    WrongToken,

    /// <summary>The registration changed or ended while this request was served.</summary>
    Raced,
}
