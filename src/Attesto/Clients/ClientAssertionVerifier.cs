using Attesto.Jose;
using Attesto.Outbound;
using Microsoft.Extensions.Options;

namespace Attesto.Clients;

/// <summary>Verifies <c>private_key_jwt</c> assertions (RFC 7523 §3, OpenID Connect Core §9).</summary>
/// <param name="keys">The clients' keys.</param>
/// <param name="replays">Where used assertions are recorded.</param>
/// <param name="urls">The endpoints, where they are accepted as audience.</param>
/// <param name="profiles">What an assertion must be.</param>
/// <param name="algorithms">What verifies.</param>
/// <param name="options">Whether they are.</param>
/// <param name="clock">The clock.</param>
internal sealed class ClientAssertionVerifier(
    IRemoteKeys keys,
    IReplayStore replays,
    EndpointUrls urls,
    JwtProfiles profiles,
    SignatureAlgorithms algorithms,
    IOptions<AttestoOptions> options,
    TimeProvider clock)
{
    /// <summary>Verifies an assertion and spends it: a second time it is refused.</summary>
    /// <param name="assertion">The assertion as presented; any string.</param>
    /// <param name="client">The client that it must be from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if it proves the client; else why not.</returns>
    public async ValueTask<ClientAssertionFault?> VerifyAsync(string assertion, Client client, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(assertion, out var jws, out _))
        {
            return ClientAssertionFault.Malformed;
        }

        if (FaultOf(jws, client, out var dates) is { } fault)
        {
            return fault;
        }

        if (await keys.FindAsync(client, jws.KeyId, cancellationToken) is not { } set || !algorithms.Find(set).Verifies(jws))
        {
            return ClientAssertionFault.BadSignature;
        }

        // The line break separates: a client_id has none.
        var id = TokenHash.Of($"client_assertion\n{client.Id}\n{jws.Payload.Text(TokenClaims.Jti)}");
        var until = DateTimeOffset.FromUnixTimeSeconds(dates.Expires!.Value);
        return await replays.TryAddAsync(id, until, cancellationToken) ? null : ClientAssertionFault.Replayed;
    }

    private ClientAssertionFault? FaultOf(CompactJws jws, Client client, out NumericDates dates) =>
        profiles.ClientAssertion.FaultOf(jws, clock.GetUtcNow(), Audiences, out dates) switch
        {
            null when client.TokenEndpointAuthSigningAlg is { } own && !JoseAlgorithms.AreSame(own, jws.Algorithm) => ClientAssertionFault.UnsupportedAlgorithm,
            null => jws.Payload.Is(TokenClaims.Iss, client.Id) && jws.Payload.Is(TokenClaims.Sub, client.Id) ? null : ClientAssertionFault.WrongClient,
            JwtFault.Type => ClientAssertionFault.WrongType,
            JwtFault.Algorithm => ClientAssertionFault.UnsupportedAlgorithm,
            JwtFault.Claims => ClientAssertionFault.BadClaims,
            JwtFault.Audience => ClientAssertionFault.WrongAudience,
            _ => ClientAssertionFault.BadLifetime,
        };

    private string[] Audiences => options.Value.ClientAuthentication.AssertionAudience is ClientAssertionAudience.Issuer ? [urls.Issuer] : urls.AssertionAudiences;
}
