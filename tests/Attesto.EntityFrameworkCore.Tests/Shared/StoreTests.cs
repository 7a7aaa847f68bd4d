using Attesto.Grants;
using Attesto.Testing;
using HostNamespace.Data;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class EfAuthorizationCodeStoreTests : AuthorizationCodeStoreContract
{
    protected override IAuthorizationCodeStore Open() => new EfAuthorizationCodeStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfRefreshTokenStoreTests : RefreshTokenStoreContract
{
    protected override IRefreshTokenStore Open() => new EfRefreshTokenStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}
