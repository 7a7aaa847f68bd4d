namespace Attesto.Issuing;

/// <summary>Token type identifiers (RFC 8693 §3).</summary>
internal static class TokenTypes
{
    /// <summary>An access token of this server.</summary>
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
}
