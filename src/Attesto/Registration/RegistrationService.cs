using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Attesto.Events;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>The client registration endpoint (RFC 7591 §3).</summary>
/// <param name="gate">Who gets to register at all.</param>
/// <param name="review">What is registered.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="urls">Where the configuration endpoint stands.</param>
/// <param name="options">The lifetimes.</param>
/// <param name="clock">The clock.</param>
internal sealed class RegistrationService(
    RegistrationGate gate, RegistrationReview review, IRegisteredClientStore store, EndpointUrls urls, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private readonly RegistrationOptions _options = options.Value.Registration;

    /// <summary>Registers a client.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The request's body: a JSON object.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The client information response (RFC 7591 §3.2.1), to be sent with 201.</returns>
    public async Task<Outcome<JsonObject>> RegisterAsync(OAuthRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await gate.FaultOfAsync(request, cancellationToken) is { } error)
        {
            return error;
        }

        if (!RegistrationBody.TryRead(body.Span, out var json, out error))
        {
            return error;
        }

        if (!(await review.DecideAsync(request, json, clientId: null, cancellationToken)).TryGet(out var metadata, out error))
        {
            return error;
        }

        var credentials = new ClientCredentials(Secret.New(), ClientCredentials.NeedSecret(metadata) ? Secret.New() : null);
        var client = Create(metadata, credentials);
        await store.AddAsync(client, CancellationToken.None);
        return new Outcome<JsonObject>(ClientInformation.Write(client, metadata, credentials, urls), [Registered(client, request)]);
    }

    private RegisteredClient Create(ClientMetadata metadata, ClientCredentials credentials)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        return new RegisteredClient
        {
            ClientId = RegisteredClients.NewId(),
            RegistrationAccessToken = TokenHash.Of(credentials.RegistrationAccessToken),
            Metadata = metadata.ToJson().ToJsonString(),
            IssuedAt = now,
            SecretHash = credentials.Secret is { } secret ? TokenHash.Of(secret) : null,
            SecretExpiresAt = credentials.Secret is null ? null : now + _options.SecretLifetime,
            ExpiresAt = now + _options.UnusedClientLifetime,
        };
    }

    private static ServerEvent Registered(RegisteredClient client, OAuthRequest request) => new(EventName.ClientRegistered)
    {
        ClientId = client.ClientId,
        Metadata = ImmutableDictionary<string, object?>.Empty.Add("client_ip", request.ClientIp),
    };
}
