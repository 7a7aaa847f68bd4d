using Attesto.Stores;
using Attesto.Testing;
using Attesto.Tests.Grants;
using NUnit.Framework;

namespace Attesto.Tests.Stores;

/// <summary>The races of the contracts against stores that read, then write. If one of these tests fails, the race has lost its teeth, not the store.</summary>
[TestFixture]
public sealed class BrokenAuthorizationCodeStoreTests : StoreContract<IAuthorizationCodeStore>
{
    private readonly InMemoryAuthorizationCodeStore _inner = new(new InMemoryGrantStore(new FakeClock()), new FakeClock());

    [Test]
    public Task A_code_is_redeemed_more_than_once() => Races.AssertBroken(async () =>
    {
        var code = Some.Code(Clock);
        await _inner.AddAsync(code, CancellationToken.None);
        var won = await RaceAsync(_ => Task.CompletedTask, (store, _) => store.RedeemAsync(code.Hash, Some.Grant(Clock), CancellationToken.None));
        return won.Count(one => one);
    });

    protected override IAuthorizationCodeStore Open() => new Broken(_inner);

    private sealed class Broken(IAuthorizationCodeStore inner) : IAuthorizationCodeStore
    {
        public async Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken)
        {
            var stored = await inner.FindAsync(hash, cancellationToken);
            await Task.Yield(); // a round trip to a database
            if (stored?.State is not CodeState.Issued)
            {
                return false;
            }

            await inner.RedeemAsync(hash, grant, cancellationToken);
            return true;
        }

        public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken) => inner.AddAsync(code, cancellationToken);

        public Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

        public Task<bool> SpendAsync(TokenHash hash, CancellationToken cancellationToken) => inner.SpendAsync(hash, cancellationToken);

        public Task<int> SpendAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.SpendAsync(filter, cancellationToken);
    }
}

[TestFixture]
public sealed class BrokenGrantStoreTests : StoreContract<IGrantStore>
{
    private readonly InMemoryGrantStore _inner = new(new FakeClock());

    [Test]
    public Task A_token_is_rotated_more_than_once() => Races.AssertBroken(async () =>
    {
        var grant = Some.Grant(Clock);
        await _inner.AddAsync(grant, CancellationToken.None);
        var won = await RaceAsync(
            _ => Task.CompletedTask,
            (store, _) => store.RotateAsync(
                grant.Id, new Rotation { Generation = 1, Successor = TokenHash.Of(Secret.New()), ExpiresAt = Clock.Now, KeepUntil = Clock.Now }, CancellationToken.None));
        return won.Count(one => one);
    });

    protected override IGrantStore Open() => new ReadThenWriteGrants(_inner);
}

[TestFixture]
public sealed class BrokenReplayStoreTests : StoreContract<IReplayStore>
{
    private readonly HashSet<TokenHash> _used = [];

    [Test]
    public Task A_proof_is_accepted_more_than_once() => Races.AssertBroken(async () =>
    {
        var id = TokenHash.Of(Secret.New());
        var won = await RaceAsync(_ => Task.CompletedTask, (store, _) => store.TryAddAsync(id, Clock.Now.AddMinutes(2), CancellationToken.None));
        return won.Count(one => one);
    });

    protected override IReplayStore Open() => new Broken(_used);

    private sealed class Broken(HashSet<TokenHash> used) : IReplayStore
    {
        public async Task<bool> TryAddAsync(TokenHash id, DateTimeOffset until, CancellationToken cancellationToken)
        {
            bool known;
            lock (used)
            {
                known = used.Contains(id);
            }

            await Task.Yield(); // Exists, then Add: how a rival does it
            lock (used)
            {
                used.Add(id);
            }

            return !known;
        }
    }
}

[TestFixture]
public sealed class BrokenDeviceCodeStoreTests : StoreContract<IDeviceCodeStore>
{
    private InMemoryDeviceCodeStore? _inner;

    [Test]
    public Task A_device_code_is_decided_both_ways() => Races.AssertBroken(async () =>
    {
        var code = Some.DeviceCode(Clock);
        await Inner.AddAsync(code, CancellationToken.None);
        var authorization = Some.Authorization();
        var won = await RaceAsync(_ => Task.CompletedTask, (store, racer) => racer % 2 == 0
            ? store.ApproveAsync(code.UserCode, authorization, CancellationToken.None)
            : store.DenyAsync(code.UserCode, CancellationToken.None));
        return won.Count(one => one);
    });

    protected override IDeviceCodeStore Open() => new Broken(Inner);

    private InMemoryDeviceCodeStore Inner => _inner ??= new InMemoryDeviceCodeStore(new InMemoryGrantStore(Clock), Clock);

    private sealed class Broken(IDeviceCodeStore inner) : IDeviceCodeStore
    {
        public async Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken)
        {
            var pending = await IsPendingAsync(userCode, cancellationToken);
            await inner.ApproveAsync(userCode, authorization, cancellationToken);
            return pending;
        }

        public async Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken)
        {
            var pending = await IsPendingAsync(userCode, cancellationToken);
            await inner.DenyAsync(userCode, cancellationToken);
            return pending;
        }

        public Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken) => inner.AddAsync(code, cancellationToken);

        public Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

        public Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken) =>
            inner.FindByUserCodeAsync(userCode, cancellationToken);

        public Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken) => inner.PollAsync(hash, interval, cancellationToken);

        public Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken) => inner.RedeemAsync(hash, grant, cancellationToken);

        public Task<int> DenyAsync(GrantFilter filter, CancellationToken cancellationToken) => inner.DenyAsync(filter, cancellationToken);

        private async Task<bool> IsPendingAsync(TokenHash userCode, CancellationToken cancellationToken)
        {
            var stored = await inner.FindByUserCodeAsync(userCode, cancellationToken);
            await Task.Yield(); // a round trip to a database
            return stored?.State is DeviceCodeState.Pending;
        }
    }
}

internal static class Some
{
    public static Authorization Authorization() =>
        new() { ClientId = "app", Subject = "alice", Scope = ScopeSet.Empty, GrantId = GrantId.New() };

    public static AuthorizationCode Code(FakeClock clock) => new()
    {
        Hash = TokenHash.Of(Secret.New()),
        Authorization = Authorization(),
        RedirectUri = "https://app.example",
        ExpiresAt = clock.Now.AddMinutes(1),
        KeepUntil = clock.Now.AddMinutes(16),
    };

    public static Grant Grant(FakeClock clock) => new()
    {
        Authorization = Authorization(),
        CreatedAt = clock.Now,
        LastUsedAt = clock.Now,
        ExpiresAt = clock.Now.AddDays(14),
        KeepUntil = clock.Now.AddDays(14),
        RefreshToken = new RefreshTokenState(TokenHash.Of(Secret.New()), 1, TokenHash.Of(Secret.New())),
    };

    public static DeviceCode DeviceCode(FakeClock clock) => new()
    {
        Hash = TokenHash.Of(Secret.New()),
        UserCode = TokenHash.Of(Secret.New()),
        RequestedAt = clock.Now,
        ClientId = "app",
        Scope = ScopeSet.Empty,
        ExpiresAt = clock.Now.AddMinutes(10),
    };
}

internal static class Races
{
    private const int Rounds = 50;

    public static async Task AssertBroken(Func<Task<int>> race)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (await race() > 1)
            {
                return;
            }
        }

        Assert.Fail($"{Rounds} races, and the broken store never let two win");
    }
}
