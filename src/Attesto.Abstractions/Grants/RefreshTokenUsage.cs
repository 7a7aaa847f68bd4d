namespace Attesto;

/// <summary>What becomes of a refresh token when it is used.</summary>
public enum RefreshTokenUsage
{
    /// <summary>It is replaced by a successor; a retry within the grace period gets the same one (RFC 9700 §4.14).</summary>
    Rotate,

    /// <summary>It stays valid and its lifetime is extended, as FAPI 2.0 §5.3.2.1 prefers for confidential clients.</summary>
    Keep,
}
