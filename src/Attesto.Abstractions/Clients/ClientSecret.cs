namespace Attesto;

/// <summary>A machine-generated secret of a client (RFC 6749 §2.3.1), as stored.</summary>
/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="ExpiresAt">The instant from which it is refused, or null.</param>
public sealed record ClientSecret(TokenHash Hash, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>The stored form of a secret in clear.</summary>
    /// <param name="secret">At least 256 random bits; a secret that a person chose needs a slow hash and an <see cref="IClientSecretVerifier"/>.</param>
    /// <returns>Its stored form.</returns>
    public static ClientSecret Of(string secret) => new(TokenHash.Of(secret));
}
