using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>The grants. A refresh moves their end on but not the indexed column that they are swept by: a grant that is due is looked at, and moved on if it lives.</summary>
internal sealed record SweptGrants() : SweptTable(typeof(GrantRow), nameof(GrantRow.GrantId), nameof(GrantRow.SweepAt))
{
    /// <inheritdoc/>
    public override Task<DateTime?> FindOldestAsync(DbContext context, DateTime from, CancellationToken cancellationToken) =>
        context.Set<GrantRow>().Where(row => row.SweepAt >= from).MinAsync(row => (DateTime?)row.SweepAt, cancellationToken);

    /// <inheritdoc/>
    public override async Task<int> PostponeAsync(DbContext context, DateTime before, int size, CancellationToken cancellationToken)
    {
        var living = context.Set<GrantRow>().Where(row => row.RevokedAt == null && row.KeepUntil >= before);
        var due = await living.Where(row => row.SweepAt < before).OrderBy(row => row.SweepAt).Select(row => row.GrantId).Take(size).ToListAsync(cancellationToken);
        return due.Count == 0
            ? 0
            : await context.RunAsync(
                token => living.Where(row => due.Contains(row.GrantId)).ExecuteUpdateAsync(row => row.SetProperty(row => row.SweepAt, row => row.KeepUntil), token),
                cancellationToken);
    }

    protected override FormattableString Condition(FormattableString due, DateTime before) => $"{due} AND (keep_until < {before} OR revoked_at IS NOT NULL)";
}
