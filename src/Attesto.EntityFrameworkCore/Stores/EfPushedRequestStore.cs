using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Pushed authorization requests in the host's database; an answer is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfPushedRequestStore<TContext>(TContext context) : IPushedRequestStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(PushedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return context.InsertAsync(PushedRequestRow.From(request), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PushedRequest?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<PushedRequestRow>(hash, cancellationToken);
        return row?.ToRequest();
    }

    /// <inheritdoc/>
    public Task KeepAsync(TokenHash hash, string judged, DateTimeOffset expiresAt, CancellationToken cancellationToken) => context.RunAsync(
        token => Requests.Where(row => row.Hash == hash && row.Answer == null).ExecuteUpdateAsync(
            row => row.SetProperty(row => row.Judged, judged).SetProperty(row => row.ExpiresAt, expiresAt.UtcDateTime), token),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> AnswerAsync(TokenHash hash, string answer, CancellationToken cancellationToken) => await context.RunAsync(
        token => Requests.Where(row => row.Hash == hash && row.Answer == null).ExecuteUpdateAsync(row => row.SetProperty(row => row.Answer, answer), token),
        cancellationToken) == 1;

    private DbSet<PushedRequestRow> Requests => context.Set<PushedRequestRow>();
}
