namespace Attesto.Tests.Grants;

/// <summary>Believes what was read in a statement before: the mistake that every race must find.</summary>
internal sealed class ReadThenWriteGrants(IGrantStore inner) : IGrantStore
{
    public async Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken)
    {
        var found = await inner.FindAsync(id, cancellationToken);
        if (found is not { RevokedAt: null, RefreshToken: { } state })
        {
            return false;
        }

        await inner.RotateAsync(id, rotation with { Generation = state.Generation }, cancellationToken);
        return true;
    }

    public Task AddAsync(Grant grant, CancellationToken cancellationToken) => inner.AddAsync(grant, cancellationToken);

    public Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, size, after, cancellationToken);

    public Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
        inner.ExtendAsync(id, generation, expiresAt, keepUntil, cancellationToken);

    public Task<bool> RevokeAsync(GrantId id, CancellationToken cancellationToken) => inner.RevokeAsync(id, cancellationToken);

    public Task<int> RevokeAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.RevokeAsync(filter, cancellationToken);
}
