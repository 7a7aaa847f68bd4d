using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Revocation;
using Attesto.SenderConstraints;
using Attesto.Services;
using Microsoft.Extensions.Options;

namespace Attesto.ResourceServer;

/// <summary>Authenticates a request to a protected resource by its access token (RFC 6750, RFC 9449 §7, RFC 8705 §3).</summary>
/// <param name="tokens">Verifies the token.</param>
/// <param name="proofs">Verifies the DPoP proof.</param>
/// <param name="profiles">What DPoP proofs may be signed with.</param>
/// <param name="options">The settings.</param>
/// <param name="revocation">Which tokens were ended, where this process can know; not registered in an API of its own.</param>
/// <param name="replays">The used proofs; without it every DPoP-bound token is refused.</param>
internal sealed class AccessTokenAuthenticator(
    AccessTokenVerifier tokens,
    OnDemand<DpopProofVerifier> proofs,
    JwtProfiles profiles,
    IOptions<AttestoOptions> options,
    OnDemand<TokenRevocation> revocation,
    OnDemand<IReplayStore> replays)
{
    /// <summary>Authenticates a request to the server's own audience.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token; or 401 with the challenge that fits.</returns>
    public ValueTask<Outcome<VerifiedAccessToken>> AuthenticateAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        AuthenticateAsync(request, OwnResource, cancellationToken);

    /// <summary>Authenticates a request to a resource.</summary>
    /// <param name="request">The request.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token; or 401 with the challenge that fits.</returns>
    public async ValueTask<Outcome<VerifiedAccessToken>> AuthenticateAsync(
        OAuthRequest request, ProtectedResource resource, CancellationToken cancellationToken)
    {
        var answer = await VerifyAsync(request, resource, cancellationToken);
        return new(answer, [answer.TryGet(out var token, out var error) ? Succeeded(token) : Denied(request, error)]);
    }

    /// <summary>The server's own audience as a resource, with what its challenges say.</summary>
    public ProtectedResource OwnResource => new()
    {
        Audiences = [options.Value.Audience!],
        MetadataUrl = options.Value.ProtectedResource.MetadataUrl,
        BearerMethods = [.. options.Value.ProtectedResource.BearerMethodsSupported],
        DpopAlgorithms = profiles.DpopProof.Algorithms,
    };

    /// <summary>The event of a refusal, for checks that come after authentication.</summary>
    /// <param name="request">The refused request.</param>
    /// <param name="error">Why.</param>
    /// <returns>An <c>auth_denied</c>.</returns>
    public static ServerEvent Denied(OAuthRequest request, OAuthError error) => new(EventName.AuthDenied)
    {
        Result = error.Code,
        Metadata = ImmutableDictionary<string, object?>.Empty
            .Add("method", request.Method)
            .Add("path", PathOf(request.Url))
            .Add("client_ip", request.ClientIp)
            .AddRange(RefusalCures.Explain(error)),
    };

    private async ValueTask<Result<VerifiedAccessToken>> VerifyAsync(
        OAuthRequest request, ProtectedResource resource, CancellationToken cancellationToken)
    {
        if (options.Value.RequireHttps && !request.IsHttps)
        {
            return Invalid(ResourceFault.Insecure, "access tokens are accepted over TLS only").Challenged(resource, dpop: false);
        }

        if (PresentedToken.IsAmbiguous(request))
        {
            var several = OAuthError.InvalidRequest("an access token came in the header and in the form") with { Fault = ResourceFault.SeveralTokens };
            return several.Challenged(resource, dpop: false) with { Status = 400 };
        }

        if (PresentedToken.Find(request, resource) is not { } presented)
        {
            return Refuse(request.Authorization.Length > 1 ? ResourceFault.SeveralTokens : ResourceFault.NoToken, token: null, resource);
        }

        if (!(await VerifyAsync(presented.Token, resource, cancellationToken)).TryGet(out var token, out var error))
        {
            return error.Challenged(resource, presented.UnderDpop);
        }

        if (FaultOfBinding(request, presented, token) is { } fault)
        {
            return fault.Challenged(resource, token.DpopJkt is not null || fault.Code is ErrorCodes.InvalidDpopProof);
        }

        if (presented.UnderDpop && await FaultOfProofAsync(request, token, presented.Token, cancellationToken) is { } proofFault)
        {
            return proofFault.Challenged(resource, dpop: true);
        }

        return resource.ChecksRevocation && revocation.Find() is { } ended && await ended.IsRevokedAsync(token, cancellationToken)
            ? Invalid(ResourceFault.Revoked).Challenged(resource, presented.UnderDpop)
            : token;
    }

    private ValueTask<Result<VerifiedAccessToken>> VerifyAsync(ReadOnlyMemory<char> token, ProtectedResource resource, CancellationToken cancellationToken) =>
        resource.TakesAnyAudience && CompactJws.TryParse(token, out var jws, out _) && TokenClaims.AudienceOf(jws.Payload) is { IsEmpty: false } audience
            ? tokens.VerifyAsync(jws, audience, cancellationToken)
            : tokens.VerifyAsync(token, resource.Audiences, cancellationToken);

    // The scheme and what comes along must be those of the token's own binding; one constraint never stands in for another.
    private OAuthError? FaultOfBinding(OAuthRequest request, PresentedToken presented, VerifiedAccessToken token) =>
        (presented.UnderDpop, token) switch
        {
            (false, { DpopJkt: not null }) => Invalid(ResourceFault.DpopBoundUnderBearer, "this token is bound to a key: send it under the DPoP scheme with a proof"),
            (false, _) when options.Value.Dpop.Enabled && !request.Dpop.IsEmpty => new(ErrorCodes.InvalidDpopProof, "a DPoP proof came with a bearer token")
            {
                Fault = ResourceFault.ProofUnderBearer,
            },
            (true, { DpopJkt: null }) => Invalid(ResourceFault.NotBoundToDpop),
            (_, { CertificateThumbprint: { } bound }) when !HasCertificate(request, bound) =>
                Invalid(ResourceFault.OtherCertificate, "this token is bound to a client certificate"),
            _ => null,
        };

    private async ValueTask<OAuthError?> FaultOfProofAsync(
        OAuthRequest request, VerifiedAccessToken token, ReadOnlyMemory<char> accessToken, CancellationToken cancellationToken)
    {
        if (!options.Value.Dpop.Enabled || replays.Find() is not { } used)
        {
            return Invalid(ResourceFault.DpopUnavailable);
        }

        if (!(await proofs.Value.VerifyProofAsync(request, request.Url, accessToken, cancellationToken)).TryGet(out var proof, out var error))
        {
            return error;
        }

        return !Same(proof.Jkt, token.DpopJkt!) ? Invalid(ResourceFault.OtherKey)
            : await used.TryAddAsync(proof.ReplayId, proof.ReplayUntil, cancellationToken) ? null
            : DpopProofVerifier.Replayed;
    }

    private bool HasCertificate(OAuthRequest request, string thumbprint) =>
        options.Value.Mtls.Enabled && request.ClientCertificate is { } certificate && Same(CertificateThumbprint.Of(certificate), thumbprint);

    private static bool Same(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));

    /// <summary>The refusal of a token that is good in itself, or the absence of one.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="token">The token, or null if there is none.</param>
    /// <param name="resource">The resource.</param>
    /// <returns>403 <c>insufficient_scope</c> for that fault, else 401 <c>invalid_token</c>, with the challenge that fits.</returns>
    public static OAuthError Refuse(ResourceFault fault, VerifiedAccessToken? token, ProtectedResource resource)
    {
        var error = fault switch
        {
            ResourceFault.InsufficientScope => new OAuthError(ErrorCodes.InsufficientScope, "the access token does not permit this", 403) { Fault = fault },
            ResourceFault.NoToken => Invalid(fault, "no access token was presented"),
            _ => Invalid(fault),
        };
        return error.Challenged(resource, token?.DpopJkt is not null);
    }

    private static OAuthError Invalid(ResourceFault fault, string description = "the access token is invalid, expired or revoked") =>
        new(ErrorCodes.InvalidToken, description, 401) { Fault = fault };

    private static ServerEvent Succeeded(VerifiedAccessToken token) => new(EventName.AuthSucceeded)
    {
        Subject = token.Subject,
        ClientId = token.ClientId,
        Scope = token.Scope.ToString(),
    };

    private static string PathOf(string url)
    {
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = url.IndexOf('/', authority);
        return path < 0 ? "/" : url[path..];
    }
}
