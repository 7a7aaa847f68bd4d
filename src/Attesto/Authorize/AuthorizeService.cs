namespace Attesto.Authorize;

/// <summary>The authorization endpoint (RFC 6749 §3.1): validate, sign in, ask consent, issue a code.</summary>
internal sealed class AuthorizeService
{
    private readonly AuthorizationValidation _validation;
    private readonly AuthorizationInteraction _interaction;
    private readonly CodeIssuance _issuance;
    private readonly AuthorizationResponder _responder;

    internal AuthorizeService(
        AuthorizationValidation validation, AuthorizationInteraction interaction, CodeIssuance issuance, AuthorizationResponder responder) =>
        (_validation, _interaction, _issuance, _responder) = (validation, interaction, issuance, responder);

    /// <summary>Answers one authorization request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="interaction">The person at the browser.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>What the browser gets, and the events.</returns>
    public async Task<AuthorizeOutcome> HandleAsync(OAuthRequest request, IInteraction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (draft, fault) = await _validation.RunAsync(On.Authorize, request, cancellationToken);
        if (fault is not null)
        {
            var failed = AuthorizationEvents.Failed(draft.FoundClient?.Id ?? draft[Parameters.ClientId], fault, request);
            return ResponseTarget.Of(draft) is { } target
                ? new AuthorizeOutcome(new AuthorizeAnswer.Respond(await _responder.FailAsync(target, fault, cancellationToken)), [failed])
                : new AuthorizeOutcome(new AuthorizeAnswer.Show(fault), [failed]);
        }

        var authorization = draft.ToRequest();
        return await _interaction.RunAsync(authorization, interaction, cancellationToken) switch
        {
            Interaction.Agreed(var granted) => await IssueAsync(authorization, granted, request, cancellationToken),
            Interaction.Refused(var error, IsDenial: true) => await FailAsync(authorization, error, request, isDenial: true),
            Interaction.Refused(var error, _) => await FailAsync(authorization, error, request, isDenial: false),
            Interaction.TookOver(var response) => new AuthorizeOutcome(new AuthorizeAnswer.TookOver(response), []),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<AuthorizeOutcome> IssueAsync(AuthorizationRequest request, Authorization granted, OAuthRequest http, CancellationToken cancellationToken)
    {
        if (await _issuance.IssueAsync(request, granted, cancellationToken) is not { } code)
        {
            var spent = request.RequestUri is null
                ? OAuthError.InvalidRequest("the request has expired or was answered already")
                : new OAuthError(ErrorCodes.InvalidRequestUri, "request_uri is expired or used");
            return await FailAsync(request, spent, http, isDenial: false);
        }

        // From here on the code exists; a browser that hangs up changes nothing.
        var response = await _responder.SucceedAsync(request, code, CancellationToken.None);
        return new AuthorizeOutcome(new AuthorizeAnswer.Respond(response), [AuthorizationEvents.CodeIssued(request, granted, http)]);
    }

    private async Task<AuthorizeOutcome> FailAsync(AuthorizationRequest request, OAuthError error, OAuthRequest http, bool isDenial)
    {
        var response = await _responder.FailAsync(ResponseTarget.Of(request), error, CancellationToken.None);
        return new AuthorizeOutcome(
            new AuthorizeAnswer.Respond(response),
            [isDenial ? AuthorizationEvents.Denied(request, http) : AuthorizationEvents.Failed(request.Client.Id, error, http)]);
    }
}
