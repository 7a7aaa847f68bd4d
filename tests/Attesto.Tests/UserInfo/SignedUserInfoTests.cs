using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Tests.Keys;
using Attesto.Tests.Token;
using Attesto.UserInfo;
using NUnit.Framework;

namespace Attesto.Tests.UserInfo;

/// <summary>UserInfo as a JWT (OpenID Connect Core §5.3.2).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SignedUserInfoTests : IAsyncDisposable
{
    private readonly Server _server = new();

    [TearDown]
    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [TestCase("ES256")]
    [TestCase("RS256")]
    public async Task A_client_that_registered_for_it_gets_a_JWT_for_itself(string algorithm)
    {
        _server.Claims.UserInfo = new JsonObject { ["name"] = "Alice", ["iss"] = "https://evil.example" };
        _server.Settings.Scopes.Claims["profile"] = "name iss";
        _server.Clients["app"] = _server.Clients["app"] with { UserInfoSignedResponseAlg = algorithm };

        var jwt = Server.Answer(await AskAsync()).Jwt!;
        Assert.That(CompactJws.TryParse(jwt, out var jws, out _));
        var trusted = await _server.Get<IKeystore>().GetVerificationKeysAsync(CancellationToken.None);
        Assert.That((jws!.Algorithm, TestKeys.Algorithms.Verifies(trusted, jws)), Is.EqualTo((algorithm, true)));
        Assert.That(jws.Payload.GetRawText(), Is.EqualTo("""{"iss":"https://as.example","aud":"app","sub":"usr_alice","name":"Alice"}"""));

        var hint = await _server.Get<IdTokenVerifier>().VerifyHintAsync(jwt, CancellationToken.None);
        Assert.That(hint.TryGet(out _, out _), Is.False, "it is no ID token");
    }

    [Test]
    public async Task Any_other_client_gets_JSON() => Assert.That(Server.Answer(await AskAsync()).Jwt, Is.Null);

    [Test]
    public async Task An_algorithm_that_no_key_has_is_refused_in_words()
    {
        _server.Clients["app"] = _server.Clients["app"] with { UserInfoSignedResponseAlg = "PS512" };
        var error = Server.Error(await AskAsync());
        Assert.That((error.Code, error.Status), Is.EqualTo(("invalid_request", 400)));
        Assert.That(error.Description, Does.Contain("userinfo_signed_response_alg PS512"));
    }

    private async Task<Outcome<UserInfoResponse>> AskAsync()
    {
        var token = (await _server.FirstTokensAsync(_server.NewAuthorization(scope: "openid profile"))).AccessToken;
        return await _server.Get<UserInfoService>().HandleAsync(Server.Post() with { Method = "GET", Authorization = [$"Bearer {token}"] }, CancellationToken.None);
    }
}
