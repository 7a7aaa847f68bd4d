using System.Text;
using Attesto.Clients;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

[TestFixture]
public sealed class ClientAuthenticatorTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 6749 §2.3.1")]
    public async Task Basic_with_the_right_secret_passes()
    {
        var client = await PassAsync(Header(Server.Basic("service", Server.Secret)));

        Assert.That((client.Id, client.Method), Is.EqualTo(("service", "client_secret_basic")));
    }

    [Test]
    public async Task The_scheme_word_has_no_case()
    {
        var client = await PassAsync(Header("bASIC" + Server.Basic("service", Server.Secret)[5..]));

        Assert.That(client.Id, Is.EqualTo("service"));
    }

    [Test(Description = "RFC 6749 §2.3.1")]
    public async Task A_secret_in_the_body_passes()
    {
        var client = await PassAsync(Server.Post(("client_id", "service"), ("client_secret", Server.Secret)));

        Assert.That(client.Method, Is.EqualTo("client_secret_post"));
    }

    [Test]
    public async Task A_public_client_passes_with_its_id_alone()
    {
        var client = await PassAsync(Server.Post(("client_id", "app")));

        Assert.That(client.Method, Is.EqualTo("none"));
    }

    [Test(Description = "Two widely used clients send this")]
    public async Task Basic_with_an_empty_secret_of_a_public_client_is_none()
    {
        var client = await PassAsync(Header(Server.Basic("app", "")));

        Assert.That(client.Method, Is.EqualTo("none"));
    }

    [Test]
    public async Task Halves_of_basic_are_form_decoded()
    {
        _server.Clients["a b:c"] = new Client { Id = "a b:c", Secrets = [ClientSecret.Of("x+y%z")] };

        var client = await PassAsync(Header("Basic " + Base64("a+b%3Ac:x%2By%25z")));

        Assert.That(client.Id, Is.EqualTo("a b:c"));
    }

    // RFC 3986 §2.2, and what form encoding itself uses. As it stands an id cannot hold the colon, which ends it (RFC 7617 §2).
    [TestCase("/?#[]@!$&'()*+,;=% -._~", "a:/?#[]@!$&'()*+,;=% -._~b", true)]
    [TestCase("/?#[]@!$&'()*+,;=% -._~:", "a:/?#[]@!$&'()*+,;=% -._~b", false)]
    [TestCase("a+b", "c+d", true)]
    [TestCase("100%25", "100%25", true)]
    [TestCase("https://client.example/app?a=b&c=d", "x y", false)]
    public async Task Ids_and_secrets_may_have_every_reserved_character(string id, string secret, bool mayStand)
    {
        _server.Clients[id] = new Client { Id = id, Secrets = [ClientSecret.Of(secret)] };
        foreach (var credentials in mayStand ? [Encoded(id, secret), $"{id}:{secret}"] : new[] { Encoded(id, secret) })
        {
            Assert.That((await PassAsync(Header("Basic " + Base64(credentials)))).Id, Is.EqualTo(id), credentials);
        }
    }

    [TestCase("Basic !!!", TestName = "not base64")]
    [TestCase("Basic", TestName = "no credentials")]
    [TestCase("Basic ", TestName = "empty credentials")]
    [TestCase("Bearer abc", TestName = "another scheme")]
    [TestCase("", TestName = "an empty header")]
    public async Task An_unusable_header_is_invalid_client(string header) =>
        AssertRefused(await FailAsync(Header(header)), 401);

    [TestCase("service", TestName = "no colon")]
    [TestCase("service:%zz", TestName = "broken escape")]
    [TestCase("service:%f", TestName = "short escape")]
    [TestCase("service:%ff%fe", TestName = "not UTF-8")]
    [TestCase(":secret", TestName = "no id")]
    [TestCase("service:wrong", TestName = "wrong secret")]
    [TestCase("nobody:secret", TestName = "unknown client")]
    [TestCase("service:", TestName = "confidential client without secret")]
    [TestCase("ser%00vice:x", TestName = "a NUL in the id")]
    public async Task Bad_credentials_in_the_header_look_the_same(string pair) =>
        AssertRefused(await FailAsync(Header("Basic " + Base64(pair))), 401);

    [TestCase("service", "wrong")]
    [TestCase("service", null)]
    [TestCase("nobody", "secret")]
    [TestCase("nobody", null)]
    [TestCase("app", "secret")]
    [TestCase("\ud800", null)]
    [TestCase("", null)]
    public async Task Bad_credentials_in_the_body_look_the_same(string id, string? secret) =>
        AssertRefused(await FailAsync(secret is null ? Server.Post(("client_id", id)) : Server.Post(("client_id", id), ("client_secret", secret))), 400);

    [Test]
    public async Task A_megabyte_of_anything_is_refused()
    {
        var megabyte = new string('a', 1 << 20);

        AssertRefused(await FailAsync(Server.Post(("client_id", megabyte), ("client_secret", megabyte))), 400);
        AssertRefused(await FailAsync(Server.Post(("client_id", "service"), ("client_secret", megabyte))), 400);
        AssertRefused(await FailAsync(Header("Basic " + Base64(megabyte + ":" + megabyte))), 401);
        Assert.That(_server.Clients.SecretChecks, Is.Zero);
    }

    [Test]
    public async Task Two_authorization_headers_are_refused()
    {
        var header = Server.Basic("service", Server.Secret);

        AssertRefused(await FailAsync(Server.Post() with { Authorization = [header, header] }), 401);
    }

    [Test(Description = "RFC 6749 §2.3: MUST NOT use more than one authentication method")]
    public async Task Two_methods_at_once_are_an_invalid_request()
    {
        var basic = Header(Server.Basic("service", Server.Secret));
        OAuthRequest[] requests =
        [
            basic with { Parameters = Server.Of(("client_secret", Server.Secret)) },
            basic with { Parameters = Server.Of(("client_id", "app")) },
            basic with { Parameters = Server.Of(("client_assertion", "x.y.z")) },
            Server.Post(("client_id", "service"), ("client_secret", Server.Secret), ("client_assertion", "x.y.z")),
        ];

        foreach (var request in requests)
        {
            var error = await FailAsync(request);
            Assert.That((error.Code, error.Status), Is.EqualTo(("invalid_request", 400)));
        }
    }

    [Test]
    public async Task The_same_id_in_header_and_body_is_fine()
    {
        var client = await PassAsync(Header(Server.Basic("service", Server.Secret)) with { Parameters = Server.Of(("client_id", "service")) });

        Assert.That(client.Id, Is.EqualTo("service"));
    }

    [Test]
    public async Task A_revoked_client_is_refused()
    {
        _server.Clients["service"] = _server.Clients["service"] with { IsRevoked = true };

        AssertRefused(await FailAsync(Header(Server.Basic("service", Server.Secret))), 401);
    }

    [Test]
    public async Task An_unknown_client_costs_a_secret_check_too()
    {
        await FailAsync(Header(Server.Basic("nobody", "secret")));

        Assert.That(_server.Clients.SecretChecks, Is.EqualTo(1));
    }

    [Test]
    public async Task A_client_keeps_to_its_registered_method()
    {
        _server.Clients["service"] = _server.Clients["service"] with { TokenEndpointAuthMethod = "client_secret_post" };

        AssertRefused(await FailAsync(Header(Server.Basic("service", Server.Secret))), 401);
        Assert.That((await PassAsync(Server.Post(("client_id", "service"), ("client_secret", Server.Secret)))).Id, Is.EqualTo("service"));
    }

    [Test]
    public async Task A_method_that_the_server_does_not_offer_is_refused()
    {
        _server.Settings.ClientAuthentication.Methods = ["client_secret_post"];

        AssertRefused(await FailAsync(Header(Server.Basic("service", Server.Secret))), 401);
        AssertRefused(await FailAsync(Server.Post(("client_id", "app"))), 400);
    }

    [Test]
    public async Task A_public_client_is_refused_where_a_credential_is_needed() =>
        AssertRefused(await FailAsync(Server.Post(("client_id", "app")), allowPublic: false), 400);

    [Test(Description = "RFC 6749 §5.2: one answer for every cause; only the log tells them apart")]
    public async Task The_cause_is_for_the_log_alone()
    {
        var (unknown, wrong) = (await FailAsync(Header(Server.Basic("nobody", Server.Secret))), await FailAsync(Header(Server.Basic("service", "wrong"))));
        Assert.That((unknown.Code, unknown.Description), Is.EqualTo((wrong.Code, wrong.Description)));
        Assert.That((unknown.Fault, wrong.Fault), Is.EqualTo(((Enum)ClientFault.UnknownClient, (Enum)ClientFault.WrongCredential)));
    }

    [Test(Description = "RFC 6749 §5.2: the challenge matches the scheme that the client used")]
    public async Task The_challenge_names_the_attempted_scheme_and_the_realm()
    {
        _server.Settings.ClientAuthentication.Realm = "a\"b";

        Assert.That((await FailAsync(Header("Basic x"))).Challenge?.ToString(), Is.EqualTo("Basic realm=\"a\\\"b\""));
        Assert.That((await FailAsync(Header("bearer x"))).Challenge?.ToString(), Does.StartWith("Bearer realm="));
        Assert.That((await FailAsync(Header("dpop x"))).Challenge?.ToString(), Does.StartWith("DPoP realm="));
        Assert.That((await FailAsync(Header("\u0001\u0002"))).Challenge?.ToString(), Does.StartWith("Basic realm="));
    }

    [Test(Description = "some clients take the first entry of the list, whatever they hold")]
    public void None_stands_last_among_the_advertised_methods_unless_the_host_orders_them()
    {
        var authenticator = _server.Get<ClientAuthenticator>();

        Assert.That(authenticator.GetMethods(allowPublic: true), Is.EqualTo(new[] { "client_secret_basic", "client_secret_post", "private_key_jwt", "none" }));
        Assert.That(authenticator.GetMethods(allowPublic: false), Does.Not.Contain("none"));
        _server.Settings.ClientAuthentication.Methods = ["private_key_jwt", "none", "client_secret_post"];
        Assert.That(authenticator.GetMethods(allowPublic: true), Is.EqualTo(_server.Settings.ClientAuthentication.Methods));
    }

    private static string Encoded(string id, string secret) => $"{System.Net.WebUtility.UrlEncode(id)}:{System.Net.WebUtility.UrlEncode(secret)}";

    private static void AssertRefused(OAuthError error, int status)
    {
        Assert.That((error.Code, error.Description, error.Status), Is.EqualTo(("invalid_client", "client authentication failed", status)));
        Assert.That(error.Challenge is not null, Is.EqualTo(status == 401));
    }

    private static OAuthRequest Header(string value) => Server.Post() with { Authorization = [value] };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<AuthenticatedClient> PassAsync(OAuthRequest request) =>
        (await _server.Get<ClientAuthenticator>().AuthenticateAsync(request, allowPublic: true, CancellationToken.None)).TryGet(out var client, out var error)
            ? client
            : throw new AssertionException(error.Fault?.ToString() ?? error.Code);

    private async Task<OAuthError> FailAsync(OAuthRequest request, bool allowPublic = true) =>
        (await _server.Get<ClientAuthenticator>().AuthenticateAsync(request, allowPublic, CancellationToken.None)).TryGet(out _, out var error)
            ? throw new AssertionException("it passed")
            : error;
}
