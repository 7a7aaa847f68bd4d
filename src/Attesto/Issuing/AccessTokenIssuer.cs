using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;
using Attesto.Resources;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Issuing;

/// <summary>Signs access tokens in the JWT profile (RFC 9068).</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="options">The issuer, the audience, the lifetime, the principal kinds.</param>
/// <param name="clock">The clock.</param>
internal sealed class AccessTokenIssuer(IKeystore keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Issues one token. A mistake of the host (a reserved claim, a <c>sub</c> without its prefix) is an error, never a token.</summary>
    /// <param name="request">What it says.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The token, or <c>invalid_request</c> with a <see cref="TokenFault"/>.</returns>
    public async ValueTask<Result<IssuedAccessToken>> IssueAsync(AccessTokenRequest request, CancellationToken cancellationToken)
    {
        if (FaultOf(request) is { } fault)
        {
            return TokenClaims.Refused(fault);
        }

        var format = AccessTokenFormat.Of(request.Audience, options.Value);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var expires = now + (long)format.Lifetime.TotalSeconds;
        expires = request.NotAfter is { } end ? Math.Min(expires, end.ToUnixTimeSeconds()) : expires;
        if (expires <= now)
        {
            return TokenClaims.Refused(TokenFault.NoLifetime);
        }

        if (await FindKeyAsync(format.SigningAlgorithm, cancellationToken) is not { } key)
        {
            return TokenClaims.Refused(TokenFault.NoSigningKey);
        }

        var payload = new Payload(request, options.Value, Secret.NewId(), now, expires);
        var token = await JwsWriter.SignAsync(key, format.Type, payload, static (writer, payload) => payload.WriteTo(writer), cancellationToken);
        return new IssuedAccessToken(token, payload.Id, DateTimeOffset.FromUnixTimeSeconds(expires), (int)(expires - now));
    }

    // What the API asks for; else ES256 where there is such a key: an RSA signature costs thirteen times as much.
    private async ValueTask<SigningCredentials?> FindKeyAsync(string? algorithm, CancellationToken cancellationToken) =>
        algorithm is not null
            ? await keys.FindSigningCredentialsAsync(algorithm, cancellationToken)
            : await keys.FindSigningCredentialsAsync(JoseAlgorithms.Es256, cancellationToken) ?? await keys.FindSigningCredentialsAsync(null, cancellationToken);

    private TokenFault? FaultOf(AccessTokenRequest request)
    {
        var (kind, subject, claims) = (request.Principal.Kind, request.Principal.Subject, request.Principal.Claims);
        return
            claims is not null && HasReserved(claims, request.ClientId) ? TokenFault.ReservedClaim :
            PrincipalKinds.Find(options.Value, kind, subject) is not { } known ? TokenFault.BadPrincipal :
            PrincipalKinds.HasRequiredClaims(known, claims, request.ClientId) ? null :
            TokenFault.BadClaims;
    }

    private bool HasReserved(JsonObject claims, string clientId)
    {
        foreach (var (name, value) in claims)
        {
            var repeatsClientId = string.Equals(name, TokenClaims.ClientId, StringComparison.Ordinal)
                && value?.GetValueKind() is JsonValueKind.String && string.Equals(value.GetValue<string>(), clientId, StringComparison.Ordinal);
            if (!repeatsClientId && (TokenClaims.ReservedInAccessTokens.Contains(name)
                || string.Equals(name, options.Value.Subjects.PrincipalKindClaim, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Payload(AccessTokenRequest Request, AttestoOptions Options, string Id, long IssuedAt, long ExpiresAt)
    {
        public void WriteTo(Utf8JsonWriter writer)
        {
            writer.WriteString(TokenClaims.Iss, Options.Issuer);
            WriteAudience(writer);
            writer.WriteString(TokenClaims.Sub, Request.Principal.Subject);
            writer.WriteNumber(TokenClaims.Exp, ExpiresAt);
            writer.WriteNumber(TokenClaims.Iat, IssuedAt);
            writer.WriteString(TokenClaims.Jti, Id);
            writer.WriteString(TokenClaims.ClientId, Request.ClientId);
            if (Request.Scope.Count > 0) // RFC 6749 §3.3: a scope has at least one token
            {
                writer.WriteString(TokenClaims.Scope, Request.Scope.ToString());
            }

            writer.WriteString(TokenClaims.Typ, TokenClaims.Access);
            writer.WriteString(Options.Subjects.PrincipalKindClaim, Request.Principal.Kind);
            if (Request.GrantId is { } grant)
            {
                writer.WriteString(TokenClaims.GrantId, grant.ToString());
            }

            WriteConfirmation(writer);
            WriteAuthentication(writer);
            TokenClaims.WriteHostClaims(writer, Request.Principal.Claims);
        }

        private void WriteAudience(Utf8JsonWriter writer)
        {
            if (Request.Audience.Length <= 1)
            {
                writer.WriteString(TokenClaims.Aud, Request.Audience.Length == 1 ? Request.Audience[0] : Options.Audience);
                return;
            }

            writer.WriteStartArray(TokenClaims.Aud);
            foreach (var audience in Request.Audience)
            {
                writer.WriteStringValue(audience);
            }

            writer.WriteEndArray();
        }

        private void WriteConfirmation(Utf8JsonWriter writer)
        {
            var (name, value) = Request.SenderConstraint switch
            {
                SenderConstraint.Dpop dpop => (TokenClaims.Jkt, dpop.Jkt),
                SenderConstraint.Mtls mtls => (TokenClaims.X5tS256, mtls.Thumbprint),
                _ => ("", ""),
            };
            if (name.Length > 0)
            {
                writer.WriteStartObject(TokenClaims.Cnf);
                writer.WriteString(name, value);
                writer.WriteEndObject();
            }
        }

        private void WriteAuthentication(Utf8JsonWriter writer)
        {
            if (Request.AuthTime is { } authTime)
            {
                writer.WriteNumber(TokenClaims.AuthTime, authTime.ToUnixTimeSeconds());
            }

            if (Request.Acr is { } acr)
            {
                writer.WriteString(TokenClaims.Acr, acr);
            }

            if (Request.Claims is { } claims)
            {
                writer.WritePropertyName(TokenClaims.Claims);
                writer.WriteRawValue(claims);
            }

            if (Request.Actor is { } actor)
            {
                writer.WritePropertyName(TokenClaims.Act);
                actor.WriteTo(writer);
            }
        }
    }
}
