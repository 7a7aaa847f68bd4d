using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Self-registered clients in the host's database; a change demands the registration access tokens in the same statement.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfRegisteredClientStore<TContext>(TContext context) : IRegisteredClientStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(RegisteredClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return context.InsertAsync(RegisteredClientRow.From(client), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<RegisteredClientRow>(TokenHash.Of(clientId), cancellationToken);
        return row?.ToClient();
    }

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(RegisteredClient client, RegisteredClient expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(expected);
        var to = RegisteredClientRow.From(client);
        return await context.RunAsync(
            token => StillAs(expected).ExecuteUpdateAsync(
                row => row
                    .SetProperty(row => row.RegistrationAccessTokenHash, to.RegistrationAccessTokenHash)
                    .SetProperty(row => row.Metadata, to.Metadata)
                    .SetProperty(row => row.NameKey, to.NameKey)
                    .SetProperty(row => row.IssuedAt, to.IssuedAt)
                    .SetProperty(row => row.SecretHash, to.SecretHash)
                    .SetProperty(row => row.SecretExpiresAt, to.SecretExpiresAt)
                    .SetProperty(row => row.PreviousRegistrationAccessTokenHash, to.PreviousRegistrationAccessTokenHash)
                    .SetProperty(row => row.PreviousSecretHash, to.PreviousSecretHash)
                    .SetProperty(row => row.PreviousSecretExpiresAt, to.PreviousSecretExpiresAt)
                    .SetProperty(row => row.ExpiresAt, to.ExpiresAt),
                token),
            cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(RegisteredClient expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return await context.RunAsync(token => StillAs(expected).ExecuteDeleteAsync(token), cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public Task ExtendAsync(string clientId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var (hash, until) = (TokenHash.Of(clientId), expiresAt.UtcDateTime);
        return context.RunAsync(
            token => Clients.Where(row => row.Hash == hash).ExecuteUpdateAsync(row => row.SetProperty(row => row.ExpiresAt, until), token),
            cancellationToken);
    }

    private DbSet<RegisteredClientRow> Clients => context.Set<RegisteredClientRow>();

    private IQueryable<RegisteredClientRow> StillAs(RegisteredClient read)
    {
        var (hash, present, previous) = (TokenHash.Of(read.ClientId), read.RegistrationAccessToken, read.Previous?.RegistrationAccessToken);
        return Clients.Where(row => row.Hash == hash && row.RegistrationAccessTokenHash == present && row.PreviousRegistrationAccessTokenHash == previous);
    }
}
