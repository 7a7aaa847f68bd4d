using Attesto.Testing;
using HostNamespace.Data;

namespace Attesto.EntityFrameworkCore.Tests;

// Every contract where each statement is a serializable transaction, as on CockroachDB, YugabyteDB and Aurora DSQL, and no execution strategy retries:
// a serialization failure must be neither an error nor a second winner.
public sealed class SerializableEfAuthorizationCodeStoreTests : AuthorizationCodeStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IGrantStore OpenGrants() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);

    protected override IAuthorizationCodeStore Open() => new EfAuthorizationCodeStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);
}

public sealed class SerializableEfGrantStoreTests : GrantStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IGrantStore Open() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);
}

public sealed class SerializableEfAccessTokenRevocationStoreTests : AccessTokenRevocationStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IAccessTokenRevocationStore Open() => new EfAccessTokenRevocationStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()));
}

public sealed class SerializableEfDeviceCodeStoreTests : DeviceCodeStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IGrantStore OpenGrants() => new EfGrantStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);

    protected override IDeviceCodeStore Open() => new EfDeviceCodeStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);
}

public sealed class SerializableEfPushedRequestStoreTests : PushedRequestStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IPushedRequestStore Open() => new EfPushedRequestStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()));
}

public sealed class SerializableEfConsentGrantStoreTests : ConsentGrantStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IConsentGrantStore Open() => new EfConsentGrantStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);
}

public sealed class SerializableEfLogoutSessionStoreTests : LogoutSessionStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override ILogoutSessionStore Open() => new EfLogoutSessionStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()), Clock);
}

public sealed class SerializableEfReplayStoreTests : ReplayStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IReplayStore Open() => new EfReplayStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()));
}

public sealed class SerializableEfDpopNonceStoreTests : DpopNonceStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IDpopNonceStore Open() => new EfDpopNonceStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()));
}

public sealed class SerializableEfClientMetadataCacheTests : ClientMetadataCacheContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IClientMetadataCache Open() => new EfClientMetadataCache<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()));
}

public sealed class SerializableEfRegisteredClientStoreTests : RegisteredClientStoreContract
{
    protected override int Racers => TestDatabase.Racers;

    protected override IRegisteredClientStore Open() => new EfRegisteredClientStore<AttestoDbContext>(Closing(TestDatabase.OpenSerializable()));
}
