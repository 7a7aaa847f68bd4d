namespace Attesto.Issuing;

/// <summary>A successful token response (RFC 6749 §5.1).</summary>
internal sealed record TokenResponse
{
    /// <summary>The access token.</summary>
    public required string AccessToken { get; init; }

    /// <summary><c>Bearer</c> or <c>DPoP</c>.</summary>
    public required string TokenType { get; init; }

    /// <summary>The access token's lifetime in seconds.</summary>
    public required int ExpiresIn { get; init; }

    /// <summary>The granted scope; an empty one is not sent, for RFC 6749 §3.3 knows none.</summary>
    public required string Scope { get; init; }

    /// <summary>The refresh token, or null.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The ID token, or null.</summary>
    public string? IdToken { get; init; }

    /// <summary>The type of the issued token (RFC 8693 §2.2.1), or null.</summary>
    public string? IssuedTokenType { get; init; }

    /// <summary>Names the type only: a generated one would print the tokens into logs.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(TokenResponse);
}
