using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>Who gets to register at all: the rate limit, then the initial access token.</summary>
/// <param name="tokens">The initial access tokens.</param>
/// <param name="rateLimit">The rate limit.</param>
/// <param name="options">What is demanded.</param>
internal sealed class RegistrationGate(IInitialAccessTokens tokens, IRegistrationRateLimit rateLimit, IOptions<AttestoOptions> options)
{
    private const int TooManyRequests = 429;

    internal async ValueTask<OAuthError?> FaultOfAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        if (!await rateLimit.TryAcquireAsync(request, cancellationToken))
        {
            return new OAuthError(ErrorCodes.TemporarilyUnavailable, "too many registrations; try again later", TooManyRequests)
            {
                RetryAfter = options.Value.Registration.RateLimitWindow,
            };
        }

        // A token that was sent is checked even where none is needed: who sends a wrong one should hear of it.
        var token = BearerCredential.Find(request);
        var isRefused = token is null
            ? options.Value.Registration.RequireInitialAccessToken || !request.Authorization.IsEmpty
            : !await tokens.AcceptAsync(TokenHash.Of(token), cancellationToken);
        return isRefused ? BearerCredential.Refuse(request, options.Value.ClientAuthentication.Realm, RegistrationFault.InitialAccessToken) : null;
    }
}
