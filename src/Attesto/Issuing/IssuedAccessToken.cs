namespace Attesto.Issuing;

/// <summary>An access token that was just signed.</summary>
/// <param name="Token">Its text.</param>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="ExpiresAt">Its end.</param>
/// <param name="ExpiresIn">Its lifetime in seconds, for <c>expires_in</c> (RFC 6749 §5.1).</param>
internal sealed record IssuedAccessToken(string Token, string Id, DateTimeOffset ExpiresAt, int ExpiresIn)
{
    /// <summary>Leaves the token out: a generated one would print it into logs.</summary>
    /// <returns>The identifier.</returns>
    public override string ToString() => Id;
}
