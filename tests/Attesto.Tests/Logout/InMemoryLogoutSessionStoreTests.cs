using Attesto.Stores;
using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.Tests.Logout;

/// <summary>The store in memory, held to the contract of every store.</summary>
public sealed class InMemoryLogoutSessionStoreTests : LogoutSessionStoreContract
{
    private InMemoryLogoutSessionStore? _store;

    [SetUp]
    public void Forget() => _store = null;

    protected override ILogoutSessionStore Open() => _store ??= new InMemoryLogoutSessionStore(Clock);
}
