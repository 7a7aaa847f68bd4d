using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Issuing;

/// <summary>Signs ID tokens (OpenID Connect Core §2).</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="options">The issuer and the lifetime.</param>
/// <param name="clock">The clock.</param>
internal sealed class IdTokenIssuer(IKeystore keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Issues one token, signed as the client registered: by default RS256 where the server has such a key, else with its first.</summary>
    /// <param name="request">What it says.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The token, or <c>invalid_request</c> with a <see cref="TokenFault"/>.</returns>
    public async ValueTask<Result<string>> IssueAsync(IdTokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Claims is not null && request.Claims.Any(claim => TokenClaims.ReservedInIdTokens.Contains(claim.Key)))
        {
            return TokenClaims.Refused(TokenFault.ReservedClaim);
        }

        if (request.Subject.Length == 0)
        {
            return TokenClaims.Refused(TokenFault.BadPrincipal);
        }

        var key = await FindKeyAsync(keys, request.Client, cancellationToken);
        if (key is null)
        {
            return TokenClaims.Refused(TokenFault.NoSigningKey);
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var payload = new Payload(request, options.Value.Issuer!, key.Algorithm, now, now + (long)options.Value.Tokens.IdTokenLifetime.TotalSeconds);
        return await JwsWriter.SignAsync(key, "JWT", payload, static (writer, payload) => payload.WriteTo(writer), cancellationToken);
    }

    /// <summary>The key that signs for a client: what it registered, else RS256 where the server has such a key, else the first.</summary>
    internal static async ValueTask<SigningCredentials?> FindKeyAsync(IKeystore keys, Client client, CancellationToken cancellationToken) =>
        client.IdTokenSignedResponseAlg is { } registered
            ? await keys.FindSigningCredentialsAsync(registered, cancellationToken)
            : await keys.FindSigningCredentialsAsync(JoseAlgorithms.Rs256, cancellationToken) ?? await keys.FindSigningCredentialsAsync(null, cancellationToken);

    private readonly record struct Payload(IdTokenRequest Request, string Issuer, string Algorithm, long IssuedAt, long ExpiresAt)
    {
        public void WriteTo(Utf8JsonWriter writer)
        {
            writer.WriteString(TokenClaims.Iss, Issuer);
            writer.WriteString(TokenClaims.Sub, Request.Subject);
            writer.WriteString(TokenClaims.Aud, Request.Client.Id);
            writer.WriteNumber(TokenClaims.Iat, IssuedAt);
            writer.WriteNumber(TokenClaims.Exp, ExpiresAt);
            if (Request.AuthTime is { } authTime)
            {
                writer.WriteNumber(TokenClaims.AuthTime, authTime.ToUnixTimeSeconds());
            }

            WriteText(writer, TokenClaims.Nonce, Request.Nonce);
            WriteText(writer, TokenClaims.Acr, Request.Acr);
            WriteText(writer, TokenClaims.Sid, Request.SessionId);
            WriteText(writer, TokenClaims.AtHash, Hash(Request.AccessToken));
            WriteText(writer, TokenClaims.CHash, Hash(Request.Code));
            if (!Request.Amr.IsDefaultOrEmpty)
            {
                writer.WriteStartArray(TokenClaims.Amr);
                foreach (var method in Request.Amr)
                {
                    writer.WriteStringValue(method);
                }

                writer.WriteEndArray();
            }

            TokenClaims.WriteHostClaims(writer, Request.Claims);
        }

        private string? Hash(string? value) => value is null ? null : JoseAlgorithms.LeftHalfHash(Algorithm, value);

        private static void WriteText(Utf8JsonWriter writer, string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }
}
