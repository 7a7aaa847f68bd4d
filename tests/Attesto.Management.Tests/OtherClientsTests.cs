using Attesto.Testing;
using Microsoft.Extensions.Options;
using Moq;

namespace Attesto.Management.Tests;

/// <summary>Clients that are not the host's own, as long as they live.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OtherClientsTests
{
    private const string Url = "https://editor.example/client";

    private readonly FakeClock _clock = new();
    private readonly Mock<IRegisteredClientStore> _registered = new();
    private readonly Mock<IClientMetadataCache> _documents = new();

    [TestCase(1, true)]
    [TestCase(0, false)]
    [TestCase(-1, false)]
    public async Task A_client_that_is_over_is_neither_shown_nor_deleted(int ticks, bool isThere)
    {
        var end = _clock.Now.AddTicks(ticks);
        var registration = new RegisteredClient
        {
            ClientId = "dyn_1",
            RegistrationAccessToken = TokenHash.Of("token"),
            Metadata = """{"redirect_uris":["https://app.example/cb"]}""",
            IssuedAt = _clock.Now,
            SecretHash = TokenHash.Of("secret"),
            ExpiresAt = end,
        };
        var document = $$"""{"client_id":"{{Url}}","redirect_uris":["https://editor.example/cb"],"token_endpoint_auth_method":"none"}""";
        _registered.Setup(store => store.FindAsync("dyn_1", default)).ReturnsAsync(registration);
        _registered.Setup(store => store.RemoveAsync(registration, default)).ReturnsAsync(true);
        _documents.Setup(cache => cache.FindAsync(Url, default)).ReturnsAsync(new CachedClientMetadata(Url, document, end));
        var others = new OtherClients(Options.Create(new AttestoOptions()), _clock, _registered.Object, _documents.Object);

        Assert.That((await others.FindAsync("dyn_1", default))?.Client.Secrets.Length, Is.EqualTo(isThere ? 1 : null));
        Assert.That((await others.FindAsync(Url, default))?.ExpiresAt, Is.EqualTo(isThere ? end : (DateTimeOffset?)null));
        foreach (var id in new[] { "dyn_1", Url })
        {
            Assert.That((await others.RemoveAsync(id, default))?.Kind, Is.EqualTo(isThere ? null : RefusalKind.NotThere), id);
            Assert.That((await others.RefuseAsync(id, default)).Kind, Is.EqualTo(isThere ? RefusalKind.NotPossible : RefusalKind.NotThere), id);
        }

        _registered.Verify(store => store.RemoveAsync(registration, default), Times.Exactly(isThere ? 1 : 0));
        _documents.Verify(cache => cache.EvictAsync(Url, default), Times.Exactly(isThere ? 1 : 0));
    }
}
