using Attesto.Events;
using Attesto.Issuing;
using Attesto.Revocation;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

[TestFixture]
public sealed class AuthorizationCodeGrantTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 6749 §4.1.3, OpenID Connect Core §3.1.3.3")]
    public async Task A_code_buys_access_refresh_and_id_token()
    {
        var outcome = await _server.TokenAsync(Server.Redeem(await _server.CodeAsync()));

        var tokens = Server.Tokens(outcome);
        Assert.That((tokens.TokenType, tokens.ExpiresIn, tokens.Scope), Is.EqualTo(("Bearer", 900, "openid offline_access read:reports")));
        Assert.That(tokens.RefreshToken, Has.Length.EqualTo(104));
        var (access, id) = (Server.Payload(tokens.AccessToken), Server.Payload(tokens.IdToken!));
        Assert.That((string?)access["sub"], Is.EqualTo("usr_alice"));
        Assert.That((string?)id["sub"], Is.EqualTo("usr_alice"));
        Assert.That((string?)access["acr"], Is.EqualTo("gold"));
        Assert.That((string?)id["nonce"], Is.EqualTo("n-1"));
        Assert.That(id, Does.ContainKey("at_hash").And.ContainKey("c_hash"));
        Assert.That(outcome.Events.Select(e => e.Name), Is.EqualTo(new[] { EventName.TokenIssued, EventName.RefreshIssued }));
        Assert.That(outcome.Events[0].Metadata, Does.ContainKey("cnf").And.ContainKey("sender_constraint"));
        Assert.That(outcome.Events[0].Metadata["client_ip"], Is.EqualTo("192.0.2.1"));
    }

    [Test]
    public async Task Without_openid_and_offline_access_there_is_an_access_token_alone()
    {
        var tokens = await _server.FirstTokensAsync(_server.NewAuthorization(scope: "read:reports"));

        Assert.That((tokens.IdToken, tokens.RefreshToken), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task Nobody_gets_a_refresh_token_that_could_not_be_used()
    {
        _server.Clients["app"] = _server.Clients["app"] with { GrantTypes = ["authorization_code"] };
        Assert.That((await _server.FirstTokensAsync()).RefreshToken, Is.Null, "the client may not refresh");

        _server.Clients["app"] = _server.Clients["app"] with { GrantTypes = null }; // the code and its refresh
        _server.Settings.Tokens.GrantTypes = ["authorization_code"];
        Assert.That((await _server.FirstTokensAsync()).RefreshToken, Is.Null, "the server does not refresh");
    }

    [Test]
    public async Task A_missing_parameter_leaves_the_code_alone()
    {
        var code = await _server.CodeAsync(change: code => code with { Challenge = null });

        foreach (var missing in new[] { "code", "redirect_uri" })
        {
            var refused = await _server.TokenAsync([.. Server.Redeem(code, verifier: null).Where(pair => pair.Item1 != missing)]);
            Assert.That(Server.Error(refused).Code, Is.EqualTo("invalid_request"), missing);
        }

        Assert.That((await _server.TokenAsync(Server.Redeem(code, verifier: null))).Answer.TryGet(out _, out _), Is.True);
    }

    [Test(Description = "OAuth 2.1 §10.2: PKCE binds the code where redirect_uri did")]
    public async Task A_code_with_a_challenge_needs_no_redirect_uri()
    {
        var code = await _server.CodeAsync();
        var wrong = await _server.CodeAsync();

        Assert.That(Server.Tokens(await _server.TokenAsync([.. Server.Redeem(code).Where(pair => pair.Item1 != "redirect_uri")])).AccessToken, Is.Not.Empty);
        AssertInvalidGrant(await _server.TokenAsync([.. Server.Redeem(wrong, verifier: "short").Where(pair => pair.Item1 != "redirect_uri")]), GrantFault.VerifierMismatch);
    }

    [Test]
    public async Task A_redirect_uri_that_was_taken_from_the_client_redeems_nothing()
    {
        var code = await _server.CodeAsync();
        _server.Clients["app"] = _server.Clients["app"] with { RedirectUris = ["https://app.example/new"] };

        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.RedirectUriMismatch);
    }

    [TestCase(true, false, true)]
    [TestCase(false, true, false)]
    [TestCase(null, true, true)]
    public async Task A_clients_own_word_on_localhost_counts_before_the_servers(bool? own, bool servers, bool isRedeemed)
    {
        _server.Settings.Clients.AllowLocalhostRedirects = servers;
        _server.Clients["app"] = _server.Clients["app"] with { RedirectUris = ["http://localhost/cb"], AllowLocalhostRedirects = own };
        var code = await _server.CodeAsync(change: code => code with { RedirectUri = "http://localhost:4000/cb" });

        var outcome = await _server.TokenAsync(Server.Redeem(code, redirectUri: "http://localhost:4000/cb"));
        Assert.That(outcome.Answer.TryGet(out _, out _), Is.EqualTo(isRedeemed));
    }

    [Test]
    public async Task A_resource_that_is_no_longer_served_is_left_out()
    {
        var both = _server.NewAuthorization() with { Resources = [Server.Api, "https://files.example"] };
        var (first, second) = (await _server.CodeAsync(both), await _server.CodeAsync(both));
        _server.Settings.Resources.Supported.RemoveAt(1);
        Assert.That((string?)Server.Payload(Server.Tokens(await _server.TokenAsync(Server.Redeem(first))).AccessToken)["aud"], Is.EqualTo(Server.Api));

        _server.Settings.Resources.Supported.Clear();
        Assert.That(Server.Error(await _server.TokenAsync(Server.Redeem(second))).Code, Is.EqualTo("invalid_target"), "never the server's own audience instead");
    }

    [TestCase("other", Server.Redirect, Server.Verifier, GrantFault.ClientMismatch)]
    [TestCase("app", Server.Redirect + "/", Server.Verifier, GrantFault.RedirectUriMismatch)]
    [TestCase("app", "https://APP.example/cb", Server.Verifier, GrantFault.RedirectUriMismatch)]
    [TestCase("app", Server.Redirect, null, GrantFault.VerifierMismatch)]
    [TestCase("app", Server.Redirect, "short", GrantFault.VerifierMismatch)]
    [TestCase("app", Server.Redirect, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", GrantFault.VerifierMismatch)]
    public async Task A_wrong_request_is_refused_and_spends_the_code(string clientId, string redirectUri, string? verifier, Enum expected)
    {
        var code = await _server.CodeAsync();

        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code, clientId, verifier, redirectUri)), (GrantFault)expected);
        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.Spent);
    }

    [Test(Description = "RFC 9700 §4.8.2: PKCE downgrade")]
    public async Task A_verifier_for_a_code_without_challenge_is_refused()
    {
        var code = await _server.CodeAsync(change: code => code with { Challenge = null });

        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.VerifierMismatch);
    }

    [Test]
    public async Task A_code_without_challenge_needs_no_verifier()
    {
        var code = await _server.CodeAsync(change: code => code with { Challenge = null });

        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Redeem(code, verifier: null))).AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task An_expired_code_is_refused()
    {
        var code = await _server.CodeAsync();
        _server.Clock.Advance(TimeSpan.FromSeconds(60));

        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.Expired);
    }

    [Test]
    public async Task An_unknown_code_is_refused()
    {
        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem("unknown")), GrantFault.Unknown);
        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(new string('\ud800', 1 << 20))), GrantFault.Unknown);
    }

    [Test(Description = "RFC 9449 §10")]
    public async Task A_bound_code_takes_its_key_alone()
    {
        var bound = await _server.CodeAsync(change: code => code with { DpopJkt = "mine" });
        var stolen = await _server.CodeAsync(change: code => code with { DpopJkt = "mine" });
        var lost = await _server.CodeAsync(change: code => code with { DpopJkt = "mine" });

        var tokens = Server.Tokens(await _server.TokenAsync(Server.Post(Server.Redeem(bound)) with { Dpop = ["mine"] }));
        Assert.That(tokens.TokenType, Is.EqualTo("DPoP"));
        AssertInvalidGrant(await _server.TokenAsync(Server.Post(Server.Redeem(stolen)) with { Dpop = ["theirs"] }), GrantFault.ConstraintMismatch);
        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(lost)), GrantFault.ConstraintMismatch);
    }

    [Test]
    public async Task A_replayed_proof_leaves_the_code_alone()
    {
        var (first, second) = (await _server.CodeAsync(), await _server.CodeAsync());
        await _server.TokenAsync(Server.Post(Server.Redeem(first)) with { Dpop = ["key#1"] });

        var refused = await _server.TokenAsync(Server.Post(Server.Redeem(second)) with { Dpop = ["key#1"] });

        Assert.That(Server.Error(refused).Code, Is.EqualTo("invalid_dpop_proof"));
        Assert.That((await _server.TokenAsync(Server.Post(Server.Redeem(second)) with { Dpop = ["key#2"] })).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task A_refused_grant_records_no_proof()
    {
        await _server.TokenAsync(Server.Post(Server.Redeem("unknown")) with { Dpop = ["key#1"] });

        Assert.That(_server.Constraints.Committed, Is.Zero);
    }

    [Test(Description = "RFC 6749 §4.1.2: SHOULD revoke all tokens previously issued based on that code")]
    public async Task Replay_ends_the_grant_and_its_access_token()
    {
        var code = await _server.CodeAsync();
        var tokens = Server.Tokens(await _server.TokenAsync(Server.Redeem(code)));

        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.Replayed);

        AssertInvalidGrant(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!)), GrantFault.Revoked);
        Assert.That(await _server.Get<LiveAccessTokens>().FindAsync(tokens.AccessToken, default), Is.Null);
    }

    [Test(Description = "RFC 6749 §4.1.2: nothing came of it, so there is nothing to revoke")]
    public async Task Replay_after_a_failed_redemption_revokes_nothing()
    {
        var authorization = _server.NewAuthorization();
        var code = await _server.CodeAsync(authorization);
        var good = _server.Principals.Find;
        _server.Principals.Find = _ => null;
        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.NoPrincipal);
        _server.Principals.Find = good;

        AssertInvalidGrant(await _server.TokenAsync(Server.Redeem(code)), GrantFault.Spent);

        Assert.That(await _server.FirstTokensAsync(authorization), Has.Property("RefreshToken").Not.Null, "the client is not harmed");
    }

    [Test]
    public async Task Of_racing_redemptions_one_wins()
    {
        var code = await _server.CodeAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => _server.TokenAsync(Server.Redeem(code)))));

        Assert.That(outcomes.Count(outcome => outcome.Answer.TryGet(out _, out _)), Is.EqualTo(1));
    }

    [Test(Description = "RFC 8707 §2.2")]
    public async Task Resources_narrow_and_never_widen()
    {
        var both = _server.NewAuthorization() with { Resources = [Server.Api, Server.Issuer] };

        var all = Server.Payload((await _server.FirstTokensAsync(both)).AccessToken)["aud"]!.AsArray().Select(aud => (string?)aud);
        var one = Server.Tokens(await _server.TokenAsync([.. Server.Redeem(await _server.CodeAsync(both)), ("resource", Server.Api)]));
        var more = await _server.TokenAsync([.. Server.Redeem(await _server.CodeAsync(both)), ("resource", "https://files.example")]);
        var malformed = await _server.TokenAsync([.. Server.Redeem(await _server.CodeAsync(both)), ("resource", "not a uri")]);

        Assert.That(all, Is.EquivalentTo(new[] { Server.Api, Server.Issuer }));
        Assert.That((string?)Server.Payload(one.AccessToken)["aud"], Is.EqualTo(Server.Api));
        Assert.That((Server.Error(more).Code, Server.Error(malformed).Code), Is.EqualTo(("invalid_target", "invalid_target")));
    }

    [Test]
    public async Task A_scope_that_left_the_catalogue_is_refused()
    {
        var code = await _server.CodeAsync();
        _server.Settings.Scopes.Supported.Remove("read:reports");

        Assert.That(Server.Error(await _server.TokenAsync(Server.Redeem(code))).Code, Is.EqualTo("invalid_scope"));
    }

    [Test(Description = "OpenID Connect Core §2: a protocol claim of the host refuses the request")]
    public async Task A_host_claim_with_a_protocol_name_hands_out_nothing()
    {
        _server.Claims.IdToken = new() { ["nonce"] = "forged" };

        Assert.That(Server.Error(await _server.TokenAsync(Server.Redeem(await _server.CodeAsync()))).Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_principal_without_its_prefix_gets_no_token()
    {
        _server.Principals.Find = _ => new("user", "alice");

        Assert.That(Server.Error(await _server.TokenAsync(Server.Redeem(await _server.CodeAsync()))).Code, Is.EqualTo("invalid_request"));
    }

    private static void AssertInvalidGrant(Outcome<Attesto.Issuing.TokenResponse> outcome, GrantFault fault)
    {
        var error = Server.Error(outcome);
        Assert.That((error.Code, error.Status, error.Fault), Is.EqualTo(("invalid_grant", 400, (Enum)fault)));
    }
}
