namespace Attesto.Stores;

/// <summary>Pushed authorization requests in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The present, for the sweep.</param>
internal sealed class InMemoryPushedRequestStore(TimeProvider clock) : IPushedRequestStore
{
    private readonly ExpiringTable<TokenHash, PushedRequest> _requests = new(clock, request => request.ExpiresAt);

    /// <inheritdoc/>
    public Task AddAsync(PushedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _requests.TryAdd(request.Hash, request)
            ? Task.CompletedTask
            : throw new InvalidOperationException("the request_uri exists");
    }

    /// <inheritdoc/>
    public Task<PushedRequest?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(_requests.Find(hash));

    /// <inheritdoc/>
    public Task KeepAsync(TokenHash hash, string judged, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        _requests.TryChange(hash, request => request.Answer is null ? request with { Judged = judged, ExpiresAt = expiresAt } : null);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> AnswerAsync(TokenHash hash, string answer, CancellationToken cancellationToken) =>
        Task.FromResult(_requests.TryChange(hash, request => request.Answer is null ? request with { Answer = answer } : null));
}
