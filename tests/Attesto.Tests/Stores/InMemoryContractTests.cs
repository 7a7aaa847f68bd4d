using Attesto.Stores;
using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.Tests.Stores;

public sealed class InMemoryLogoutSessionStoreTests : LogoutSessionStoreContract
{
    private InMemoryLogoutSessionStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override ILogoutSessionStore Open() => _store ??= new InMemoryLogoutSessionStore(Clock);
}

public sealed class InMemoryClientMetadataCacheTests : ClientMetadataCacheContract
{
    private InMemoryClientMetadataCache? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IClientMetadataCache Open() => _store ??= new InMemoryClientMetadataCache();
}

public sealed class InMemoryRegisteredClientStoreTests : RegisteredClientStoreContract
{
    private InMemoryRegisteredClientStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IRegisteredClientStore Open() => _store ??= new InMemoryRegisteredClientStore(Clock);
}

public sealed class InMemorySigningKeyStoreTests : SigningKeyStoreContract
{
    private InMemorySigningKeyStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override ISigningKeyStore Open() => _store ??= new InMemorySigningKeyStore(Clock);
}
