using System.Linq.Expressions;
using Attesto.Authorize;
using Attesto.Grants;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Device codes in the host's database; every change of state is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfDeviceCodeStore<TContext>(TContext context, TimeProvider clock) : IDeviceCodeStore
    where TContext : DbContext
{
    private static readonly Table Codes = Table.Of<DeviceCodeRow>();

    /// <inheritdoc/>
    public Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return context.TryInsertAsync(DeviceCodeRow.From(code), nameof(DeviceCodeRow.UserCodeHash), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) =>
        FindAsync(row => row.Hash == hash.Value, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        FindAsync(row => row.UserCodeHash == userCode.Value, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken) => ChangesAsync(
        $"""
        UPDATE {Codes} SET polled_at = {Now}
        WHERE hash = {hash.Value} AND (polled_at IS NULL OR polled_at <= {Now - interval} OR polled_at > {Now + interval})
        """,
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        var granted = DeviceCodeRow.From(authorization);
        return ChangesAsync(
            $"""
            UPDATE {Codes}
            SET approved_at = {Now}, subject = {granted.Subject}, scope = {granted.Scope}, resources = {granted.Resources},
                family_id = {granted.FamilyId}, auth_time = {granted.AuthTime}, acr = {granted.Acr}, amr = {granted.Amr},
                session_id = {granted.SessionId}, claims = {granted.Claims}
            WHERE user_code_hash = {userCode.Value} AND approved_at IS NULL AND denied_at IS NULL AND expires_at > {Now}
            """,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken) => ChangesAsync(
        $"""
        UPDATE {Codes} SET denied_at = {Now}
        WHERE user_code_hash = {userCode.Value} AND approved_at IS NULL AND denied_at IS NULL AND expires_at > {Now}
        """,
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken) => ChangesAsync(
        $"UPDATE {Codes} SET claimed_at = {Now} WHERE hash = {hash.Value} AND approved_at IS NOT NULL AND claimed_at IS NULL",
        cancellationToken);

    private async Task<bool> ChangesAsync(FormattableString statement, CancellationToken cancellationToken) =>
        await context.ExecuteAsync(statement, cancellationToken) == 1;

    private async Task<StoredDeviceCode?> FindAsync(Expression<Func<DeviceCodeRow, bool>> which, CancellationToken cancellationToken)
    {
        var row = await context.Set<DeviceCodeRow>().AsNoTracking().SingleOrDefaultAsync(which, cancellationToken);
        return row?.ToStoredCode();
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
