namespace Attesto.Tests.Grants;

/// <summary>Grants, each statement on which waits for its turn.</summary>
internal sealed class InterleavedGrantStore(IGrantStore inner) : IGrantStore
{
    public Interleaving? Schedule { get; set; }

    public async Task AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        await TurnAsync();
        await inner.AddAsync(grant, cancellationToken);
    }

    public async Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.FindAsync(id, cancellationToken);
    }

    public async Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.ListAsync(filter, size, after, cancellationToken);
    }

    public async Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.RotateAsync(id, rotation, cancellationToken);
    }

    public async Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.ExtendAsync(id, generation, expiresAt, keepUntil, cancellationToken);
    }

    public async Task<bool> RevokeAsync(GrantId id, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.RevokeAsync(id, cancellationToken);
    }

    public async Task<int> RevokeAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.RevokeAsync(filter, cancellationToken);
    }

    private Task TurnAsync() => Schedule?.TurnAsync() ?? Task.CompletedTask;
}

/// <summary>Authorization codes, each statement on which waits for its turn.</summary>
internal sealed class InterleavedAuthorizationCodeStore(IAuthorizationCodeStore inner) : IAuthorizationCodeStore
{
    public Interleaving? Schedule { get; set; }

    public async Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken)
    {
        await TurnAsync();
        await inner.AddAsync(code, cancellationToken);
    }

    public async Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.FindAsync(hash, cancellationToken);
    }

    public async Task<bool> SpendAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.SpendAsync(hash, cancellationToken);
    }

    public async Task<int> SpendAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.SpendAsync(filter, cancellationToken);
    }

    public async Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.RedeemAsync(hash, grant, cancellationToken);
    }

    private Task TurnAsync() => Schedule?.TurnAsync() ?? Task.CompletedTask;
}
