using Attesto.Tokens;
using Microsoft.Extensions.Options;

namespace Attesto.ResourceServer;

/// <summary>Authenticates a request to a protected resource by its access token (RFC 6750, RFC 9449 §7, RFC 8705 §3).</summary>
/// <param name="tokens">Verifies the token.</param>
/// <param name="options">The audience.</param>
public sealed class AccessTokenAuthenticator(AccessTokenVerifier tokens, IOptions<AttestoOptions> options)
{
    /// <summary>Authenticates a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token; or 401 with the challenge that fits.</returns>
    public async ValueTask<Outcome<VerifiedAccessToken>> AuthenticateAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        var authorization = request.Authorization is [var only] && only.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? only[7..] : "";
        return new(await tokens.VerifyAsync(authorization, [options.Value.Audience!], cancellationToken), []);
    }
}
