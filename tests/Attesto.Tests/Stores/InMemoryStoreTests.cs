using Attesto.Grants;
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
