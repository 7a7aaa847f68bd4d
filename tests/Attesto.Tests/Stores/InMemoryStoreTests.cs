using Attesto.Stores;
using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.Tests.Stores;

[TestFixture]
public sealed class InMemoryAuthorizationCodeStoreTests : AuthorizationCodeStoreContract
{
    private InMemoryAuthorizationCodeStore? _store;
    private InMemoryGrantStore? _grants;

    [SetUp]
    public void Forget() => (_store, _grants) = (null, null);

    protected override IAuthorizationCodeStore Open() => _store ??= new InMemoryAuthorizationCodeStore(Grants(), Clock);

    protected override IGrantStore OpenGrants() => Grants();

    private InMemoryGrantStore Grants() => _grants ??= new InMemoryGrantStore(Clock);
}

[TestFixture]
public sealed class InMemoryGrantStoreTests : GrantStoreContract
{
    private InMemoryGrantStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IGrantStore Open() => _store ??= new InMemoryGrantStore(Clock);
}

[TestFixture]
public sealed class InMemoryDeviceCodeStoreTests : DeviceCodeStoreContract
{
    private InMemoryDeviceCodeStore? _store;
    private InMemoryGrantStore? _grants;

    [SetUp]
    public void Forget() => (_store, _grants) = (null, null);

    protected override IDeviceCodeStore Open() => _store ??= new InMemoryDeviceCodeStore(Grants(), Clock);

    protected override IGrantStore OpenGrants() => Grants();

    private InMemoryGrantStore Grants() => _grants ??= new InMemoryGrantStore(Clock);
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
public sealed class InMemoryConsentStoreTests : ConsentStoreContract
{
    private InMemoryConsentStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IConsentStore Open() => _store ??= new InMemoryConsentStore(Clock);
}

[TestFixture]
public sealed class InMemoryPushedRequestStoreTests : PushedRequestStoreContract
{
    private InMemoryPushedRequestStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IPushedRequestStore Open() => _store ??= new InMemoryPushedRequestStore(Clock);
}
