using System.Security.Cryptography.X509Certificates;
using Attesto.Services;
using Microsoft.Extensions.Options;

namespace Attesto.SenderConstraints;

/// <summary>Sender constraints of the authorization server's own endpoints. A required constraint is never satisfied by another one.</summary>
/// <param name="proofs">Verifies proofs.</param>
/// <param name="replays">Where used proofs are recorded.</param>
/// <param name="options">What is on.</param>
internal sealed class SenderConstraintChecks(
    OnDemand<DpopProofVerifier> proofs, OnDemand<IReplayStore> replays, IOptions<AttestoOptions> options) : ISenderConstraints
{
    /// <inheritdoc/>
    public async ValueTask<Result<SenderConstraint>> ResolveAsync(
        OAuthRequest request, Client client, string endpointUrl, CancellationToken cancellationToken)
    {
        var hasProof = options.Value.Dpop.Enabled && !request.Dpop.IsEmpty;
        var certificate = options.Value.Mtls.Enabled ? request.ClientCertificate : null;

        return
            options.Value.Mtls.Enabled && request.HasMalformedCertificate ? Invalid("the client certificate cannot be parsed", ConstraintFault.MalformedCertificate) :
            client is { RequireDpop: true, RequireMtls: true } ? Invalid("this client requires two bindings; a token has one", ConstraintFault.Contradiction) :
            client.RequireMtls && certificate is null ? NoCertificate() :
            client.RequireMtls ? Bind(certificate!) :
            client.RequireDpop && !hasProof ? Invalid("this client must present a DPoP proof", ConstraintFault.NoProof) :
            hasProof ? await BindToKeyAsync(request, endpointUrl, cancellationToken) :
            certificate is not null && client.BindToCertificate is not false ? Bind(certificate) :
            options.Value.Tokens.RequireSenderConstraint is true ? Invalid("a DPoP proof or a client certificate is required", ConstraintFault.NoProof) :
            SenderConstraint.Unbound;
    }

    /// <inheritdoc/>
    public async ValueTask<OAuthError?> CommitAsync(SenderConstraint constraint, CancellationToken cancellationToken) =>
        constraint is not SenderConstraint.Dpop dpop || await replays.Value.TryAddAsync(dpop.ReplayId, dpop.ReplayUntil, cancellationToken)
            ? null
            : DpopProofVerifier.Replayed;

    private async ValueTask<Result<SenderConstraint>> BindToKeyAsync(OAuthRequest request, string endpointUrl, CancellationToken cancellationToken) =>
        (await proofs.Value.VerifyAsync(request, endpointUrl, accessToken: null, cancellationToken)).TryGet(out var proof, out var error) ? proof : error;

    private static SenderConstraint.Mtls Bind(X509Certificate2 certificate) => new(CertificateThumbprint.Of(certificate));

    private static OAuthError NoCertificate() =>
        new(ErrorCodes.InvalidClient, "this client must present its certificate") { Fault = ConstraintFault.NoCertificate };

    private static OAuthError Invalid(string description, ConstraintFault fault) => OAuthError.InvalidRequest(description) with { Fault = fault };
}

/// <summary>Why a request does not meet the sender constraint of its client.</summary>
internal enum ConstraintFault
{
    /// <summary>A certificate was presented that cannot be parsed.</summary>
    MalformedCertificate,

    /// <summary>The client must present its certificate (RFC 8705 §3).</summary>
    NoCertificate,

    /// <summary>The client must present a DPoP proof (RFC 9449 §5.2).</summary>
    NoProof,

    /// <summary>The client is registered to require both, which no token can satisfy.</summary>
    Contradiction,
}
