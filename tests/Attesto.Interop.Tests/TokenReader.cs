using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Interop;

/// <summary>Microsoft's own token library, with nothing but our JWKS.</summary>
internal static class TokenReader
{
    /// <summary>Validates a token's signature, issuer, audience, lifetime and type; a fault fails the test.</summary>
    public static async Task<TokenValidationResult> ValidateAsync(HttpClient http, string issuer, string jwksUri, string token, string audience, string type)
    {
        var keys = new JsonWebKeySet(await http.GetStringAsync(jwksUri));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            ValidTypes = [type],
            IssuerSigningKeys = keys.GetSigningKeys(),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
        });
        Assert.That(result.IsValid, Is.True, result.Exception?.Message);
        return result;
    }
}
