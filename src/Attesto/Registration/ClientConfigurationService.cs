using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>A registered client's own view of its registration (RFC 7592 §2).</summary>
/// <param name="clients">Finds registrations that are in force.</param>
/// <param name="review">What may be registered instead.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="terminator">Ends what a client had that is gone.</param>
/// <param name="urls">Where the configuration endpoint stands.</param>
/// <param name="options">The settings.</param>
/// <param name="clock">The clock.</param>
internal sealed class ClientConfigurationService(
    RegisteredClients clients,
    RegistrationReview review,
    IRegisteredClientStore store,
    IAuthorizationTerminator terminator,
    EndpointUrls urls,
    IOptions<AttestoOptions> options,
    TimeProvider clock)
{
    // What only the server says (RFC 7592 §2.2).
    private static readonly string[] ServerMembers =
    [
        MetadataNames.RegistrationAccessToken, MetadataNames.RegistrationClientUri, MetadataNames.ClientIdIssuedAt, MetadataNames.ClientSecretExpiresAt,
    ];

    /// <summary>Reads the registration (RFC 7592 §2.1). The secret is not told again: only its hash is kept.</summary>
    /// <param name="request">The request, with the registration access token.</param>
    /// <param name="clientId">The <c>client_id</c> in the request's path.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client information response.</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(OAuthRequest request, string clientId, CancellationToken cancellationToken) =>
        (await AuthenticateAsync(request, clientId, cancellationToken)).TryGet(out var own, out var error)
            ? new Outcome<JsonObject>(ClientInformation.Write(own.Client, own.Metadata, new ClientCredentials(own.Token, Secret: null), urls), [])
            : error;

    /// <summary>Replaces the registration (RFC 7592 §2.2): what is not sent is no longer registered.</summary>
    /// <param name="request">The request, with the registration access token.</param>
    /// <param name="clientId">The <c>client_id</c> in the request's path.</param>
    /// <param name="body">The request's body: a JSON object.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The client information response.</returns>
    public async Task<Outcome<JsonObject>> UpdateAsync(OAuthRequest request, string clientId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!(await AuthenticateAsync(request, clientId, cancellationToken)).TryGet(out var own, out var error))
        {
            return error;
        }

        if (!RegistrationBody.TryRead(body.Span, out var json, out error))
        {
            return error;
        }

        if (FaultOf(json, own.Client) is { } fault)
        {
            return fault;
        }

        if (!(await review.DecideAsync(request, json, clientId, cancellationToken)).TryGet(out var metadata, out error))
        {
            return error;
        }

        var missed = HasMissedSecret(own, json);
        var credentials = new ClientCredentials(
            options.Value.Registration.RotateRegistrationAccessToken ? Secret.New() : own.Token,
            ClientCredentials.NeedSecret(metadata) && (missed || HasNoLastingSecret(own.Client)) ? Secret.New() : null);
        var changed = Change(own.Client, metadata, credentials) with
        {
            Previous = own.IsByPrevious || missed
                ? own.Client.Previous
                : new PreviousCredentials(own.Client.RegistrationAccessToken, own.Client.SecretHash, own.Client.SecretExpiresAt),
        };
        return await store.ReplaceAsync(changed, own.Client, CancellationToken.None)
            ? new Outcome<JsonObject>(ClientInformation.Write(changed, metadata, credentials, urls), [])
            : BearerCredential.Refuse(request, options.Value.ClientAuthentication.Realm, RegistrationFault.Raced);
    }

    /// <summary>Ends the registration, and with it every code, device code, grant and token of the client (RFC 7592 §2.3).</summary>
    /// <param name="request">The request, with the registration access token.</param>
    /// <param name="clientId">The <c>client_id</c> in the request's path.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>What was removed, to be answered with 204 and no body.</returns>
    public async Task<Outcome<ClientRemoval>> RemoveAsync(OAuthRequest request, string clientId, CancellationToken cancellationToken)
    {
        if (!(await AuthenticateAsync(request, clientId, cancellationToken)).TryGet(out var own, out var error))
        {
            return error;
        }

        if (!await store.RemoveAsync(own.Client, CancellationToken.None))
        {
            return BearerCredential.Refuse(request, options.Value.ClientAuthentication.Realm, RegistrationFault.Raced);
        }

        await terminator.EndAsync(new GrantFilter { ClientId = clientId }, CancellationToken.None);
        return new Outcome<ClientRemoval>(new ClientRemoval(clientId), []);
    }

    // Unknown clients, expired ones and wrong tokens look the same from outside (RFC 7592 §2.1).
    private async Task<Result<OwnRegistration>> AuthenticateAsync(OAuthRequest request, string clientId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (BearerCredential.Find(request) is not { } token)
        {
            return BearerCredential.Refuse(request, options.Value.ClientAuthentication.Realm, RegistrationFault.NoToken);
        }

        var client = RegisteredClients.IsOurs(clientId) ? await clients.FindLiveAsync(clientId, cancellationToken) : null;
        var presented = TokenHash.Of(token);
        var isPresent = Matches(presented, client?.RegistrationAccessToken);
        var isPrevious = Matches(presented, client?.Previous?.RegistrationAccessToken) && !isPresent;
        if (client is null || !(isPresent || isPrevious) || ClientMetadata.Restore(client.Metadata) is not { } metadata)
        {
            return BearerCredential.Refuse(request, options.Value.ClientAuthentication.Realm, client is null ? RegistrationFault.UnknownClient : RegistrationFault.WrongToken);
        }

        // The answer with this token arrived: the one before it has had its time.
        if (isPresent && client.Previous is { } previous && previous.RegistrationAccessToken != client.RegistrationAccessToken)
        {
            var used = client with { Previous = null };
            return await store.ReplaceAsync(used, client, cancellationToken)
                ? new OwnRegistration(used, metadata, token, IsByPrevious: false)
                : await AuthenticateAsync(request, clientId, cancellationToken); // something else happened meanwhile
        }

        return new OwnRegistration(client, metadata, token, isPrevious);
    }

    private static bool Matches(TokenHash presented, TokenHash? known) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(presented.Value), Encoding.ASCII.GetBytes((known ?? TokenHash.Of(Secret.New())).Value));

    private static OAuthError? FaultOf(JsonElement json, RegisteredClient client) =>
        Array.Find(ServerMembers, name => json.Has(name)) is { } ours ? MetadataRules.Invalid(ours, "must not be sent")
        : json.Text(Parameters.ClientId) != client.ClientId ? MetadataRules.Invalid(Parameters.ClientId, "must be the client's own")
        : json.Has(Parameters.ClientSecret) && !IsSecret(json.Text(Parameters.ClientSecret), client) ? MetadataRules.Invalid(Parameters.ClientSecret, "cannot be chosen")
        : null;

    private static bool IsSecret(string? text, RegisteredClient client) => text is not null && (client.SecretHash == TokenHash.Of(text) || IsPreviousSecret(text, client));

    private static bool IsPreviousSecret(string? text, RegisteredClient client) => text is not null && client.Previous?.SecretHash == TokenHash.Of(text);

    // The last update made a secret, and the client shows that it did not receive that answer.
    private static bool HasMissedSecret(OwnRegistration own, JsonElement json) =>
        own.Client.Previous is { } previous && previous.SecretHash != own.Client.SecretHash
        && (own.IsByPrevious || IsPreviousSecret(json.Text(Parameters.ClientSecret), own.Client));

    private bool HasNoLastingSecret(RegisteredClient client) =>
        client.SecretHash is null || client.SecretExpiresAt - clock.GetUtcNow() < options.Value.Registration.SecretLifetime / 2;

    private RegisteredClient Change(RegisteredClient client, ClientMetadata metadata, ClientCredentials credentials)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var changed = client with
        {
            Metadata = metadata.ToJson().ToJsonString(),
            RegistrationAccessToken = TokenHash.Of(credentials.RegistrationAccessToken),
            ExpiresAt = now + options.Value.Registration.UnusedClientLifetime,
        };
        return credentials.Secret is { } secret ? changed with { SecretHash = TokenHash.Of(secret), SecretExpiresAt = now + options.Value.Registration.SecretLifetime }
            : ClientCredentials.NeedSecret(metadata) ? changed
            : changed with { SecretHash = null, SecretExpiresAt = null };
    }

    private sealed record OwnRegistration(RegisteredClient Client, ClientMetadata Metadata, string Token, bool IsByPrevious)
    {
        public override string ToString() => Client.ClientId;
    }
}

/// <summary>A registration that has ended.</summary>
/// <param name="ClientId">Whose it was.</param>
internal sealed record ClientRemoval(string ClientId);
