using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.SenderConstraints;

/// <summary>Verifies DPoP proofs (RFC 9449 §4.3). Nothing is recorded: whoever accepts the request records <see cref="SenderConstraint.Dpop.ReplayId"/>
/// once everything else has proven valid.</summary>
/// <param name="options">The settings.</param>
/// <param name="profiles">What a proof must be.</param>
/// <param name="algorithms">What verifies.</param>
/// <param name="clock">The clock.</param>
/// <param name="nonces">The nonces; needed only where they are required.</param>
internal sealed class DpopProofVerifier(
    IOptions<AttestoOptions> options, JwtProfiles profiles, SignatureAlgorithms algorithms, TimeProvider clock, DpopNonces? nonces = null)
{
    private const int MaxIdLength = 256; // bytes of UTF-8

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly AttestoOptions _options = options.Value;

    /// <summary>The refusal of a proof that was used before. It says so: some clients reuse a proof unless told otherwise.</summary>
    public static OAuthError Replayed { get; } = Invalid(DpopFault.Replayed, "the DPoP proof was used before (replay): sign a new one for every request");

    /// <summary>Verifies the one proof of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="url">The canonical URL that its <c>htu</c> must name.</param>
    /// <param name="accessToken">The access token that came along, which <c>ath</c> must hash; null at the authorization server.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key and the identity of the proof; or <c>invalid_dpop_proof</c> or <c>use_dpop_nonce</c>, as a 400 without challenge.</returns>
    public ValueTask<Result<SenderConstraint.Dpop>> VerifyAsync(
        OAuthRequest request, string url, string? accessToken, CancellationToken cancellationToken) =>
        VerifyProofAsync(request, url, accessToken is null ? default(ReadOnlyMemory<char>?) : accessToken.AsMemory(), cancellationToken);

    /// <summary>The same with a token within a header, of which no copy is made.</summary>
    internal async ValueTask<Result<SenderConstraint.Dpop>> VerifyProofAsync(
        OAuthRequest request, string url, ReadOnlyMemory<char>? accessToken, CancellationToken cancellationToken)
    {
        if (request.Dpop is not [var header])
        {
            return request.Dpop.IsEmpty
                ? Invalid(DpopFault.Missing, "a DPoP proof is required")
                : Invalid(DpopFault.SeveralProofs, "send exactly one DPoP header");
        }

        if (!Read(header).TryGet(out var proof, out var error))
        {
            return error;
        }

        if (FaultOfClaims(proof, request.Method, url, accessToken) is { } fault)
        {
            return fault;
        }

        if ((_options.Dpop.RequireNonce || _options.Dpop.NonceReplacesClock) && await FaultOfNonceAsync(proof.Claims, cancellationToken) is { } nonceFault)
        {
            return nonceFault;
        }

        // Kept for as long as the proof would be accepted: from the far end of the skew, or with its nonce; the last second counts whole, for iat has no fractions.
        var life = _options.Dpop.NonceReplacesClock ? _options.Dpop.NonceLifetime : _options.Dpop.ProofMaxAge;
        var until = clock.GetUtcNow() + life + _options.Dpop.ClockSkew + OneSecond;
        return new SenderConstraint.Dpop(proof.Jkt, IdOf(proof), until);
    }

    private sealed record Proof(string Jkt, JsonElement Claims)
    {
        public string Id { get; } = Claims.Text(TokenClaims.Jti)!;
    }

    private Result<Proof> Read(string header)
    {
        if (!CompactJws.TryParse(header, out var jws, out var joseFault))
        {
            return header.Contains(',') ? Invalid(DpopFault.SeveralProofs, "send exactly one DPoP proof")
                : joseFault is JoseFault.Critical ? Invalid(DpopFault.Malformed, "the DPoP proof has a crit header")
                : Invalid(DpopFault.Malformed, "the DPoP proof is not a compact JWS");
        }

        if (profiles.DpopProof.FaultOf(jws, clock.GetUtcNow(), audiences: [], out _) is { } fault)
        {
            return Invalid(fault);
        }

        if (jws.FindEmbeddedKey(algorithms) is not { } key || !key.Accepts(jws.Algorithm))
        {
            return Invalid(DpopFault.BadKey, "the jwk of the DPoP proof is not a public key for its alg");
        }

        try
        {
            return jws.IsSignedBy(key)
                ? new Proof(key.Thumbprint, jws.Payload)
                : Invalid(DpopFault.BadSignature, "the signature of the DPoP proof does not verify");
        }
        finally
        {
            jws.ReleaseEmbeddedKey();
        }
    }

    private OAuthError? FaultOfClaims(Proof proof, string method, string url, ReadOnlyMemory<char>? accessToken)
    {
        var claims = proof.Claims;
        if (!claims.Is(TokenClaims.Htm, method))
        {
            return Invalid(DpopFault.WrongMethod, "the htm of the DPoP proof is not the method of the request");
        }

        if (!NamesUrl(claims.Text(TokenClaims.Htu), url))
        {
            return Invalid(DpopFault.WrongUrl, "the htu of the DPoP proof is not the URL of the request");
        }

        if (Encoding.UTF8.GetByteCount(proof.Id) > MaxIdLength)
        {
            return Invalid(DpopFault.BadId, "the jti of the DPoP proof is longer than 256 bytes");
        }

        return HasHash(claims, accessToken) ? null : Invalid(DpopFault.WrongToken, "the ath of the DPoP proof is not the hash of the access token");
    }

    // https only; plain http counts where a host has switched TLS off for development, and then only for itself.
    private bool NamesUrl(string? htu, string url) =>
        ProofUrl.TryParse(htu, out var named) && ProofUrl.TryParse(url, out var own) && named.Matches(own)
        && (named.IsHttps || (named.IsHttp && !_options.RequireHttps));

    private static bool HasHash(JsonElement claims, ReadOnlyMemory<char>? accessToken)
    {
        if (accessToken is not { Span: var token })
        {
            return true;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, Encoding.UTF8.GetBytes(token, buffer)), digest);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);

        Span<char> expected = stackalloc char[43];
        Base64Url.EncodeToChars(digest, expected);
        return claims.Text(TokenClaims.Ath) is { } hash
            && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(hash.AsSpan()), MemoryMarshal.AsBytes<char>(expected));
    }

    private static TokenHash IdOf(Proof proof)
    {
        Span<char> id = stackalloc char[proof.Jkt.Length + 1 + MaxIdLength];
        return id.TryWrite($"{proof.Jkt}:{proof.Id}", out var written)
            ? TokenHash.Of(id[..written])
            : throw new UnreachableException(); // both lengths are bounded
    }

    private async ValueTask<OAuthError?> FaultOfNonceAsync(JsonElement claims, CancellationToken cancellationToken)
    {
        if (nonces is null)
        {
            return Invalid(DpopFault.BadNonce, "this resource cannot check nonces");
        }

        return claims.Text(TokenClaims.Nonce) is { } nonce && await nonces.IsLiveAsync(nonce, cancellationToken)
            ? null
            : new OAuthError(ErrorCodes.UseDpopNonce, "sign the DPoP proof with the nonce of the DPoP-Nonce header")
            {
                Fault = DpopFault.BadNonce,
                DpopNonce = await nonces.IssueAsync(cancellationToken),
            };
    }

    private static OAuthError Invalid(JwtFault fault) => fault switch
    {
        JwtFault.Type => Invalid(DpopFault.WrongType, "the typ of the DPoP proof is not dpop+jwt"),
        JwtFault.Algorithm => Invalid(DpopFault.UnsupportedAlgorithm, "the alg of the DPoP proof is not supported"),
        JwtFault.Claims => Invalid(DpopFault.BadClaims, "the DPoP proof lacks one of jti, htm, htu and iat, or has a claim of another type"),
        _ => Invalid(DpopFault.NotFresh, "the iat of the DPoP proof is too old or in the future"),
    };

    private static OAuthError Invalid(DpopFault fault, string description) => new(ErrorCodes.InvalidDpopProof, description) { Fault = fault };
}
