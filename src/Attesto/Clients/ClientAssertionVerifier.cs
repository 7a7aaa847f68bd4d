using System.Text.Json;
using Attesto.Jose;
using Attesto.Outbound;
using Microsoft.Extensions.Options;

namespace Attesto.Clients;

/// <summary>Verifies <c>private_key_jwt</c> assertions (RFC 7523 §3, OpenID Connect Core §9).</summary>
/// <param name="keys">The clients' keys.</param>
/// <param name="replays">Where used assertions are recorded.</param>
/// <param name="urls">The token endpoint, where it is accepted as audience.</param>
/// <param name="options">The issuer, the algorithms.</param>
/// <param name="clock">The clock.</param>
internal sealed class ClientAssertionVerifier(
    IRemoteKeys keys, IReplayStore replays, EndpointUrls urls, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const long MaxLifetimeSeconds = 300;
    private const long SkewSeconds = 60;

    /// <summary>Verifies an assertion and spends it: a second time it is refused.</summary>
    /// <param name="assertion">The assertion as presented; any string.</param>
    /// <param name="client">The client that it must be from.</param>
    /// <param name="url">The endpoint that is called.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if it proves the client; else why not.</returns>
    public async ValueTask<ClientAssertionFault?> VerifyAsync(string assertion, Client client, string url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        ArgumentNullException.ThrowIfNull(client);
        if (!CompactJws.TryParse(assertion, out var jws, out _))
        {
            return ClientAssertionFault.Malformed;
        }

        if (FaultOf(jws, client, url) is { } fault)
        {
            return fault;
        }

        if (await keys.FindAsync(client, jws.KeyId, cancellationToken) is not { } set || !set.Verifies(jws))
        {
            return ClientAssertionFault.BadSignature;
        }

        // The line break separates: a client_id has none.
        var id = TokenHash.Of($"client_assertion\n{client.Id}\n{jws.Payload.Text(TokenClaims.Jti)}");
        var until = DateTimeOffset.FromUnixTimeSeconds(jws.Payload.Integer(TokenClaims.Exp)!.Value);
        return await replays.TryAddAsync(id, until, cancellationToken) ? null : ClientAssertionFault.Replayed;
    }

    private ClientAssertionFault? FaultOf(CompactJws jws, Client client, string url)
    {
        var claims = jws.Payload;
        var isAccepted = options.Value.AssertionAlgorithms().Contains(jws.Algorithm) && (client.TokenEndpointAuthSigningAlg is null || client.TokenEndpointAuthSigningAlg == jws.Algorithm);
        return
            !IsTyped(jws.Type) ? ClientAssertionFault.WrongType :
            !isAccepted ? ClientAssertionFault.UnsupportedAlgorithm :
            claims.Text(TokenClaims.Iss) != client.Id || claims.Text(TokenClaims.Sub) != client.Id ? ClientAssertionFault.WrongClient :
            !IsForThisServer(claims, url) ? ClientAssertionFault.WrongAudience :
            !IsTimely(claims, clock.GetUtcNow().ToUnixTimeSeconds()) ? ClientAssertionFault.BadLifetime :
            claims.Text(TokenClaims.Jti) is not { Length: > 0 } ? ClientAssertionFault.NoId :
            null;
    }

    // A request object or a DPoP proof of the same key must not pass for an assertion (RFC 8725 §3.11).
    private static bool IsTyped(string? type) =>
        type is null
        || string.Equals(type, "JWT", StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, "client-authentication+jwt", StringComparison.OrdinalIgnoreCase);

    // One string: of several audiences another one could replay the assertion here.
    private bool IsForThisServer(JsonElement claims, string url) => options.Value.TokenEndpointAudience
        ? TokenClaims.HasAudience(claims, [options.Value.Issuer!, urls.UrlOf(OAuthEndpoint.Token), url])
        : claims.Text(TokenClaims.Aud) is { } audience && string.Equals(audience, options.Value.Issuer, StringComparison.Ordinal);

    private static bool IsTimely(JsonElement claims, long now) =>
        claims.Integer(TokenClaims.Exp) is { } exp && exp > now && exp <= now + MaxLifetimeSeconds
        && (!claims.Has(TokenClaims.Iat) || claims.Integer(TokenClaims.Iat) <= now + SkewSeconds)
        && (!claims.Has(TokenClaims.Nbf) || claims.Integer(TokenClaims.Nbf) <= now + SkewSeconds);
}
