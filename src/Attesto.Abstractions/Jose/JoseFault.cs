namespace Attesto.Jose;

/// <summary>Why a JWS or a JWK was refused.</summary>
public enum JoseFault
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>Longer than is read at all.</summary>
    TooLarge,

    /// <summary>Not three segments of canonical unpadded base64url (RFC 7515 §2, §7.1).</summary>
    NotCompact,

    /// <summary>Not a JSON object, or one with duplicate members, too deep, or not Unicode (RFC 7515 §4, RFC 7493 §2).</summary>
    NotJson,

    /// <summary>A header member of the wrong type, or no <c>alg</c> (RFC 7515 §4.1.1).</summary>
    BadHeader,

    /// <summary>It has a <c>crit</c> member; no extension is supported (RFC 7515 §4.1.11).</summary>
    Critical,

    /// <summary>A key of a type, curve or algorithm that is not supported here.</summary>
    UnsupportedKey,

    /// <summary>A key with missing, malformed or contradicting members, or whose point is not on its curve (RFC 7518 §6).</summary>
    MalformedKey,

    /// <summary>A private or symmetric key where a public one belongs.</summary>
    PrivateKey,

    /// <summary>An RSA key below 2048 bits (RFC 7518 §3.3).</summary>
    WeakKey,
}
