using System.Collections.Frozen;
using Attesto.Interaction;
using Attesto.Subjects;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Brings request and person together: sign-in, then consent (OpenID Connect Core §3.1.2.3, §3.1.2.4).</summary>
internal sealed class AuthorizationInteraction(IPrincipalPolicy principals, PairwiseSubjects subjects, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private static readonly FrozenSet<string> Refusals = FrozenSet.Create(
        StringComparer.Ordinal,
        ErrorCodes.LoginRequired, ErrorCodes.ConsentRequired, ErrorCodes.InteractionRequired, ErrorCodes.AccountSelectionRequired,
        ErrorCodes.AccessDenied, ErrorCodes.UnmetAuthenticationRequirements, ErrorCodes.TemporarilyUnavailable);

    internal async Task<Interaction> RunAsync(AuthorizationRequest request, OAuthRequest http, IInteraction person, CancellationToken cancellationToken)
    {
        // A reference is good for one answer. Who posts it again, or comes back from the sign-in once more, may have lost the response.
        var isAnswered = request.Reference is { IsAnswered: true };
        if (isAnswered && !http.IsReturn && !http.IsPost)
        {
            return new Interaction.Spent();
        }

        var demands = new SignInRequest(request);
        switch (await person.SignInAsync(demands, cancellationToken))
        {
            case SignInOutcome.Authenticated signedIn:
                return
                    await CheckAsync(demands, request, signedIn, cancellationToken) is { } fault ? new Interaction.Refused(fault) :
                    isAnswered && !http.IsPost ? new Interaction.Agreed(Grant(request, signedIn, agreed: null), IsRepetition: true) :
                    await AskAsync(demands, request, signedIn, person, cancellationToken) switch
                    {
                        Interaction.Agreed agreed => agreed with { IsRepetition = agreed.IsRepetition || (http.IsReturn && request.Reference is not null) },
                        Interaction.Handled when isAnswered => new Interaction.Spent(),
                        var other => other,
                    };
            case SignInOutcome.Handled(var response) when demands.Interactive:
                return new Interaction.Handled(response);
            case SignInOutcome.Refused(ErrorCodes.AccessDenied):
                return new Interaction.Refused(new OAuthError(ErrorCodes.AccessDenied, "the sign-in was cancelled"), IsDenial: true);
            case SignInOutcome.Refused(var code) when Refusals.Contains(code):
                return new Interaction.Refused(new OAuthError(code));
            case SignInOutcome.Unauthenticated or SignInOutcome.Handled when !demands.Interactive:
                return LoginRequired("nobody is signed in"); // and the host's page, if it made one, is dropped: prompt=none shows nothing
            default:
                return ServerError("the sign-in policy gave no usable answer");
        }
    }

    private async ValueTask<OAuthError?> CheckAsync(
        SignInRequest demands, AuthorizationRequest request, SignInOutcome.Authenticated signedIn, CancellationToken cancellationToken)
    {
        if (request.MaxAge is { } maxAge)
        {
            if (signedIn.AuthTime is not { } authTime)
            {
                return new OAuthError(ErrorCodes.ServerError, "the time of the sign-in is not known");
            }

            // With pages the host has just seen to it, and the walk through them takes its own time; without pages only the session counts.
            if (!demands.Interactive && authTime + maxAge < clock.GetUtcNow())
            {
                return new OAuthError(ErrorCodes.LoginRequired, "the sign-in is too old");
            }
        }

        if (request.AcrIsEssential && !request.AcrValues.Contains(signedIn.Acr ?? "", StringComparer.Ordinal))
        {
            return new OAuthError(ErrorCodes.UnmetAuthenticationRequirements, "the sign-in does not meet the essential acr");
        }

        return request.SubjectHint is { } expected && await SubjectOfAsync(request, signedIn, cancellationToken) != expected
            ? new OAuthError(ErrorCodes.LoginRequired, "someone else is signed in")
            : null;
    }

    private async ValueTask<string?> SubjectOfAsync(AuthorizationRequest request, SignInOutcome.Authenticated signedIn, CancellationToken cancellationToken) =>
        await principals.FindAsync(new PrincipalContext { Client = request.Client, Subject = signedIn.Subject, Scope = request.Scope }, cancellationToken) is { } principal
            ? subjects.Of(request.Client, principal.Subject)
            : null;

    private async Task<Interaction> AskAsync(
        SignInRequest demands, AuthorizationRequest request, SignInOutcome.Authenticated signedIn, IInteraction person, CancellationToken cancellationToken) =>
        await person.ConsentAsync(
            new ConsentRequest(request.Client, request.Scope, request.Resources, signedIn) { Authorization = request }, cancellationToken) switch
        {
            ConsentOutcome.Granted(var scope) { IsRepetition: var again } => new Interaction.Agreed(Grant(request, signedIn, scope), again),
            ConsentOutcome.Denied when demands.Interactive =>
                new Interaction.Refused(new OAuthError(ErrorCodes.AccessDenied, "consent was refused"), IsDenial: true),
            ConsentOutcome.Denied =>
                new Interaction.Refused(new OAuthError(ErrorCodes.ConsentRequired, "consent is not given"), IsDenial: true),
            ConsentOutcome.Handled(var response) when demands.Interactive => new Interaction.Handled(response),
            ConsentOutcome.Handled => new Interaction.Refused(new OAuthError(ErrorCodes.ConsentRequired, "consent must be asked")),
            _ => ServerError("the consent policy gave no usable answer"),
        };

    private Authorization Grant(AuthorizationRequest request, SignInOutcome.Authenticated signedIn, ScopeSet? agreed)
    {
        var scope = agreed is null ? request.Scope : ScopeSet.Of(request.Scope.Where(agreed.Contains)); // never more than was asked
        return new Authorization
        {
            ClientId = request.Client.Id,
            Subject = signedIn.Subject,
            Scope = scope,
            Resources = request.Resources,
            GrantId = GrantId.New(),
            AuthTime = signedIn.AuthTime,
            Acr = signedIn.Acr,
            Amr = signedIn.Amr,
            SessionId = signedIn.SessionId,
            SecurityStamp = signedIn.SecurityStamp,
            Claims = request.Claims is { } claims && scope.Count < request.Scope.Count
                ? ClaimsAllowance.Without(claims, ScopeSet.Of(request.Scope.Except(scope, StringComparer.Ordinal)), scope, options.Value)
                : request.Claims,
        };
    }

    private static Interaction.Refused LoginRequired(string description) => new(new OAuthError(ErrorCodes.LoginRequired, description));

    private static Interaction.Refused ServerError(string description) => new(new OAuthError(ErrorCodes.ServerError, description));
}

/// <summary>What came of the interaction. A closed set.</summary>
internal abstract record Interaction
{
    private Interaction()
    {
    }

    internal sealed record Agreed(Authorization Granted, bool IsRepetition) : Interaction;

    internal sealed record Spent : Interaction;

    internal sealed record Refused(OAuthError Error, bool IsDenial = false) : Interaction;

    internal sealed record Handled(object Response) : Interaction;
}
