using Attesto.Stores;
using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.Tests.Stores;

[TestFixture]
public sealed class InMemoryAuthorizationCodeStoreTests : AuthorizationCodeStoreContract
{
    private InMemoryAuthorizationCodeStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IAuthorizationCodeStore Open() => _store ??= new InMemoryAuthorizationCodeStore(Clock);
}

[TestFixture]
public sealed class InMemoryRefreshTokenStoreTests : RefreshTokenStoreContract
{
    private InMemoryRefreshTokenStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IRefreshTokenStore Open() => _store ??= new InMemoryRefreshTokenStore(Clock);
}

[TestFixture]
public sealed class InMemoryDeviceCodeStoreTests : DeviceCodeStoreContract
{
    private InMemoryDeviceCodeStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IDeviceCodeStore Open() => _store ??= new InMemoryDeviceCodeStore(Clock);
}

[TestFixture]
public sealed class InMemoryAccessTokenRevocationStoreTests : AccessTokenRevocationStoreContract
{
    private InMemoryAccessTokenRevocationStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IAccessTokenRevocationStore Open() => _store ??= new InMemoryAccessTokenRevocationStore(Clock);
}

[TestFixture]
public sealed class InMemoryReplayStoreTests : ReplayStoreContract
{
    private InMemoryReplayStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IReplayStore Open() => _store ??= new InMemoryReplayStore(Clock);
}

[TestFixture]
public sealed class InMemoryDpopNonceStoreTests : DpopNonceStoreContract
{
    private InMemoryDpopNonceStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IDpopNonceStore Open() => _store ??= new InMemoryDpopNonceStore();
}

[TestFixture]
public sealed class InMemoryConsentGrantStoreTests : ConsentGrantStoreContract
{
    private InMemoryConsentGrantStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IConsentGrantStore Open() => _store ??= new InMemoryConsentGrantStore(Clock);
}

[TestFixture]
public sealed class InMemoryPushedRequestStoreTests : PushedRequestStoreContract
{
    private InMemoryPushedRequestStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IPushedRequestStore Open() => _store ??= new InMemoryPushedRequestStore(Clock);
}
