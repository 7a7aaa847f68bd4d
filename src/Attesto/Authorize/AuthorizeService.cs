using System.Diagnostics;
using Attesto.Interaction;

namespace Attesto.Authorize;

/// <summary>The authorization endpoint (RFC 6749 §3.1): validate, sign in, ask consent, issue a code.</summary>
internal sealed class AuthorizeService
{
    private readonly AuthorizationValidation _validation;
    private readonly AuthorizationInteraction _interaction;
    private readonly CodeIssuance _issuance;
    private readonly PendingRequests _pending;
    private readonly AuthorizationResponder _responder;

    internal AuthorizeService(
        AuthorizationValidation validation, AuthorizationInteraction interaction, CodeIssuance issuance, PendingRequests pending, AuthorizationResponder responder) =>
        (_validation, _interaction, _issuance, _pending, _responder) = (validation, interaction, issuance, pending, responder);

    /// <summary>Answers one authorization request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="interaction">The person at the browser.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>What the browser gets, and the events.</returns>
    public async Task<AuthorizeOutcome> HandleAsync(OAuthRequest request, IInteraction interaction, CancellationToken cancellationToken)
    {
        var (context, fault) = await _validation.RunAsync(On.Authorize, request, cancellationToken);
        if (fault is not null)
        {
            return await RefuseAsync(context, fault, cancellationToken);
        }

        var authorization = context.ToRequest();
        switch (await _interaction.RunAsync(authorization, request, interaction, cancellationToken))
        {
            case Interaction.Agreed(var granted, var isRepetition):
                return await IssueAsync(authorization, granted, isRepetition, request, cancellationToken);
            case Interaction.Refused(var error, var isDenial):
                return await FailAsync(authorization, error, request, isDenial);
            case Interaction.Spent:
                return await SpentAsync(authorization, request);
            case Interaction.Handled(var response):
                if (authorization.Reference is not null)
                {
                    await _pending.KeepAsync(authorization, isOpened: true, cancellationToken); // a person reads now
                }

                return new AuthorizeOutcome(new AuthorizeAnswer.Handled(response), []);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Judges a request and keeps it, to be answered when the browser comes back with its reference.</summary>
    /// <param name="request">The request.</param>
    /// <param name="comeBack">Makes the response that sends the browser back with the reference.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the browser gets, and the events.</returns>
    internal async Task<AuthorizeOutcome> KeepAsync(OAuthRequest request, Func<AuthorizationRequest, object> comeBack, CancellationToken cancellationToken)
    {
        var (context, fault) = await _validation.RunAsync(On.Authorize, request, cancellationToken);
        return fault is not null
            ? await RefuseAsync(context, fault, cancellationToken)
            : new AuthorizeOutcome(new AuthorizeAnswer.Handled(comeBack(await _pending.KeepAsync(context.ToRequest(), isOpened: false, cancellationToken))), []);
    }

    private async Task<AuthorizeOutcome> IssueAsync(
        AuthorizationRequest request, Authorization granted, bool isRepetition, OAuthRequest http, CancellationToken cancellationToken)
    {
        var isSpent = request.Reference is { IsAnswered: true } || (isRepetition && request.Reference is null);
        if (!isSpent && await _issuance.IssueAsync(request, granted, cancellationToken) is { } response)
        {
            return new AuthorizeOutcome(new AuthorizeAnswer.Respond(response), [AuthorizationEvents.CodeIssued(request, granted, http)]);
        }

        // Whoever asked at the same moment, or again, gets what the first got: the browser has dropped that response.
        if (isRepetition && request.Reference is { } reference && await _pending.RepeatAsync(reference, granted.Subject, cancellationToken) is { } repeated)
        {
            return new AuthorizeOutcome(new AuthorizeAnswer.Respond(repeated), []);
        }

        return isSpent ? await SpentAsync(request, http) : await FailAsync(request, SpentError(request), http, isDenial: false);
    }

    // The client hears of an answer that was given twice; somebody who only opens an old link reads it here.
    private async Task<AuthorizeOutcome> SpentAsync(AuthorizationRequest request, OAuthRequest http)
    {
        var error = SpentError(request);
        return http.IsPost
            ? await FailAsync(request, error, http, isDenial: false)
            : new AuthorizeOutcome(
                new AuthorizeAnswer.Show(error, await _responder.FailAsync(ResponseTarget.Of(request), error, CancellationToken.None)),
                [AuthorizationEvents.Failed(request.Client.Id, error, http)]);
    }

    private async Task<AuthorizeOutcome> RefuseAsync(AuthorizationContext context, OAuthError fault, CancellationToken cancellationToken)
    {
        var failed = AuthorizationEvents.Failed(context.FoundClient?.Id ?? context[Parameters.ClientId], fault, context.Http);
        if (ResponseTarget.Of(context) is not { } target)
        {
            return new AuthorizeOutcome(new AuthorizeAnswer.Show(fault), [failed]);
        }

        var response = await _responder.FailAsync(target, fault, cancellationToken);
        return new AuthorizeOutcome(
            MayRedirectAnybody(context) ? new AuthorizeAnswer.Respond(response) : new AuthorizeAnswer.Show(fault, response), [failed]);
    }

    // A redirect URI that only the client has vouched for would make this server forward whoever clicks a link to it (RFC 9700 §4.11.2). A person follows a
    // link instead. prompt=none has nobody who could.
    private static bool MayRedirectAnybody(AuthorizationContext context) =>
        context.Client.Origin is ClientOrigin.Host || string.Equals(context[Parameters.Prompt], Prompts.None, StringComparison.Ordinal);

    private static OAuthError SpentError(AuthorizationRequest request) => request.RequestUri is null
        ? OAuthError.InvalidRequest("this request has expired or was answered already; go back to the application and start again")
        : new OAuthError(ErrorCodes.InvalidRequestUri, "request_uri is expired or used");

    private async Task<AuthorizeOutcome> FailAsync(AuthorizationRequest request, OAuthError error, OAuthRequest http, bool isDenial)
    {
        var response = await _responder.FailAsync(ResponseTarget.Of(request), error, CancellationToken.None);
        return new AuthorizeOutcome(
            new AuthorizeAnswer.Respond(response),
            [isDenial ? AuthorizationEvents.Denied(request, http) : AuthorizationEvents.Failed(request.Client.Id, error, http)]);
    }
}
