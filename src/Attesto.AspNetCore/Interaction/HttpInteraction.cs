using Attesto.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>The person at one browser request, as the host's policies see them.</summary>
internal sealed class HttpInteraction(HttpContext http, ISignInPolicy? signIn, IConsentPolicy? consent) : IInteraction
{
    public async ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        if (signIn is null)
        {
            return new SignInOutcome.Unauthenticated(); // fails closed
        }

        if (SignInReturn.IsCancelled(http))
        {
            return new SignInOutcome.Refused(ErrorCodes.AccessDenied);
        }

        http.Features.Set(request.Authorization); // for the way back from the sign-in
        try
        {
            return await signIn.SignInAsync(http, request, cancellationToken);
        }
        catch (PendingRequestsExceededException)
        {
            return new SignInOutcome.Refused(ErrorCodes.TemporarilyUnavailable);
        }
    }

    public ValueTask<ConsentOutcome> ConsentAsync(ConsentRequest request, CancellationToken cancellationToken) =>
        consent is null
            ? ValueTask.FromResult<ConsentOutcome>(new ConsentOutcome.Denied()) // nobody was asked
            : consent.ConsentAsync(http, request, cancellationToken);
}

/// <summary>The host's sign-in and consent policies, to be put around each browser request.</summary>
internal sealed partial class HttpInteractions
{
    private readonly ISignInPolicy? _signIn;
    private readonly IConsentPolicy? _consent;
    private readonly ILogger<HttpInteractions> _logger;

    internal HttpInteractions(ISignInPolicy? signIn, IConsentPolicy? consent, ILogger<HttpInteractions> logger) => (_signIn, _consent, _logger) = (signIn, consent, logger);

    internal HttpInteraction For(HttpContext http)
    {
        if (_signIn is null)
        {
            LogMissing();
        }

        if (_consent is null)
        {
            LogUnasked();
        }

        return new HttpInteraction(http, _signIn, _consent);
    }

    [LoggerMessage(30, LogLevel.Error, "Nobody can be signed in: no ISignInPolicy is registered. Call AddSignInPolicy<T>() on the builder that AddAttesto returns.")]
    private partial void LogMissing();

    [LoggerMessage(
        31, LogLevel.Error, "Nobody can consent: no IConsentPolicy is registered. Call AddConsentPolicy<T>() or UseConsent(...) on the builder that AddAttesto returns.")]
    private partial void LogUnasked();
}
