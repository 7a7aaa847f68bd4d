using Attesto.Authorize;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Which faults a person sees, and which go to the client (RFC 6749 §4.1.2.1).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DispositionTests
{
    private readonly FrontChannel _server = new();

    [Test]
    public async Task A_good_request_is_answered_with_a_code_state_and_issuer()
    {
        var outcome = await _server.AuthorizeAsync();

        Assert.That(outcome.Response.Parameters.Select(pair => pair.Key), Is.EqualTo(new[] { "code", "state", "iss" }));
        Assert.That(outcome.Sent("state"), Is.EqualTo("xyz"));
        Assert.That(outcome.Sent("iss"), Is.EqualTo(FrontChannel.Issuer));
        Assert.That(outcome.Response.RedirectUri.Value, Is.EqualTo(FrontChannel.Callback));
        Assert.That(outcome.Response.Delivery, Is.EqualTo(ResponseDelivery.Query));
    }

    [TestCase("client_id", null)]
    [TestCase("client_id", "")]
    [TestCase("client_id", "nobody")]
    [TestCase("client_id", "app\0")]
    [TestCase("client_id", "\u00e4pp")]
    [TestCase("redirect_uri", null)]
    [TestCase("redirect_uri", "")]
    [TestCase("redirect_uri", "https://app.example/cb/")]
    [TestCase("redirect_uri", "https://evil.example/cb")]
    [TestCase("redirect_uri", "/cb")]
    public async Task Without_a_client_and_its_redirect_uri_the_person_sees_the_error(string name, string? value)
    {
        var outcome = await _server.AuthorizeAsync((name, value));

        Assert.That((outcome.Shown.Code, outcome.Shown.Status), Is.EqualTo(("invalid_request", 400)));
        Assert.That(_server.Person.Asked, Is.Empty);
    }

    [Test]
    public async Task A_revoked_client_is_an_unknown_one()
    {
        _server.App = _server.App with { IsRevoked = true };
        Assert.That((await _server.AuthorizeAsync()).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [TestCase("client_id", "app")]
    [TestCase("redirect_uri", "https://evil.example/cb")]
    [TestCase("redirect_uri", FrontChannel.Callback)]
    public async Task A_repeated_identity_is_shown(string name, string value)
    {
        var request = FrontChannel.Request();
        var polluted = request with { Parameters = new RequestParameters(request.Parameters.Append(new(name, value))) };
        Assert.That((await _server.AuthorizeAsync(polluted)).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [TestCase("scope")]
    [TestCase("response_type")]
    [TestCase("code_challenge")]
    [TestCase("nonce")]
    [TestCase("made_up")]
    public async Task Any_other_repeated_parameter_is_an_error_for_the_client(string name)
    {
        var request = FrontChannel.Request();
        var polluted = request with { Parameters = new RequestParameters([.. request.Parameters, new(name, "a"), new(name, "b")]) };
        var outcome = await _server.AuthorizeAsync(polluted);
        Assert.That(
            (outcome.Sent("error"), outcome.Sent("error_description")),
            Is.EqualTo(("invalid_request", name is "made_up" ? "a parameter is repeated" : $"{name} is repeated")), "what a stranger wrote is not repeated");
    }

    [Test]
    public async Task A_repeated_state_is_not_echoed()
    {
        var request = FrontChannel.Request();
        var polluted = request with { Parameters = new RequestParameters([.. request.Parameters, new("state", "other")]) };
        var outcome = await _server.AuthorizeAsync(polluted);
        Assert.That(outcome.Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That(outcome.SentOrNull("state"), Is.Null);
    }

    [TestCase("response_type", null, "invalid_request")]
    [TestCase("response_type", "", "invalid_request")]
    [TestCase("response_type", "token", "unsupported_response_type")]
    [TestCase("response_type", "code id_token", "unsupported_response_type")]
    [TestCase("scope", "read\"reports", "invalid_scope")]
    [TestCase("scope", "unknown", "invalid_scope")]
    [TestCase("scope", "*", "invalid_scope")]
    [TestCase("scope", "read:*", "invalid_scope")]
    [TestCase("resource", "not a uri", "invalid_target")]
    [TestCase("resource", "https://files.example#x", "invalid_target")]
    [TestCase("resource", "https://elsewhere.example", "invalid_target")]
    [TestCase("code_challenge", null, "invalid_request")]
    [TestCase("code_challenge", "short", "invalid_request")]
    [TestCase("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN", "invalid_request")] // stray trailing bits
    [TestCase("code_challenge_method", null, "invalid_request")]
    [TestCase("code_challenge_method", "plain", "invalid_request")]
    [TestCase("code_challenge_method", "s256", "invalid_request")]
    [TestCase("max_age", "-1", "invalid_request")]
    [TestCase("max_age", "1.5", "invalid_request")]
    [TestCase("max_age", "abc", "invalid_request")]
    [TestCase("max_age", "+1", "invalid_request")]
    [TestCase("prompt", "maybe", "invalid_request")]
    [TestCase("prompt", "none login", "invalid_request")]
    [TestCase("claims", "[]", "invalid_request")]
    [TestCase("claims", "{", "invalid_request")]
    [TestCase("claims", "{\"a\":1,\"a\":2}", "invalid_request")]
    [TestCase("claims", "{\"userinfo\":7}", "invalid_request")]
    [TestCase("claims", "{\"userinfo\":{\"\\ud800\":null}}", "invalid_request")]
    [TestCase("response_mode", "web_message", "invalid_request")]
    [TestCase("request_uri", "https://app.example/request.jwt", "request_uri_not_supported")]
    [TestCase("request", "garbage", "invalid_request_object")]
    [TestCase("dpop_jkt", "short", "invalid_request")]
    [TestCase("id_token_hint", "garbage", "invalid_request")]
    public async Task A_faulty_parameter_is_an_error_for_the_client(string name, string? value, string error)
    {
        var outcome = await _server.AuthorizeAsync((name, value));

        Assert.That(outcome.Sent("error"), Is.EqualTo(error));
        Assert.That(outcome.Sent("state"), Is.EqualTo("xyz"));
        Assert.That(outcome.Sent("iss"), Is.EqualTo(FrontChannel.Issuer));
        Assert.That(outcome.SentOrNull("code"), Is.Null);
        Assert.That(_server.Person.Asked, Is.Empty, "nobody is asked about a faulty request");
    }

    [TestCase("state")]
    [TestCase("nonce")]
    [TestCase("scope")]
    [TestCase("made_up")]
    [TestCase("claims")]
    [TestCase("login_hint")]
    public async Task A_megabyte_is_refused_cleanly(string name)
    {
        var outcome = await _server.AuthorizeAsync((name, new string('a', 1024 * 1024)));
        Assert.That(outcome.Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That(outcome.Response.ToLocation(), Has.Length.LessThan(1000).And.Not.Contain("made_up"));
    }

    [Test]
    public async Task A_request_of_many_parameters_is_refused_as_a_whole()
    {
        var many = Enumerable.Range(0, 100).Select(i => ($"made_up_{i}", (string?)new string('a', 4000))).ToArray();
        Assert.That((await _server.AuthorizeAsync(many)).Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That((await _server.AuthorizeAsync(many[..7])).Sent("code"), Is.Not.Empty, "unknown parameters are ignored (RFC 6749 §3.1)");
    }

    [Test]
    public async Task Anybody_may_send_32_KiB_and_a_client_that_proved_who_it_is_128()
    {
        Assert.That((await _server.AuthorizeAsync(Padded(32 * 1024))).Sent("code"), Is.Not.Empty);
        Assert.That((await _server.AuthorizeAsync(Padded((32 * 1024) + 1))).Sent("error_description"), Is.EqualTo("the request is too long"));
        var reference = await _server.PushedAsync(Padded(128 * 1024));
        Assert.That((await _server.AuthorizeAsync(FrontChannel.Raw(("request_uri", reference)))).Sent("code"), Is.Not.Empty);
        Assert.That((await _server.PushAsync(FrontChannel.Push(Padded((128 * 1024) + 1)))).Error.Description, Is.EqualTo("the request is too long"));
    }

    [Test]
    public async Task An_id_token_may_be_longer_than_a_plain_value()
    {
        Assert.That((await _server.AuthorizeAsync(("id_token_hint", new string('a', 5000)))).Sent("error_description"), Does.Not.Contain("longer"));
        Assert.That((await _server.AuthorizeAsync(("login_hint", new string('a', 5000)))).Sent("error_description"), Does.Contain("longer than 4096"));
    }

    [TestCase("client_id")]
    [TestCase("redirect_uri")]
    [TestCase("request_uri")]
    public async Task A_megabyte_of_identity_is_shown(string name) =>
        Assert.That(
            (await _server.AuthorizeAsync((name, (name == "request_uri" ? "urn:ietf:params:oauth:request_uri:" : "") + new string('a', 1024 * 1024)))).Shown.Status,
            Is.EqualTo(400));

    [Test]
    public async Task What_no_store_can_hold_is_refused()
    {
        foreach (var value in (string[])["\ud800", "a\0b", "\udc00x", "x\ud83c"])
        {
            Assert.That((await _server.AuthorizeAsync(("nonce", value))).Sent("error"), Is.EqualTo("invalid_request"));
            Assert.That((await _server.AuthorizeAsync(("state", value))).SentOrNull("state"), Is.Null);
        }
    }

    [Test]
    public async Task A_nonce_has_512_characters_at_most()
    {
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("nonce", new string('n', 512))))).Nonce, Has.Length.EqualTo(512));
        var longer = await _server.AuthorizeAsync(("nonce", new string('n', 513)));
        Assert.That((longer.Sent("error"), longer.Sent("error_description")), Is.EqualTo(("invalid_request", "nonce is longer than 512 characters")));
        var noText = await _server.AuthorizeAsync(("nonce", new string('n', 511) + '\0'));
        Assert.That(noText.Sent("error_description"), Is.EqualTo("nonce is not well-formed text"));
    }

    [Test]
    public async Task Long_state_and_nonce_pass_untouched()
    {
        var (state, nonce) = (string.Concat(Enumerable.Repeat("a+/=%&ü 🎈", 13)), new string('n', 64));
        var outcome = await _server.AuthorizeAsync(("state", state), ("nonce", nonce));
        Assert.That(outcome.Sent("state"), Is.EqualTo(state));
        Assert.That((await _server.CodeOfAsync(outcome)).Nonce, Is.EqualTo(nonce));
        Assert.That(outcome.Response.ToLocation(), Does.Contain($"&state={Uri.EscapeDataString(state)}&"));
    }

    [Test]
    public async Task The_first_fault_wins_in_the_order_of_the_score()
    {
        var outcome = await _server.AuthorizeAsync(("response_type", "token"), ("scope", "unknown"), ("prompt", "maybe"), ("response_mode", "no"));
        Assert.That(outcome.Sent("error"), Is.EqualTo("unsupported_response_type"));
        outcome = await _server.AuthorizeAsync(("scope", "unknown"), ("resource", "x"), ("code_challenge", null));
        Assert.That(outcome.Sent("error"), Is.EqualTo("invalid_scope"));
        outcome = await _server.AuthorizeAsync(("resource", "x"), ("code_challenge", null));
        Assert.That(outcome.Sent("error"), Is.EqualTo("invalid_target"));
    }

    [TestCase("", null)]
    [TestCase(null, null)]
    [TestCase("s", "s")]
    public async Task State_is_echoed_if_there_is_one(string? sent, string? echoed) =>
        Assert.That((await _server.AuthorizeAsync(("state", sent))).SentOrNull("state"), Is.EqualTo(echoed));

    [Test]
    public async Task The_issuer_can_be_left_out()
    {
        _server.Options.Authorization.ResponseIss = false;
        Assert.That((await _server.AuthorizeAsync()).SentOrNull("iss"), Is.Null);
        Assert.That((await _server.AuthorizeAsync(("prompt", "maybe"))).SentOrNull("iss"), Is.Null);
    }

    [Test]
    public async Task A_query_of_the_redirect_uri_is_kept()
    {
        _server.App = _server.App with { RedirectUris = ["https://app.example/cb?a=1&b=%2F"] };
        var location = (await _server.AuthorizeAsync(("redirect_uri", "https://app.example/cb?a=1&b=%2F"))).Response.ToLocation();
        Assert.That(location, Does.StartWith("https://app.example/cb?a=1&b=%2F&code="));
    }

    [Test]
    public async Task Events_say_what_happened()
    {
        var issued = (await _server.AuthorizeAsync()).Events.Single();
        Assert.That(
            (issued.Name, issued.ClientId, issued.Scope, issued.GrantType, issued.Metadata["client_ip"]),
            Is.EqualTo((EventName.CodeIssued, "app", "openid read:reports", "authorization_code", (object)"192.0.2.7")));

        var stranger = (await _server.AuthorizeAsync(("client_id", "nobody"))).Events.Single();
        Assert.That((stranger.Name, stranger.ClientId), Is.EqualTo((EventName.AuthorizationFailed, "nobody")));

        var failed = (await _server.AuthorizeAsync(("scope", "unknown"))).Events.Single();
        Assert.That((failed.Name, failed.ClientId, failed.Result), Is.EqualTo((EventName.AuthorizationFailed, "app", "invalid_scope")));

        var shown = (await _server.AuthorizeAsync(("redirect_uri", null))).Events.Single();
        Assert.That((shown.Name, shown.Result), Is.EqualTo((EventName.AuthorizationFailed, "invalid_request")));
    }

    // A good request, with as much beside it as makes it that long.
    private static (string Name, string? Value)[] Padded(int total)
    {
        var rest = total - FrontChannel.Request().Parameters.Sum(pair => pair.Key.Length + pair.Value.Length);
        var names = Enumerable.Range(0, (rest / 4000) + 1).Select(i => $"x{i:00}").ToArray();
        var each = (rest / names.Length) - 3;
        return [.. names.Select((name, i) => (name, (string?)new string('a', i == 0 ? rest - (3 * names.Length) - (each * (names.Length - 1)) : each)))];
    }
}
