using Attesto.Testing;
using HostNamespace.Data;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class EfAuthorizationCodeStoreTests : AuthorizationCodeStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IGrantStore OpenGrants() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);

    protected override IAuthorizationCodeStore Open() => new EfAuthorizationCodeStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfGrantStoreTests : GrantStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IGrantStore Open() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfAccessTokenRevocationStoreTests : AccessTokenRevocationStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IAccessTokenRevocationStore Open() => new EfAccessTokenRevocationStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfDeviceCodeStoreTests : DeviceCodeStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IGrantStore OpenGrants() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);

    protected override IDeviceCodeStore Open() => new EfDeviceCodeStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfPushedRequestStoreTests : PushedRequestStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IPushedRequestStore Open() => new EfPushedRequestStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfConsentGrantStoreTests : ConsentGrantStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IConsentGrantStore Open() => new EfConsentGrantStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfConsentStoreTests : ConsentStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IConsentStore Open() => new EfConsentStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfLogoutSessionStoreTests : LogoutSessionStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override ILogoutSessionStore Open() => new EfLogoutSessionStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfServerSideSessionStoreTests : ServerSideSessionStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IServerSideSessionStore Open() => new EfServerSideSessionStore<AttestoDbContext>(Closing(TestDatabase.Open()), Clock);
}

public sealed class EfReplayStoreTests : ReplayStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IReplayStore Open() => new EfReplayStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfDpopNonceStoreTests : DpopNonceStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IDpopNonceStore Open() => new EfDpopNonceStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfClientMetadataCacheTests : ClientMetadataCacheContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IClientMetadataCache Open() => new EfClientMetadataCache<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfRegisteredClientStoreTests : RegisteredClientStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IRegisteredClientStore Open() => new EfRegisteredClientStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfSigningKeyStoreTests : SigningKeyStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override ISigningKeyStore Open() => new EfSigningKeyStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}

public sealed class EfEventStoreTests : EventStoreContract
{
    protected override IEventStore Open() => new EfEventStore<AttestoDbContext>(Closing(TestDatabase.Open()));
}
