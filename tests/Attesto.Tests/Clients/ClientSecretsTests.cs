using Attesto.Clients;
using Attesto.Testing;
using Moq;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

public sealed class ClientSecretsTests
{
    private readonly FakeClock _clock = new();
    private readonly Mock<IClientSecretVerifier> _host = new(MockBehavior.Strict);

    private static Client Web => new() { Id = "web", Secrets = [ClientSecret.Of("machine")] };

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_host_judges_the_secrets_of_its_own_clients(bool answer)
    {
        _host.Setup(host => host.VerifyAsync(It.Is<Client>(client => client.Id == "web"), "chosen", _clock.Now, It.IsAny<CancellationToken>())).ReturnsAsync(answer);
        Assert.That(await new ClientSecrets(_clock, _host.Object).VerifyAsync(Web, "chosen", default), Is.EqualTo(answer));
    }

    [TestCase("machine", true)]
    [TestCase("chosen", false)]
    public async Task A_client_that_registered_itself_has_a_secret_of_this_server(string secret, bool expected) => Assert.That(
        await new ClientSecrets(_clock, _host.Object).VerifyAsync(Web with { Origin = ClientOrigin.Registration }, secret, default), Is.EqualTo(expected));

    [Test]
    public async Task Nothing_long_reaches_a_slow_hash() =>
        Assert.That(await new ClientSecrets(_clock, _host.Object).VerifyAsync(Web, new string('x', 1025), default), Is.False);

    [TestCase("machine", true)]
    [TestCase("old", true)]
    [TestCase("ended", false)]
    [TestCase("", false)]
    public async Task Without_a_rule_of_the_host_the_live_hashes_decide(string secret, bool expected)
    {
        var client = Web with
        {
            Secrets =
            [
                .. Web.Secrets,
                ClientSecret.Of("old") with { ExpiresAt = _clock.Now.AddSeconds(1) },
                ClientSecret.Of("ended") with { ExpiresAt = _clock.Now },
            ],
        };
        Assert.That(await new ClientSecrets(_clock).VerifyAsync(client, secret, default), Is.EqualTo(expected));
    }
    [Test(Description = "a secret that was stored twice is still one")]
    public async Task The_same_secret_stored_twice_is_good()
    {
        var client = Web with { Secrets = [ClientSecret.Of("machine"), ClientSecret.Of("machine")] };
        Assert.That(await new ClientSecrets(_clock).VerifyAsync(client, "machine", default), Is.True);
    }

    [Test]
    public async Task What_is_just_not_too_long_is_compared()
    {
        var longest = new string('x', 1024);
        Assert.That(await new ClientSecrets(_clock).VerifyAsync(Web with { Secrets = [ClientSecret.Of(longest)] }, longest, default), Is.True);
    }
}
