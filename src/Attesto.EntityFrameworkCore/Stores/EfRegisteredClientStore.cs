using Attesto.Registration;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Self-registered clients in the host's database; a change demands the registration access token in the same statement.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfRegisteredClientStore<TContext>(TContext context) : IRegisteredClientStore
    where TContext : DbContext
{
    private static readonly Table Clients = Table.Of<RegisteredClientRow>();

    /// <inheritdoc/>
    public Task AddAsync(RegisteredClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return context.InsertAsync(RegisteredClientRow.From(client), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(clientId).Value;
        var row = await context.Set<RegisteredClientRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        return row?.ToClient();
    }

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(RegisteredClient client, TokenHash expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var row = RegisteredClientRow.From(client);
        return await context.ExecuteAsync(
            $"""
            UPDATE {Clients}
            SET registration_access_token_hash = {row.RegistrationAccessTokenHash}, metadata = {row.Metadata}, issued_at = {row.IssuedAt},
                secret_hash = {row.SecretHash}, secret_expires_at = {row.SecretExpiresAt}, expires_at = {row.ExpiresAt}
            WHERE hash = {row.Hash} AND registration_access_token_hash = {expected.Value}
            """,
            cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(string clientId, TokenHash expected, CancellationToken cancellationToken) => await context.ExecuteAsync(
        $"DELETE FROM {Clients} WHERE hash = {TokenHash.Of(clientId).Value} AND registration_access_token_hash = {expected.Value}",
        cancellationToken) == 1;

    /// <inheritdoc/>
    public Task ExtendAsync(string clientId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => context.ExecuteAsync(
        $"UPDATE {Clients} SET expires_at = {expiresAt.UtcDateTime} WHERE hash = {TokenHash.Of(clientId).Value}",
        cancellationToken);
}
