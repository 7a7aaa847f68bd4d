using System.Collections.Immutable;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore.Tests;

// Each of these looks before it leaps and believes what it saw: the mistake that every contract must catch.
internal sealed class ReadThenWriteCodes(IAuthorizationCodeStore inner) : IAuthorizationCodeStore
{
    public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken) => inner.AddAsync(code, cancellationToken);

    public Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

    public async Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken)
    {
        if ((await inner.FindAsync(hash, cancellationToken))?.State is not CodeState.Issued)
        {
            return false;
        }

        await inner.RedeemAsync(hash, grant, cancellationToken);
        return true;
    }

    public Task<bool> SpendAsync(TokenHash hash, CancellationToken cancellationToken) => inner.SpendAsync(hash, cancellationToken);

    public Task<int> SpendAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.SpendAsync(filter, cancellationToken);
}

internal class ReadThenWriteGrants(IGrantStore inner) : IGrantStore
{
    public virtual async Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken)
    {
        if (await inner.FindAsync(id, cancellationToken) is not { RevokedAt: null, RefreshToken: { } state } || state.Generation != rotation.Generation)
        {
            return false;
        }

        await inner.RotateAsync(id, rotation, cancellationToken);
        return true;
    }

    public Task AddAsync(Grant grant, CancellationToken cancellationToken) => inner.AddAsync(grant, cancellationToken);

    public Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, size, after, cancellationToken);

    public Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
        inner.ExtendAsync(id, generation, expiresAt, keepUntil, cancellationToken);

    public virtual Task<bool> RevokeAsync(GrantId id, CancellationToken cancellationToken) => inner.RevokeAsync(id, cancellationToken);

    public Task<int> RevokeAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.RevokeAsync(filter, cancellationToken);
}

/// <summary>Writes back the whole row that it read: a rotation under way undoes a revocation.</summary>
internal sealed class WritesBackGrants(AttestoDbContext context, IGrantStore inner) : ReadThenWriteGrants(inner)
{
    public override async Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken)
    {
        var row = await context.Set<GrantRow>().AsNoTracking().SingleAsync(row => row.GrantId == id.Value, cancellationToken);
        if (row.RevokedAt is not null || row.Generation != rotation.Generation)
        {
            return false;
        }

        return await context.Set<GrantRow>().Where(stored => stored.GrantId == id.Value).ExecuteUpdateAsync(
            set => set.SetProperty(stored => stored.Generation, rotation.Generation + 1).SetProperty(stored => stored.RevokedAt, row.RevokedAt), cancellationToken) == 1;
    }
}

internal sealed class ReadThenWriteDevices(IDeviceCodeStore inner) : IDeviceCodeStore
{
    public Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken) => inner.AddAsync(code, cancellationToken);

    public Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

    public Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken) => inner.FindByUserCodeAsync(userCode, cancellationToken);

    public Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken) => inner.PollAsync(hash, interval, cancellationToken);

    public async Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken) =>
        await IsPendingAsync(userCode, cancellationToken) && await inner.ApproveAsync(userCode, authorization, cancellationToken) is var _;

    public async Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        await IsPendingAsync(userCode, cancellationToken) && await inner.DenyAsync(userCode, cancellationToken) is var _;

    public Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken) => inner.RedeemAsync(hash, grant, cancellationToken);

    public Task<int> DenyAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.DenyAsync(filter, cancellationToken);

    private async Task<bool> IsPendingAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        (await inner.FindByUserCodeAsync(userCode, cancellationToken))?.State is DeviceCodeState.Pending;
}

internal sealed class ReadThenWriteRequests(IPushedRequestStore inner) : IPushedRequestStore
{
    public Task AddAsync(PushedRequest request, CancellationToken cancellationToken) => inner.AddAsync(request, cancellationToken);

    public Task<PushedRequest?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

    public Task KeepAsync(TokenHash hash, string judged, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.KeepAsync(hash, judged, expiresAt, cancellationToken);

    public async Task<bool> AnswerAsync(TokenHash hash, string answer, CancellationToken cancellationToken) =>
        await inner.FindAsync(hash, cancellationToken) is { Answer: null } && await inner.AnswerAsync(hash, answer, cancellationToken) is var _;
}

internal sealed class ReadThenWriteConsents(IConsentGrantStore inner) : IConsentGrantStore
{
    public Task AddAsync(ConsentGrant grant, CancellationToken cancellationToken) => inner.AddAsync(grant, cancellationToken);

    public Task<StoredConsentGrant?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

    public async Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken) =>
        await inner.FindAsync(hash, cancellationToken) is { IsConsumed: false } && await inner.ClaimAsync(hash, cancellationToken) is var _;
}

