using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Attesto.Management;

/// <summary>Changes the host's clients, and tells the event sinks.</summary>
internal sealed class ManagedClients(IClientRegistry registry, IAuthorizationTerminator terminator, AuditTrail audit, TimeProvider clock)
{
    private const int SecretBytes = 32;
    private const int Attempts = 5; // against changes of others that come between

    public Task<RegisteredHostClient?> FindAsync(string clientId, CancellationToken cancellationToken) => registry.FindAsync(clientId, cancellationToken);

    public Task<ImmutableArray<RegisteredHostClient>> ListAsync(int size, long? after, CancellationToken cancellationToken) =>
        registry.ListAsync(size, after, cancellationToken);

    /// <summary>Adds a client, and makes a secret for one that could not authenticate without.</summary>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    public async Task<Outcome<Issued>> AddAsync(Client client, string actor, CancellationToken cancellationToken)
    {
        var secret = NeedsSecret(client) ? NewSecret() : null;
        if (!await registry.TryAddAsync(secret is null ? client : client with { Secrets = [ClientSecret.Of(secret)] }, cancellationToken))
        {
            return new Refusal($"There is a client \"{client.Id}\" already.");
        }

        await audit.PublishAsync(new ServerEvent(EventName.ClientAdded) { ClientId = client.Id }, actor);
        return await IssuedAsync(client.Id, secret, cancellationToken);
    }

    /// <summary>Switches a client off or on.</summary>
    public Task<Outcome<Issued>> SetRevokedAsync(string clientId, bool isRevoked, string actor, CancellationToken cancellationToken) => ChangeAsync(
        clientId, isRevoked ? "disabled" : "enabled", actor, known => known with { IsRevoked = isRevoked }, null, cancellationToken);

    /// <summary>Gives a client another secret; those before end after a while, and those that are over are forgotten.</summary>
    public async Task<Outcome<Issued>> RotateSecretAsync(string clientId, TimeSpan overlap, string actor, CancellationToken cancellationToken)
    {
        var (secret, now) = (NewSecret(), clock.GetUtcNow());
        if (await registry.FindAsync(clientId, cancellationToken) is { Client.IsPublic: true })
        {
            return new Refusal($"The client \"{clientId}\" is public: it can keep no secret.");
        }

        return await ChangeAsync(
            clientId,
            "secret rotated",
            actor,
            known => known with { Secrets = [ClientSecret.Of(secret), .. Ending(known.Secrets, now, now + overlap)] },
            secret,
            cancellationToken);
    }

    /// <summary>Deletes a client, and ends what people and it had.</summary>
    /// <returns>What ended.</returns>
    public async Task<Outcome<EndedAuthorizations>> RemoveAsync(string clientId, string actor, CancellationToken cancellationToken)
    {
        if (!await registry.RemoveAsync(clientId, cancellationToken))
        {
            return Refusal.NoClient(clientId);
        }

        await audit.PublishAsync(new ServerEvent(EventName.ClientRemoved) { ClientId = clientId }, actor);
        return await terminator.EndAsync(new GrantFilter { ClientId = clientId }, CancellationToken.None);
    }

    private async Task<Outcome<Issued>> ChangeAsync(
        string clientId, string what, string actor, Func<Client, Client> change, string? secret, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await registry.FindAsync(clientId, cancellationToken) is not { } known)
            {
                return Refusal.NoClient(clientId);
            }

            if (await registry.ReplaceAsync(change(known.Client), known.Version, cancellationToken))
            {
                await audit.PublishAsync(new ServerEvent(EventName.ClientChanged) { ClientId = clientId }, actor, ("change", what));
                return await IssuedAsync(clientId, secret, cancellationToken);
            }
        }

        return Refusal.Changed(clientId);
    }

    private async Task<Outcome<Issued>> IssuedAsync(string clientId, string? secret, CancellationToken cancellationToken) =>
        await registry.FindAsync(clientId, cancellationToken) is { } stored ? new Issued(stored, secret) : Refusal.NoClient(clientId);

    private static IEnumerable<ClientSecret> Ending(ImmutableArray<ClientSecret> secrets, DateTimeOffset now, DateTimeOffset end) => secrets
        .Select(secret => secret.ExpiresAt is { } earlier && earlier < end ? secret : secret with { ExpiresAt = end })
        .Where(secret => secret.ExpiresAt > now);

    private static bool NeedsSecret(Client client) =>
        client is { IsPublic: false, Secrets.IsEmpty: true, Jwks: null, JwksUri: null, TlsClientAuthSubjectDn: null }
        && client.TokenEndpointAuthMethod is null or AuthenticationMethods.ClientSecretBasic or AuthenticationMethods.ClientSecretPost;

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}

/// <summary>A client as it is now, and a secret in clear that was made for it: the only time that it can be seen.</summary>
internal sealed record Issued(RegisteredHostClient Stored, string? Secret)
{
    /// <summary>Leaves the secret out: it must not end up in a log.</summary>
    public override string ToString() => Stored.Client.Id;
}
