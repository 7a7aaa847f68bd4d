using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Issuing;

/// <summary>Where the verifier of access tokens finds the issuer's keys: in this process, or at the issuer's JWKS endpoint.</summary>
internal interface IVerificationKeySource
{
    /// <summary>Finds the keys that may have signed a token.</summary>
    /// <param name="keyId">The <c>kid</c> of its header; null asks for every key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Possibly none.</returns>
    ValueTask<ImmutableArray<JsonWebKey>> FindAsync(string? keyId, CancellationToken cancellationToken);
}
