namespace Attesto;

/// <summary>Settings of the keys that the server makes and rotates itself, where the host calls <c>UseKeyRotation</c>.</summary>
public sealed class KeyRotationOptions
{
    /// <summary>The algorithms of the keys, in order of preference (RFC 7518 §3.1): one key of each signs. Null takes ES256 and RS256, or what <c>Tokens:SigningAlgorithms</c>
    /// names. Ed25519 is not among them.</summary>
    public IList<string>? Algorithms { get; set; }

    /// <summary>How long a key signs before the next one does. Longer than <see cref="Announcement"/>, at most two years.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a key is published before it signs: longer than anybody keeps the key set without asking again. At least 26 hours.</summary>
    public TimeSpan Announcement { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long signatures of a key are accepted after the next one has begun to sign: longer than any token lives. At most a year.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Files with one key-encryption key each: 32 random bytes in Base64, as <c>openssl rand -base64 32</c> writes them. The first encrypts the private keys,
    /// and the others still decrypt. Empty, as <see cref="KeyEncryptionKeys"/> is, leaves the encryption to data protection.</summary>
    public IList<string> KeyEncryptionKeyFiles { get; set; } = [];

    /// <summary>The same keys themselves in Base64, for an environment variable (<c>Attesto__KeyRotation__KeyEncryptionKeys__0</c>) or a configuration provider of a
    /// vault.</summary>
    public IList<string> KeyEncryptionKeys { get; set; } = [];
}