internal sealed class WritesBackConsents(AttestoDbContext context, IConsentStore inner) : IConsentStore
{
    public Task<Consent?> FindAsync(TokenHash id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<ImmutableArray<Consent>> ListAsync(string subject, CancellationToken cancellationToken) => inner.ListAsync(subject, cancellationToken);

    public async Task<bool> ReplaceAsync(Consent consent, Consent? expected, CancellationToken cancellationToken) =>
        (await inner.FindAsync(consent.Id, cancellationToken))?.Version == expected?.Version
        && (expected is null
            ? await inner.ReplaceAsync(consent, expected, cancellationToken)
            : await context.Set<ConsentRow>().Where(row => row.Hash == consent.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, consent.Version), cancellationToken) == 1);

    public Task<int> RemoveAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.RemoveAsync(filter, cancellationToken);
}

internal sealed class ReadThenWriteClients(IRegisteredClientStore inner) : IRegisteredClientStore
{
    public Task AddAsync(RegisteredClient client, CancellationToken cancellationToken) => inner.AddAsync(client, cancellationToken);

    public Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken) => inner.FindAsync(clientId, cancellationToken);

    public async Task<bool> ReplaceAsync(RegisteredClient client, RegisteredClient expected, CancellationToken cancellationToken) =>
        (await inner.FindAsync(client.ClientId, cancellationToken))?.RegistrationAccessToken == expected.RegistrationAccessToken
        && await inner.ReplaceAsync(client, expected, cancellationToken) is var _;

    public Task<bool> RemoveAsync(RegisteredClient expected, CancellationToken cancellationToken) => inner.RemoveAsync(expected, cancellationToken);

    public Task ExtendAsync(string clientId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => inner.ExtendAsync(clientId, expiresAt, cancellationToken);
}

internal sealed class ReadThenWriteReplays(AttestoDbContext context, IReplayStore inner) : IReplayStore
{
    public async Task<bool> TryAddAsync(TokenHash id, DateTimeOffset until, CancellationToken cancellationToken) =>
        !await context.Set<ReplayRow>().AnyAsync(row => row.Hash == id, cancellationToken) && await inner.TryAddAsync(id, until, cancellationToken) is var _;
}

internal sealed class ReadThenWriteSessions(AttestoDbContext context, ILogoutSessionStore inner) : ILogoutSessionStore
{
    public Task AddAsync(LogoutSession session, CancellationToken cancellationToken) => inner.AddAsync(session, cancellationToken);

    public Task ExtendAsync(string sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => inner.ExtendAsync(sessionId, expiresAt, cancellationToken);

    public Task<ImmutableArray<LogoutSession>> TakeAsync(GrantFilter filter, int size, CancellationToken cancellationToken) => inner.TakeAsync(filter, size, cancellationToken);

    public async Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(sessionId ?? "");
        var rows = await context.Set<LogoutSessionRow>().AsNoTracking().Where(row => row.SessionHash == hash).ToListAsync(cancellationToken);
        await inner.TakeAsync(sessionId, subject, cancellationToken);
        return [.. rows.Select(row => row.ToSession())];
    }

    public Task<ImmutableArray<LogoutNotice>> ClaimNoticesAsync(int size, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.ClaimNoticesAsync(size, until, cancellationToken);

    public Task RemoveNoticeAsync(Guid id, CancellationToken cancellationToken) => inner.RemoveNoticeAsync(id, cancellationToken);

    public Task PostponeNoticeAsync(Guid id, DateTimeOffset dueAt, CancellationToken cancellationToken) => inner.PostponeNoticeAsync(id, dueAt, cancellationToken);
}

internal sealed class ReadThenWriteRevocations(AttestoDbContext context) : IAccessTokenRevocationStore
{
    public async Task RevokeAsync(string accessTokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (!await IsRevokedAsync(accessTokenId, cancellationToken))
        {
            await context.InsertAsync(new RevokedAccessTokenRow { Hash = TokenHash.Of(accessTokenId), ExpiresAt = expiresAt.UtcDateTime }, cancellationToken);
        }
    }

    public Task<bool> IsRevokedAsync(string accessTokenId, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(accessTokenId);
        return context.Set<RevokedAccessTokenRow>().AnyAsync(row => row.Hash == hash, cancellationToken);
    }
}

internal sealed class ReadThenWriteDocuments(AttestoDbContext context, IClientMetadataCache inner) : IClientMetadataCache
{
    public Task<CachedClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken) => inner.FindAsync(clientId, cancellationToken);

    public async Task PutAsync(CachedClientMetadata document, CancellationToken cancellationToken)
    {
        if (await inner.FindAsync(document.ClientId, cancellationToken) is null)
        {
            await context.InsertAsync(ClientMetadataRow.From(document), cancellationToken);
        }
    }

    public Task EvictAsync(string clientId, CancellationToken cancellationToken) => inner.EvictAsync(clientId, cancellationToken);
}
