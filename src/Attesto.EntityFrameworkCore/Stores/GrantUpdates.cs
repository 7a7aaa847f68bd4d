using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>What a use of a grant changes, translated once for each model. No row is changed but the one whose newest refresh token was used, and that is not revoked.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
internal static class GrantUpdates<TContext>
    where TContext : DbContext
{
    public static PerModel<Func<TContext, Guid, int, TokenHash?, byte[]?, DateTime, DateTime, DateTime, string?, string?, CancellationToken, Task<int>>> Rotate { get; } =
        new(static _ => EF.CompileAsyncQuery(CompiledUpdate<GrantRow>.Of<
            Func<TContext, Guid, int, TokenHash?, byte[]?, DateTime, DateTime, DateTime, string?, string?, CancellationToken, int>>(
            (context, id, generation, successor, cipher, now, expiresAt, keepUntil, jkt, thumbprint, cancellationToken) => context.Set<GrantRow>()
                .Where(row => row.GrantId == id && row.Generation == generation && row.RevokedAt == null)
                .ExecuteUpdate(set => set
                    .SetProperty(row => row.Generation, row => row.Generation + 1)
                    .SetProperty(row => row.PreviousHash, row => row.CurrentHash)
                    .SetProperty(row => row.CurrentHash, row => successor)
                    .SetProperty(row => row.ProtectedSuccessor, row => cipher)
                    .SetProperty(row => row.RotatedAt, row => now)
                    .SetProperty(row => row.LastUsedAt, row => now)
                    .SetProperty(row => row.ExpiresAt, row => expiresAt)
                    .SetProperty(row => row.KeepUntil, row => keepUntil)
                    .SetProperty(row => row.DpopJkt, row => jkt)
                    .SetProperty(row => row.CertificateThumbprint, row => thumbprint)))));

    public static PerModel<Func<TContext, Guid, int, DateTime, DateTime, DateTime, CancellationToken, Task<int>>> Extend { get; } =
        new(static _ => EF.CompileAsyncQuery(CompiledUpdate<GrantRow>.Of<Func<TContext, Guid, int, DateTime, DateTime, DateTime, CancellationToken, int>>(
            (context, id, generation, now, expiresAt, keepUntil, cancellationToken) => context.Set<GrantRow>()
                .Where(row => row.GrantId == id && row.Generation == generation && row.RevokedAt == null)
                .ExecuteUpdate(set => set
                    .SetProperty(row => row.LastUsedAt, row => now)
                    .SetProperty(row => row.ExpiresAt, row => expiresAt)
                    .SetProperty(row => row.KeepUntil, row => keepUntil)))));
}
