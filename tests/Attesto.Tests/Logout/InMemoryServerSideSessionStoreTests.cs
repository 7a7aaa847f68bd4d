using Attesto.Stores;
using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.Tests.Logout;

/// <summary>The store in memory, held to the contract of every store.</summary>
public sealed class InMemoryServerSideSessionStoreTests : ServerSideSessionStoreContract
{
    private InMemoryServerSideSessionStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override IServerSideSessionStore Open() => _store ??= new InMemoryServerSideSessionStore(Clock);
}
