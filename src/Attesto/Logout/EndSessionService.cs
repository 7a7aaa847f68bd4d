using System.Diagnostics;
using Attesto.Authorize;

namespace Attesto.Logout;

/// <summary>The logout endpoint (OpenID Connect RP-Initiated Logout §2): validate, let the host end the session, tell the clients that share it.</summary>
internal sealed class EndSessionService
{
    private readonly EndSessionValidation _validation;
    private readonly BackchannelLogout _backchannel;

    internal EndSessionService(EndSessionValidation validation, BackchannelLogout backchannel) => (_validation, _backchannel) = (validation, backchannel);

    /// <summary>Answers one logout request. Whatever is wrong with it is said before the session is touched.</summary>
    /// <param name="request">The request.</param>
    /// <param name="session">The session at this browser.</param>
    /// <param name="cancellationToken">Cancels the call, up to the end of the session.</param>
    /// <returns>What the browser gets.</returns>
    public async Task<EndSessionAnswer> HandleAsync(OAuthRequest request, ISessionTermination session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(session);
        if (!(await _validation.ValidateAsync(request, cancellationToken)).TryGet(out var logout, out var error))
        {
            return new EndSessionAnswer.Show(error);
        }

        switch (await session.TerminateAsync(logout, cancellationToken))
        {
            case TerminationOutcome.Handled(var response):
                return new EndSessionAnswer.Handled(response);
            case TerminationOutcome.Confirmed(var sessionId, var subject):
                await _backchannel.NotifyAsync(sessionId, subject); // the session is gone: a browser that hangs up changes nothing
                return AnswerTo(logout);
            case TerminationOutcome.Cleared:
                return AnswerTo(logout);
            case TerminationOutcome.NoSession:
                return AnswerTo(logout) is EndSessionAnswer.Return back ? back : new EndSessionAnswer.NoSession();
            default:
                throw new UnreachableException();
        }
    }

    private static EndSessionAnswer AnswerTo(EndSessionRequest logout) => (logout.PostLogoutRedirectUri, logout.FrontChannel[Parameters.State]) switch
    {
        (null, _) => new EndSessionAnswer.LoggedOut(),
        ({ } uri, null) => new EndSessionAnswer.Return(uri),
        ({ } uri, { } state) => new EndSessionAnswer.Return(QueryComponent.Append(uri, [new(Parameters.State, state)])),
    };
}
