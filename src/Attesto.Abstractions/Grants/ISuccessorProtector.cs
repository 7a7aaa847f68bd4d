namespace Attesto;

/// <summary>Encrypts the text of a successor at rest, so that an honest retry can be answered with the same one. ASP.NET Core data protection by default.</summary>
public interface ISuccessorProtector
{
    /// <summary>Encrypts a refresh token.</summary>
    /// <param name="refreshToken">The token's text.</param>
    /// <returns>The cipher text.</returns>
    string Protect(string refreshToken);

    /// <summary>Decrypts what <see cref="Protect"/> made.</summary>
    /// <param name="cipher">The cipher text.</param>
    /// <returns>The token's text, or null if it cannot be read, as after the keys were lost.</returns>
    string? Unprotect(string cipher);
}
