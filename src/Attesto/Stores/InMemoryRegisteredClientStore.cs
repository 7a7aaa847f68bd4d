namespace Attesto.Stores;

/// <summary>Registrations of one node; a restart forgets them.</summary>
/// <param name="clock">The clock.</param>
internal sealed class InMemoryRegisteredClientStore(TimeProvider clock) : IRegisteredClientStore
{
    private readonly ExpiringTable<string, RegisteredClient> _clients = new(clock, client => client.ExpiresAt ?? DateTimeOffset.MaxValue);

    /// <inheritdoc/>
    public Task AddAsync(RegisteredClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        _clients.TryAdd(client.ClientId, client);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken) => Task.FromResult(_clients.Find(clientId));

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(RegisteredClient client, RegisteredClient expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(expected);
        return Task.FromResult(_clients.TryChange(client.ClientId, present => IsStillAs(present, expected) ? client : null));
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(RegisteredClient expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return Task.FromResult(_clients.TryRemove(expected.ClientId, present => IsStillAs(present, expected)));
    }

    /// <inheritdoc/>
    public Task ExtendAsync(string clientId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        _clients.TryChange(clientId, present => present with { ExpiresAt = expiresAt });
        return Task.CompletedTask;
    }

    private static bool IsStillAs(RegisteredClient present, RegisteredClient read) =>
        present.RegistrationAccessToken == read.RegistrationAccessToken && present.Previous?.RegistrationAccessToken == read.Previous?.RegistrationAccessToken;
}
