using Attesto.Events;
using Attesto.Issuing;
using Attesto.Revocation;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Revocation;

[TestFixture]
public sealed class RevocationServiceTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 7009 §2.1")]
    public async Task A_refresh_token_ends_with_its_family()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        var next = Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).RefreshToken!;

        var outcome = await RevokeAsync(("client_id", "app"), ("token", first), ("token_type_hint", "nonsense"));

        Assert.That(outcome.Answer.TryGet(out _, out _), Is.True);
        Assert.That(outcome.Events.Single(), Has.Property("Name").EqualTo(EventName.TokenRevoked).And.Property("ClientId").EqualTo("app"));
        Assert.That(outcome.Events[0].Metadata["token_type_hint"], Is.EqualTo("nonsense"));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(next))).Fault, Is.EqualTo(GrantFault.Revoked));
    }

    [Test]
    public async Task An_access_token_is_refused_from_then_on()
    {
        var token = (await _server.FirstTokensAsync()).AccessToken;
        var id = (string)Server.Payload(token)["jti"]!;

        await RevokeAsync(("client_id", "app"), ("token", token));

        Assert.That(await _server.Get<IAccessTokenRevocationStore>().IsRevokedAsync(id, default), Is.True);
    }

    [Test]
    public async Task Another_clients_token_stays_and_the_answer_does_not_tell()
    {
        var tokens = await _server.FirstTokensAsync();

        var refresh = await RevokeAsync(("client_id", "other"), ("token", tokens.RefreshToken!));
        var access = await RevokeAsync(("client_id", "other"), ("token", tokens.AccessToken));

        Assert.That(refresh.Answer.TryGet(out _, out _) && access.Answer.TryGet(out _, out _), Is.True);
        Assert.That((refresh.Events, access.Events),
            Is.EqualTo((Array.Empty<ServerEvent>(), Array.Empty<ServerEvent>())).Using<object>((_, _) => refresh.Events.IsEmpty && access.Events.IsEmpty));
        Assert.That((await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!))).Answer.TryGet(out _, out _), Is.True);
    }

    [TestCase("garbage")]
    [TestCase("a.b.c")]
    [TestCase("\ud800")]
    public async Task An_unknown_token_is_a_success(string token) =>
        Assert.That((await RevokeAsync(("client_id", "app"), ("token", token))).Answer.TryGet(out _, out _), Is.True);

    [Test]
    public async Task No_token_is_an_invalid_request() =>
        Assert.That(Server.Error(await RevokeAsync(("client_id", "app"))).Code, Is.EqualTo("invalid_request"));

    [Test]
    public async Task Failed_authentication_is_401_wherever_the_credentials_stood()
    {
        OAuthRequest[] requests =
        [
            Server.Post(),
            Server.Post(("client_id", "service"), ("client_secret", "wrong")),
            Server.Post(("client_id", "service")),
            Server.Post(("client_id", "app")) with { Authorization = ["Basic %%%"] },
        ];

        foreach (var request in requests)
        {
            var error = Server.Error(await _server.Get<RevocationService>().HandleAsync(request, CancellationToken.None));
            Assert.That((error.Code, error.Status, error.Challenge?.Scheme), Is.EqualTo(("invalid_client", 401, "Basic")));
        }
    }

    private Task<Outcome<RevocationResponse>> RevokeAsync(params (string, string)[] body) =>
        _server.Get<RevocationService>().HandleAsync(Server.Post(body), CancellationToken.None);
}
