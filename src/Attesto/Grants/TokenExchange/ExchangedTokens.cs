using System.Text.Json.Nodes;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Revocation;
using Attesto.Subjects;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>Reads the subject token and the actor token of an exchange (RFC 8693 §2.1).</summary>
/// <param name="live">Reads access tokens.</param>
/// <param name="clients">Whose tokens they are.</param>
/// <param name="people">Whom a token with a pairwise <c>sub</c> is about.</param>
/// <param name="subjects">What the exchanging client is told about people.</param>
/// <param name="options">The issuer and the name of the kind claim.</param>
internal sealed class ExchangedTokens(
    LiveAccessTokens live, IClientStore clients, TokenSubjects people, PairwiseSubjects subjects, IOptions<AttestoOptions> options)
{
    /// <summary>Reads both, and checks that the one may act for the other.</summary>
    internal async Task<Result<Exchange>> ReadAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (FindMalformed(request) is { } malformed)
        {
            return malformed;
        }

        var subject = await FindAsync(request[Parameters.SubjectToken]!, request, cancellationToken);
        var actor = request[Parameters.ActorToken] is { } text ? await FindAsync(text, request, cancellationToken) : null;
        if (subject is null || (actor is null && request[Parameters.ActorToken] is not null))
        {
            return OAuthError.InvalidGrant(GrantFault.Unknown);
        }

        if (subject.Claims.TryGetProperty(MayAct.Claim, out var mayAct) && !MayAct.Allows(mayAct, actor, request.Client.Id, options.Value.Issuer))
        {
            return OAuthError.InvalidGrant(GrantFault.ActorNotAllowed);
        }

        return new Exchange(
            subject,
            new Principal(subject.Kind, subject.Subject) { Claims = CarriedClaims(subject) },
            Earlier(subject.ExpiresAt, actor?.ExpiresAt),
            ActOf(subject, actor, request.Client.Client));
    }

    private static OAuthError? FindMalformed(TokenRequest request) =>
        request[Parameters.SubjectToken] is null ? OAuthError.InvalidRequest("subject_token is required") :
        request[Parameters.SubjectTokenType] is not TokenTypes.AccessToken ? OAuthError.InvalidRequest("subject_token_type must be that of an access token") :
        (request[Parameters.RequestedTokenType] ?? TokenTypes.AccessToken) is not TokenTypes.AccessToken ? OAuthError.InvalidRequest("only access tokens are issued") :
        (request[Parameters.ActorToken] is null) != (request[Parameters.ActorTokenType] is null) ? OAuthError.InvalidRequest("actor_token and actor_token_type go together") :
        (request[Parameters.ActorTokenType] ?? TokenTypes.AccessToken) is not TokenTypes.AccessToken
            ? OAuthError.InvalidRequest("actor_token_type must be that of an access token") :
        null;

    // A bound token is its holder's alone, here as at any resource. From here on it names the person, whatever its own client was told.
    private async ValueTask<VerifiedAccessToken?> FindAsync(string text, TokenRequest request, CancellationToken cancellationToken) =>
        await live.FindAsync(text, cancellationToken) is { } token
        && (token.DpopJkt is null || request.Constraint.ProvesKey(token.DpopJkt))
        && (token.CertificateThumbprint is null || request.Constraint.ProvesCertificate(token.CertificateThumbprint))
        && await people.FindAsync(token, await clients.FindAsync(token.ClientId, cancellationToken), cancellationToken) is { } subject
            ? token with { Subject = subject }
            : null;

    // What one API was told about the person is not for another: what that one gets is added anew.
    private JsonObject CarriedClaims(VerifiedAccessToken subject)
    {
        var carried = new JsonObject();
        foreach (var claim in subject.Claims.EnumerateObject())
        {
            if (!TokenClaims.ReservedInAccessTokens.Contains(claim.Name) && claim.Name is not MayAct.Claim
                && !options.Value.Resources.Supported.Any(resource => resource.Claims.Contains(claim.Name))
                && !string.Equals(claim.Name, options.Value.Subjects.PrincipalKindClaim, StringComparison.Ordinal))
            {
                carried[claim.Name] = claim.Value.ToNode();
            }
        }

        return carried;
    }

    // The newest actor stands outside, earlier ones nest inside it (RFC 8693 §4.1).
    private JsonObject? ActOf(VerifiedAccessToken subject, VerifiedAccessToken? actor, Client client)
    {
        var earlier = subject.Claims.TryGetProperty(TokenClaims.Act, out var act) ? act.ToNode() as JsonObject : null;
        if (actor is null)
        {
            return earlier;
        }

        var told = actor.GrantId is null ? actor.Subject : subjects.Of(client, actor.Subject);
        var newest = new JsonObject { [TokenClaims.Sub] = told, [TokenClaims.ClientId] = actor.ClientId };
        if (earlier is not null)
        {
            newest[TokenClaims.Act] = earlier;
        }

        return newest;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}

/// <summary>What an exchange starts from.</summary>
/// <param name="Subject">The subject token.</param>
/// <param name="Principal">Whom the new token is about.</param>
/// <param name="ExpiresAt">When the first of the presented tokens ends.</param>
/// <param name="Act">Who acts, or null.</param>
internal sealed record Exchange(VerifiedAccessToken Subject, Principal Principal, DateTimeOffset ExpiresAt, JsonObject? Act);
