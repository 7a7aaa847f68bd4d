namespace Attesto.Stores;

/// <summary>Refresh tokens in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The instant of a rotation, and which tokens may be forgotten.</param>
internal sealed class InMemoryRefreshTokenStore(TimeProvider clock) : IRefreshTokenStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MarkLifetime = TimeSpan.FromHours(1); // outlives any insert that is under way

    private readonly Dictionary<TokenHash, Row> _rows = [];
    private readonly Dictionary<string, DateTimeOffset> _revoked = new(StringComparer.Ordinal); // family -> when its mark may be forgotten
    private readonly Lock _lock = new();
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public Task<bool> AddAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Sweep();
            return Task.FromResult(!_revoked.ContainsKey(token.Authorization.FamilyId) && Insert(token));
        }
    }

    /// <inheritdoc/>
    public Task<StoredRefreshToken?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.TryGetValue(hash, out var row)
                ? new StoredRefreshToken(row.Token, _revoked.ContainsKey(row.Token.Authorization.FamilyId), RotationOf(row))
                : null);
        }
    }

    /// <inheritdoc/>
    public Task<bool> RotateAsync(TokenHash hash, RefreshToken successor, string? protectedSuccessor, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Sweep();
            if (!IsLive(hash, out var row))
            {
                return Task.FromResult(false);
            }

            Insert(successor);
            row.RotatedAt = clock.GetUtcNow();
            row.Successor = successor;
            row.ProtectedSuccessor = protectedSuccessor;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!IsLive(hash, out var row))
            {
                return Task.FromResult(false);
            }

            row.Token = row.Token with { ExpiresAt = expiresAt };
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task RevokeFamilyAsync(string familyId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _revoked[familyId] = _rows.Values
                .Where(row => string.Equals(row.Token.Authorization.FamilyId, familyId, StringComparison.Ordinal))
                .Select(row => row.Token.ExpiresAt)
                .Append(clock.GetUtcNow() + MarkLifetime)
                .Max();
        }

        return Task.CompletedTask;
    }

    private bool Insert(RefreshToken token)
    {
        _rows.Add(token.Hash, new Row(token)); // a duplicate throws: 256 random bits do not repeat
        return true;
    }

    private bool IsLive(TokenHash hash, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Row? row) =>
        _rows.TryGetValue(hash, out row) && row.RotatedAt is null && !_revoked.ContainsKey(row.Token.Authorization.FamilyId);

    private Rotation? RotationOf(Row row) => row is { RotatedAt: { } at, Successor: { } successor }
        ? new Rotation(at, successor.Authorization.Scope, row.ProtectedSuccessor, !_rows.TryGetValue(successor.Hash, out var next) || next.RotatedAt is not null)
        {
            SuccessorResources = successor.Authorization.Resources,
        }
        : null;

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepInterval;
        foreach (var (hash, row) in _rows)
        {
            if (row.Token.ExpiresAt < now)
            {
                _rows.Remove(hash);
            }
        }

        foreach (var (familyId, until) in _revoked)
        {
            if (until < now)
            {
                _revoked.Remove(familyId);
            }
        }
    }

    private sealed class Row(RefreshToken token)
    {
        public RefreshToken Token { get; set; } = token;

        public DateTimeOffset? RotatedAt { get; set; }

        public RefreshToken? Successor { get; set; }

        public string? ProtectedSuccessor { get; set; }
    }
}
