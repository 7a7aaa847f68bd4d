using System.Collections.Immutable;
using Attesto.Issuing;
using Attesto.Resources;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>What a request may have of a refresh token (RFC 6749 §6), and when a spent one may come back.</summary>
/// <param name="protector">Keeps a successor's text for an honest retry.</param>
/// <param name="options">The grace period and the server's own audience.</param>
/// <param name="clock">The present.</param>
internal sealed class RefreshTokenChecks(ISuccessorProtector protector, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>The part of the authorization that the request asks for: all of it, or less. It becomes the successor's own.</summary>
    internal Result<Authorization> Admit(RefreshToken token, TokenRequest request) =>
        token.ExpiresAt <= clock.GetUtcNow() ? OAuthError.InvalidGrant(GrantFault.Expired) : AdmitSpent(token, request);

    /// <summary>The same for a spent token, whose own end no longer matters: the grace period decides.</summary>
    internal Result<Authorization> AdmitSpent(RefreshToken token, TokenRequest request) =>
        FindFault(token, request) is { } fault ? OAuthError.InvalidGrant(fault) : Narrow(token, request);

    /// <summary>The text of the successor, if this is an honest retry: soon enough, by the same client with the same key, for the same, and
    /// before the successor was used. Else null: the token is in other hands.</summary>
    internal string? FindSuccessor(StoredRefreshToken spent, TokenRequest request) =>
        spent.Rotation is { SuccessorSpent: false, ProtectedSuccessor: { } cipher } rotation
        && options.Value.RefreshTokenGracePeriod > TimeSpan.Zero
        && clock.GetUtcNow() - rotation.At <= options.Value.RefreshTokenGracePeriod
        && AdmitSpent(spent.Token, request).TryGet(out var authorization, out _)
        && authorization.Scope.Equals(rotation.SuccessorScope)
        && SameResources(authorization.Resources, rotation.SuccessorResources)
            ? protector.Unprotect(cipher)
            : null;

    internal string? Protect(string successor) =>
        options.Value.RefreshTokenGracePeriod > TimeSpan.Zero ? protector.Protect(successor) : null;

    internal bool Keeps(Client client) => (client.RefreshTokenUsage ?? options.Value.RefreshTokenUsage) is RefreshTokenUsage.Keep;

    private static GrantFault? FindFault(RefreshToken token, TokenRequest request) =>
        !string.Equals(token.Authorization.ClientId, request.Client.Id, StringComparison.Ordinal) ? GrantFault.ClientMismatch :
        token.DpopJkt is { } jkt && !request.Constraint.ProvesKey(jkt) ? GrantFault.ConstraintMismatch :
        token.CertificateThumbprint is { } thumbprint && !request.Constraint.ProvesCertificate(thumbprint) ? GrantFault.ConstraintMismatch :
        null;

    private Result<Authorization> Narrow(RefreshToken token, TokenRequest request)
    {
        var authorization = token.Authorization;
        if (!ScopeSet.TryParse(request[Parameters.Scope], out var scope) || !scope.IsSubsetOf(authorization.Scope))
        {
            return OAuthError.InvalidScope("the scope is malformed or beyond what was granted");
        }

        if (!ResourceIndicators.Parse(request.Parameters.All(Parameters.Resource)).TryGet(out var named, out var error)
            || !named.Narrow(authorization.Resources, options.Value).TryGet(out var resources, out error))
        {
            return error;
        }

        return scope.Count == 0 && named.Values.IsEmpty
            ? authorization
            : authorization with { Scope = scope.Count == 0 ? authorization.Scope : scope, Resources = resources.Values };
    }

    private static bool SameResources(ImmutableArray<string> one, ImmutableArray<string> other) =>
        one.Length == other.Length && one.All(value => other.Contains(value, StringComparer.Ordinal));
}
