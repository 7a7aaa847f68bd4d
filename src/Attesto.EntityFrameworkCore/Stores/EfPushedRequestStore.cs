using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Pushed authorization requests in the host's database; taking one is one DELETE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfPushedRequestStore<TContext>(TContext context) : IPushedRequestStore
    where TContext : DbContext
{
    private static readonly CompiledQuery<TContext, TokenHash, PushedRequestRow?> ByHash =
        new((context, hash, cancellationToken) => context.Set<PushedRequestRow>().AsNoTracking().SingleOrDefault(row => row.Hash == hash));

    /// <inheritdoc/>
    public Task AddAsync(PushedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return context.InsertAsync(PushedRequestRow.From(request), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PushedRequest?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await ByHash.RunAsync(context, hash, cancellationToken);
        return row?.ToRequest();
    }

    /// <inheritdoc/>
    public async Task<bool> TakeAsync(TokenHash hash, CancellationToken cancellationToken) =>
        await context.RunAsync(token => context.Set<PushedRequestRow>().Where(row => row.Hash == hash).ExecuteDeleteAsync(token), cancellationToken) == 1;
}
