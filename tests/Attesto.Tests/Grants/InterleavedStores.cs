namespace Attesto.Tests.Grants;

/// <summary>Refresh tokens, each statement of which waits for its turn.</summary>
internal sealed class InterleavedRefreshTokenStore(IRefreshTokenStore inner) : IRefreshTokenStore
{
    public Interleaving? Schedule { get; set; }

    public async Task<bool> AddAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.AddAsync(token, cancellationToken);
    }

    public async Task<StoredRefreshToken?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.FindAsync(hash, cancellationToken);
    }

    public async Task<bool> RotateAsync(TokenHash hash, RefreshToken successor, string? protectedSuccessor, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.RotateAsync(hash, successor, protectedSuccessor, cancellationToken);
    }

    public async Task<bool> ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.ExtendAsync(hash, expiresAt, cancellationToken);
    }

    public async Task RevokeFamilyAsync(string familyId, CancellationToken cancellationToken)
    {
        await TurnAsync();
        await inner.RevokeFamilyAsync(familyId, cancellationToken);
    }

    private Task TurnAsync() => Schedule?.TurnAsync() ?? Task.CompletedTask;
}

/// <summary>Authorization codes, each statement of which waits for its turn.</summary>
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

    public async Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        await TurnAsync();
        return await inner.ClaimAsync(hash, cancellationToken);
    }

    public async Task CompleteAsync(TokenHash hash, string accessTokenId, DateTimeOffset accessTokenExpiresAt, CancellationToken cancellationToken)
    {
        await TurnAsync();
        await inner.CompleteAsync(hash, accessTokenId, accessTokenExpiresAt, cancellationToken);
    }

    private Task TurnAsync() => Schedule?.TurnAsync() ?? Task.CompletedTask;
}
