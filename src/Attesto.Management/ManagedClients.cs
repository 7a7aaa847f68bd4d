using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>Shows all clients, changes the host's own, and tells the event sinks.</summary>
internal sealed class ManagedClients(
    IClientRegistry registry, IClientCatalog catalog, OtherClients others, IAuthorizationTerminator terminator, AuditTrail audit, TimeProvider clock)
{
    private const int Attempts = 5; // against changes of others that come between

    /// <summary>The clients of this host.</summary>
    /// <exception cref="InvalidOperationException">It keeps none in a database.</exception>
    public static ManagedClients Of(IServiceProvider services)
    {
        var registry = services.GetService<IClientRegistry>()
            ?? throw new InvalidOperationException("This host keeps no clients in a database: call services.AddAttestoEntityFrameworkStores<TContext>().");
        var others = ActivatorUtilities.CreateInstance<OtherClients>(services);
        var catalog = registry as IClientCatalog ?? new ListOfRegistry(registry, others);
        return new ManagedClients(
            registry, catalog, others, services.GetRequiredService<IAuthorizationTerminator>(), AuditTrail.Of(services), services.GetRequiredService<TimeProvider>());
    }

    /// <summary>A client of any kind.</summary>
    public async Task<KnownClient?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        await registry.FindAsync(clientId, cancellationToken) is { } stored ? KnownClient.Of(stored) : await others.FindAsync(clientId, cancellationToken);

    /// <summary>Clients of every kind, page by page.</summary>
    public Task<ClientPage> ListAsync(ClientFilter filter, int size, ClientCursor? after, CancellationToken cancellationToken) =>
        catalog.ListAsync(filter, size, after, cancellationToken);

    /// <summary>Adds a client, and makes a secret for one that could not authenticate without.</summary>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    public async Task<Outcome<Issued>> AddAsync(Client client, string actor, CancellationToken cancellationToken)
    {
        var (whole, secret) = FreshSecrets.Complete(client);
        if (!await registry.TryAddAsync(whole, cancellationToken))
        {
            return new Refusal($"There is a client \"{client.Id}\" already.", RefusalKind.Taken);
        }

        await audit.PublishAsync(new ServerEvent(EventName.ClientAdded) { ClientId = client.Id }, actor);
        return await IssuedAsync(client.Id, secret, cancellationToken);
    }

    /// <summary>Puts a client in the place of the one that was read: everything but its secrets, which stay. One that is public from now on loses them, and one that
    /// is not any more, and could not authenticate, gets one.</summary>
    /// <param name="client">As it is to be.</param>
    /// <param name="version">The version that was read; of a change that came between nothing is overwritten.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    public async Task<Outcome<Issued>> ReplaceAsync(Client client, Guid version, string actor, CancellationToken cancellationToken)
    {
        if (await registry.FindAsync(client.Id, cancellationToken) is not { } known)
        {
            return await others.RefuseAsync(client.Id, cancellationToken);
        }

        var (next, secret) = FreshSecrets.Complete(client with { Secrets = client.IsPublic ? [] : known.Client.Secrets });
        if (known.Version != version || !await registry.ReplaceAsync(next, version, cancellationToken))
        {
            return Refusal.Changed(client.Id);
        }

        var fields = string.Join(' ', Differences(known.Client, next));
        await audit.PublishAsync(new ServerEvent(EventName.ClientChanged) { ClientId = client.Id }, actor, ("change", "edited"), ("fields", fields));
        return await IssuedAsync(client.Id, secret, cancellationToken);
    }

    /// <summary>Switches a client off or on.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="version">The version that was read, or null for whatever is there.</param>
    /// <param name="isRevoked">True for off.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Outcome<Issued>> SetRevokedAsync(string clientId, Guid? version, bool isRevoked, string actor, CancellationToken cancellationToken) => ChangeAsync(
        clientId, version, isRevoked ? "disabled" : "enabled", actor, known => known with { IsRevoked = isRevoked }, null, cancellationToken);

    /// <summary>Gives a client another secret; those before end after a while, and those that are over are forgotten.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="version">The version that was read, or null for whatever is there.</param>
    /// <param name="overlap">How long the secrets before go on.</param>
    /// <param name="lifetime">How long the new one lasts, or null for as long as nobody replaces it.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Outcome<Issued>> RotateSecretAsync(
        string clientId, Guid? version, TimeSpan overlap, TimeSpan? lifetime, string actor, CancellationToken cancellationToken)
    {
        var (secret, now) = (FreshSecrets.New(), clock.GetUtcNow());
        if (await registry.FindAsync(clientId, cancellationToken) is { } known && FreshSecrets.FaultOf(known.Client, overlap, now) is { } fault)
        {
            return fault;
        }

        return await ChangeAsync(
            clientId,
            version,
            "secret rotated",
            actor,
            known => known with { Secrets = [ClientSecret.Of(secret) with { ExpiresAt = now + lifetime }, .. FreshSecrets.Ending(known.Secrets, now, now + overlap)] },
            secret,
            cancellationToken);
    }

    /// <summary>Deletes a client of any kind, and ends what people and it had. One of a metadata document is forgotten: it comes back if it is used again.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="version">The version that was read, or null for whatever is there.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What ended.</returns>
    public async Task<Outcome<EndedAuthorizations>> RemoveAsync(string clientId, Guid? version, string actor, CancellationToken cancellationToken)
    {
        if (!await registry.RemoveAsync(clientId, version, cancellationToken))
        {
            if (version is not null && await registry.FindAsync(clientId, cancellationToken) is not null)
            {
                return Refusal.Changed(clientId);
            }

            if (await others.RemoveAsync(clientId, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        await audit.PublishAsync(new ServerEvent(EventName.ClientRemoved) { ClientId = clientId }, actor);
        return await terminator.EndAsync(new GrantFilter { ClientId = clientId }, CancellationToken.None);
    }

    // Without a version that was read, what others change meanwhile is kept, and the change is made to that.
    private async Task<Outcome<Issued>> ChangeAsync(
        string clientId, Guid? version, string what, string actor, Func<Client, Client> change, string? secret, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await registry.FindAsync(clientId, cancellationToken) is not { } known)
            {
                return await others.RefuseAsync(clientId, cancellationToken);
            }

            if (version is not null && known.Version != version)
            {
                break;
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

    // The members as they are shown, by their names.
    private static IEnumerable<string> Differences(Client one, Client other)
    {
        var (before, after) = (Members(one), Members(other));
        return before.Concat(after).Select(member => member.Key).Distinct(StringComparer.Ordinal).Where(name => !JsonNode.DeepEquals(before[name], after[name]));
    }

    private static JsonObject Members(Client client) => JsonSerializer.SerializeToNode(ClientEntry.Of(client), ManagementJson.Options)!.AsObject();
}

/// <summary>A client as it is now, and a secret in clear that was made for it: the only time that it can be seen.</summary>
internal sealed record Issued(RegisteredHostClient Stored, string? Secret)
{
    /// <summary>Leaves the secret out: it must not end up in a log.</summary>
    public override string ToString() => Stored.Client.Id;
}
