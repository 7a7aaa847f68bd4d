using Microsoft.IdentityModel.Tokens;
namespace Attesto;

/// <summary>Which issuers of identity assertions are trusted, and by which keys; for a host that keeps them elsewhere than in options.</summary>
public interface IAssertionKeyResolver
{
    /// <summary>Finds an issuer's keys.</summary>
    /// <param name="issuer">The unverified <c>iss</c> of the assertion.</param>
    /// <param name="keyId">The <c>kid</c> of its header, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys, or null if the issuer is not trusted.</returns>
    ValueTask<JsonWebKeySet?> FindAsync(string issuer, string? keyId, CancellationToken cancellationToken);
}
