using Attesto.Grants;
using Attesto.Testing;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class EfAuthorizationCodeStoreTests : AuthorizationCodeStoreContract
{
    protected override IAuthorizationCodeStore Open() => new EfAuthorizationCodeStore<HostContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfRefreshTokenStoreTests : RefreshTokenStoreContract
{
    protected override IRefreshTokenStore Open() => new EfRefreshTokenStore<HostContext>(Closing(TestDatabase.Open()), Clock);
}
