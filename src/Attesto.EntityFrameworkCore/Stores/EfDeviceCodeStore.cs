using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Device codes in the host's database; every change of state is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfDeviceCodeStore<TContext>(TContext context, TimeProvider clock) : IDeviceCodeStore
    where TContext : DbContext
{
    private const string Earlier = "earlier";
    private const string Later = "later";

    private static readonly PerModel<Statement> Poll = StatementBuilder.For<DeviceCodeRow>(row => $"""
        UPDATE {row.TableName}
        SET {row.Set(nameof(DeviceCodeRow.PolledAt))}
        WHERE {row.Are(nameof(DeviceCodeRow.Hash))} AND ({row.AreNull(nameof(DeviceCodeRow.PolledAt))}
            OR {row[nameof(DeviceCodeRow.PolledAt)]} <= {row.Value(nameof(DeviceCodeRow.PolledAt), Earlier)}
            OR {row[nameof(DeviceCodeRow.PolledAt)]} > {row.Value(nameof(DeviceCodeRow.PolledAt), Later)})
        """);

    /// <inheritdoc/>
    public Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return context.TryInsertAsync(DeviceCodeRow.From(code), token => Codes.AnyAsync(row => row.Hash == code.Hash, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<DeviceCodeRow>(hash, cancellationToken);
        return row?.ToStoredCode();
    }

    /// <inheritdoc/>
    public async Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken)
    {
        var row = await context.ReadAsync(token => Codes.AsNoTracking().SingleOrDefaultAsync(row => row.UserCodeHash == userCode, token), cancellationToken);
        return row?.ToStoredCode();
    }

    /// <inheritdoc/>
    public async Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken)
    {
        var (poll, now) = (Poll.Of(context), Now);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(DeviceCodeRow.Hash)] = hash,
            [nameof(DeviceCodeRow.PolledAt)] = now,
            [Earlier] = now - interval,
            [Later] = now + interval,
        };
        return await context.RunAsync(token => poll.ExecuteAsync(context, values, token), cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        var (granted, now) = (DeviceCodeRow.From(authorization), Now);
        return await context.RunAsync(
            token => Pending(userCode, now).ExecuteUpdateAsync(
                row => row
                    .SetProperty(row => row.ApprovedAt, now)
                    .SetProperty(row => row.Subject, granted.Subject)
                    .SetProperty(row => row.SubjectKey, granted.SubjectKey)
                    .SetProperty(row => row.Scope, granted.Scope)
                    .SetProperty(row => row.Resources, granted.Resources)
                    .SetProperty(row => row.GrantId, granted.GrantId)
                    .SetProperty(row => row.AuthTime, granted.AuthTime)
                    .SetProperty(row => row.Acr, granted.Acr)
                    .SetProperty(row => row.Amr, granted.Amr)
                    .SetProperty(row => row.SessionId, granted.SessionId)
                    .SetProperty(row => row.SessionKey, granted.SessionKey)
                    .SetProperty(row => row.SecurityStamp, granted.SecurityStamp)
                    .SetProperty(row => row.Claims, granted.Claims),
                token),
            cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken)
    {
        var now = Now;
        return ChangesAsync(Pending(userCode, now), row => row.DeniedAt, now, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var (row, now) = (GrantRow.From(grant), Now);
        return context.InTransactionAsync(
            async token =>
            {
                var redeemable = Codes.Where(code => code.Hash == hash && code.ApprovedAt != null && code.DeniedAt == null && code.RedeemedAt == null);
                if (!await ChangesAsync(redeemable, code => code.RedeemedAt, now, token))
                {
                    return false;
                }

                await context.InsertAsync(row, token);
                return true;
            },
            token => context.Set<GrantRow>().AnyAsync(stored => stored.GrantId == row.GrantId, token),
            cancellationToken);
    }

    private async Task<bool> ChangesAsync(
        IQueryable<DeviceCodeRow> code, Expression<Func<DeviceCodeRow, DateTime?>> instant, DateTime now, CancellationToken cancellationToken) =>
        await context.RunAsync(token => code.ExecuteUpdateAsync(row => row.SetProperty(instant, now), token), cancellationToken) == 1;

    /// <inheritdoc/>
    public Task<int> DenyAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        var (codes, now) = (Codes.Matching(filter).Where(row => row.ApprovedAt != null && row.DeniedAt == null && row.RedeemedAt == null), Now);
        return context.RunAsync(token => codes.ExecuteUpdateAsync(row => row.SetProperty(row => row.DeniedAt, now), token), cancellationToken);
    }

    private DbSet<DeviceCodeRow> Codes => context.Set<DeviceCodeRow>();

    private IQueryable<DeviceCodeRow> Pending(TokenHash userCode, DateTime now) =>
        Codes.Where(row => row.UserCodeHash == userCode && row.ApprovedAt == null && row.DeniedAt == null && row.ExpiresAt > now);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
