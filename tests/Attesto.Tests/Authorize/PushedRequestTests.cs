using Attesto.Authorize;
using Attesto.SenderConstraints;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Pushed authorization requests (RFC 9126).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PushedRequestTests
{
    private const string OtherJkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    private readonly FrontChannel _server = new();

    [Test]
    public async Task A_push_is_answered_with_a_reference_that_is_new_each_time()
    {
        var first = await _server.PushAsync(FrontChannel.Push());
        Assert.That(first.Answer.TryGet(out var response, out _));
        Assert.That(response!.RequestUri, Does.Match("^urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{43}$"));
        Assert.That(response.ExpiresIn, Is.EqualTo(90));
        Assert.That(await _server.PushedAsync(), Is.Not.EqualTo(response.RequestUri));
    }

    [TestCase("redirect_uri", null, "invalid_request")]
    [TestCase("redirect_uri", "https://evil.example/cb", "invalid_request")]
    [TestCase("response_type", "token", "unsupported_response_type")]
    [TestCase("scope", "unknown", "invalid_scope")]
    [TestCase("resource", "https://elsewhere.example", "invalid_target")]
    [TestCase("code_challenge", null, "invalid_request")]
    [TestCase("code_challenge_method", "plain", "invalid_request")]
    [TestCase("prompt", "none login", "invalid_request")]
    [TestCase("max_age", "-1", "invalid_request")]
    [TestCase("claims", "[]", "invalid_request")]
    [TestCase("response_mode", "no", "invalid_request")]
    [TestCase("request", "garbage", "invalid_request_object")]
    [TestCase("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [TestCase("request_uri", "https://app.example/r", "invalid_request")]
    [TestCase("client_id", "other", "invalid_client")]
    [TestCase("client_secret", "wrong", "invalid_client")]
    [TestCase("client_secret", null, "invalid_client")]
    [TestCase("dpop_jkt", "short", "invalid_request")]
    [TestCase("state", "a\0b", "invalid_request")]
    public async Task Every_check_runs_at_the_push(string name, string? value, string error)
    {
        _server.Others.Clear();
        var outcome = await _server.PushAsync(FrontChannel.Push((name, value)));
        Assert.That((outcome.Error.Code, outcome.Error.Status), Is.EqualTo((error, 400)));
        Assert.That(outcome.Events.Single().Name, Is.EqualTo(EventName.AuthorizationFailed));
    }

    [TestCase("redirect_uri", "https://evil.example/cb", "app", "redirect_uri", "RedirectUris")]
    [TestCase("scope", "unknown", "app", "the scope unknown", "Scopes:Supported")]
    [TestCase("client_secret", "wrong", null, "client authentication failed", "Debug")]
    public async Task A_refused_push_says_why_in_its_event(string name, string value, string? client, string why, string cure)
    {
        var refused = (await _server.PushAsync(FrontChannel.Push((name, value)))).Events.Single();
        Assert.That((refused.Name, refused.ClientId), Is.EqualTo((EventName.AuthorizationFailed, client)));
        Assert.That((string)refused.Metadata["error_description"]!, Does.StartWith(why));
        Assert.That((string)refused.Metadata["cure"]!, Does.Contain(cure));
    }

    [Test]
    public async Task A_scope_that_is_refused_is_named_unless_it_is_long()
    {
        var refused = await _server.PushAsync(FrontChannel.Push(("scope", "openid unknown read:reports")));
        Assert.That(refused.Error.Description, Is.EqualTo("the scope unknown is unknown or beyond what this client may ask for"));
        refused = await _server.PushAsync(FrontChannel.Push(("scope", new string('s', 200))));
        Assert.That(refused.Error.Description, Is.EqualTo("the scope is unknown or beyond what this client may ask for"));
    }

    [Test]
    public async Task A_state_may_have_16_KiB_and_a_longer_one_is_named()
    {
        Assert.That((await _server.AuthorizeAsync(("state", new string('s', 16 * 1024)))).Sent("state"), Has.Length.EqualTo(16 * 1024));
        var refused = await _server.PushAsync(FrontChannel.Push(("state", new string('s', (16 * 1024) + 1))));
        Assert.That((refused.Error.Code, refused.Error.Description), Is.EqualTo(("invalid_request", "state is longer than 16384 characters")));
    }

    [Test(Description = "RFC 9126 §2.1: as at the token endpoint")]
    public async Task A_public_client_pushes_with_its_name_alone()
    {
        _server.App = _server.App with { IsPublic = true, Secrets = [] };
        Assert.That((await AuthorizeAsync(await _server.PushedAsync(("client_secret", null)))).Sent("code"), Is.Not.Empty);
        Assert.That((await _server.PushAsync(FrontChannel.Push(("client_secret", null), ("client_id", "nobody")))).Error.Code, Is.EqualTo("invalid_client"));
        Assert.That((await _server.PushAsync(FrontChannel.Push([("client_secret", null),
            .. Enumerable.Range(0, 9).Select(i => ($"x{i}", (string?)new string('x', 4000)))]))).Error.Code, Is.EqualTo("invalid_request"), "anybody can do that");
    }

    [TestCase("request_uri")]
    [TestCase("max_age")]
    [TestCase("response_mode")]
    [TestCase("resource")]
    [TestCase("prompt")]
    [TestCase("claims")]
    [TestCase("request")]
    public async Task A_parameter_without_a_value_counts_as_omitted(string name)
    {
        Assert.That((await AuthorizeAsync(await _server.PushedAsync((name, "")))).Sent("code"), Is.Not.Empty);
        Assert.That((await _server.AuthorizeAsync((name, ""))).Sent("code"), Is.Not.Empty);
    }

    [Test]
    public async Task A_repeated_parameter_is_refused()
    {
        var push = FrontChannel.Push();
        var polluted = push with { Parameters = new RequestParameters(push.Parameters.Append(new("scope", "openid"))) };
        Assert.That((await _server.PushAsync(polluted)).Error.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task The_pushed_parameters_replace_those_of_the_browser()
    {
        var reference = await _server.PushedAsync(("state", "pushed"), ("nonce", "pushed"));

        var outcome = await _server.AuthorizeAsync(
            ("request_uri", reference), ("state", "evil"), ("nonce", "evil"), ("scope", "openid write:reports"), ("redirect_uri", "https://evil.example/cb"),
            ("response_mode", "fragment"), ("prompt", "none"), ("resource", "https://files.example"));

        Assert.That((outcome.Sent("state"), outcome.Response.RedirectUri.Value, outcome.Response.Delivery), Is.EqualTo(("pushed", FrontChannel.Callback, ResponseDelivery.Query)));
        var code = await _server.CodeOfAsync(outcome);
        Assert.That((code.Nonce, code.Authorization.Scope.ToString()), Is.EqualTo(("pushed", "openid read:reports")));
        Assert.That(code.Authorization.Resources, Is.Empty);
        Assert.That(_server.Person.Asked.Single().Prompt, Is.Empty);
    }

    [Test]
    public async Task A_missing_state_is_not_taken_from_the_browser()
    {
        var reference = await _server.PushedAsync(("state", null));
        Assert.That((await _server.AuthorizeAsync(("request_uri", reference))).SentOrNull("state"), Is.Null);
    }

    [Test]
    public async Task The_reference_alone_is_enough() =>
        Assert.That((await _server.AuthorizeAsync(FrontChannel.Raw(("request_uri", await _server.PushedAsync())))).Sent("code"), Is.Not.Empty);

    [Test]
    public async Task The_credentials_of_the_push_are_not_kept()
    {
        await AuthorizeAsync(await _server.PushedAsync());
        Assert.That(_server.Person.Asked.Single().Authorization!.RequestUri, Is.Not.Null);
        var stored = await StoredAsync();
        Assert.That(stored.Parameters.Select(pair => pair.Key), Has.None.StartsWith("client_secret").And.None.StartsWith("client_assertion"));
        Assert.That(stored.Parameters["client_id"], Is.EqualTo("app"));
    }

    [Test]
    public async Task A_reference_belongs_to_the_client_that_pushed_it()
    {
        var reference = await _server.PushedAsync();
        Assert.That((await _server.AuthorizeAsync(("request_uri", reference), ("client_id", "other"))).Shown.Code, Is.EqualTo("invalid_request"));
        Assert.That((await AuthorizeAsync(reference)).Sent("code"), Is.Not.Empty, "a stranger's attempt spends nothing");
    }

    [Test]
    public async Task A_reference_outlives_pages_and_refusals_but_not_a_code()
    {
        var reference = await _server.PushedAsync();
        _server.Person.SignIn = new SignInOutcome.Handled("page");
        Assert.That((await AuthorizeAsync(reference)).Answer, Is.TypeOf<AuthorizeAnswer.Handled>());
        (_server.Person.SignIn, _server.Person.Consent) = (new SignInOutcome.Authenticated("alice"), new ConsentOutcome.Denied());
        Assert.That((await AuthorizeAsync(reference)).Sent("error"), Is.EqualTo("access_denied"));
        _server.Person.Consent = new ConsentOutcome.Granted();
        Assert.That((await AuthorizeAsync(reference)).Sent("code"), Is.Not.Empty);
        Assert.That((await AuthorizeAsync(reference)).Shown.Code, Is.EqualTo("invalid_request_uri"));
    }

    [Test]
    public async Task An_expired_or_unknown_reference_is_shown()
    {
        var reference = await _server.PushedAsync();
        _server.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.That((await AuthorizeAsync(reference)).Shown.Code, Is.EqualTo("invalid_request_uri"));
        Assert.That((await AuthorizeAsync("urn:ietf:params:oauth:request_uri:unknown")).Shown.Code, Is.EqualTo("invalid_request_uri"));
    }

    [Test]
    public async Task Of_racing_completions_one_gets_the_code()
    {
        var reference = await _server.PushedAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Person.OnConsent = () => gate.Task; // every racer has resolved the reference before one takes it
        var racers = Enumerable.Range(0, 8).Select(_ => AuthorizeAsync(reference)).ToArray();
        gate.SetResult();
        var outcomes = await Task.WhenAll(racers);
        Assert.That(outcomes.Count(outcome => outcome.SentOrNull("code") is not null), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome.SentOrNull("error") == "invalid_request_uri"), Is.EqualTo(7));
        Assert.That(outcomes.Count(outcome => outcome.Events.Single().Name is EventName.AuthorizationFailed), Is.EqualTo(7), "nobody denied anything");
    }

    [Test]
    public async Task A_server_or_a_client_may_demand_the_push()
    {
        _server.App = _server.App with { RequirePushedAuthorizationRequests = true };
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That((await AuthorizeAsync(await _server.PushedAsync())).Sent("code"), Is.Not.Empty);

        _server.App = _server.App with { RequirePushedAuthorizationRequests = false };
        _server.Options.PushedAuthorization.Required = true;
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That((await AuthorizeAsync(await _server.PushedAsync())).Sent("code"), Is.Not.Empty);
    }

    [Test]
    public async Task A_client_revoked_after_its_push_gets_nothing()
    {
        var reference = await _server.PushedAsync();
        _server.App = _server.App with { IsRevoked = true };
        Assert.That((await AuthorizeAsync(reference)).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_redirect_uri_removed_after_the_push_gets_nothing()
    {
        var reference = await _server.PushedAsync();
        _server.App = _server.App with { RedirectUris = ["https://app.example/new"] };
        Assert.That((await AuthorizeAsync(reference)).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_proof_at_the_push_binds_the_code_and_is_recorded()
    {
        var proof = new SenderConstraint.Dpop(FrontChannel.Challenge, default, default);
        _server.Constraints.Resolves = proof;
        _server.App = _server.App with { RequireMtls = true };

        var reference = await PushedWithProofAsync();

        Assert.That(_server.Constraints.Committed, Is.EqualTo(new[] { proof }));
        Assert.That(_server.Constraints.Urls, Is.EqualTo(new[] { "https://as.example/oauth/par" }));
        Assert.That(_server.Constraints.Clients.Single().RequireMtls, Is.False, "the token endpoint demands the certificate (RFC 8705 §3)");
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("request_uri", reference), ("dpop_jkt", OtherJkt)))).DpopJkt, Is.EqualTo(FrontChannel.Challenge));
    }

    [Test]
    public async Task A_proof_must_be_of_the_key_that_dpop_jkt_names()
    {
        _server.Constraints.Resolves = new SenderConstraint.Dpop(FrontChannel.Challenge, default, default);
        Assert.That((await _server.PushAsync(WithProof(("dpop_jkt", OtherJkt)))).Error.Code, Is.EqualTo("invalid_dpop_proof"));
        Assert.That(_server.Constraints.Committed, Is.Empty, "a refused proof is not spent");
        await PushedWithProofAsync(("dpop_jkt", FrontChannel.Challenge));
    }

    [Test]
    public async Task A_bad_or_replayed_proof_refuses_the_push()
    {
        _server.Constraints.Resolves = new OAuthError(ErrorCodes.InvalidDpopProof);
        Assert.That((await _server.PushAsync(WithProof())).Error.Code, Is.EqualTo("invalid_dpop_proof"));
        _server.Constraints.Resolves = new SenderConstraint.Dpop(FrontChannel.Challenge, default, default);
        _server.Constraints.Commits = new OAuthError(ErrorCodes.InvalidDpopProof, "replay");
        Assert.That((await _server.PushAsync(WithProof())).Error.Description, Is.EqualTo("replay"));
    }

    [Test]
    public async Task A_thumbprint_without_a_proof_is_kept_as_it_is()
    {
        var code = await _server.CodeOfAsync(await AuthorizeAsync(await _server.PushedAsync(("dpop_jkt", OtherJkt))));
        Assert.That(code.DpopJkt, Is.EqualTo(OtherJkt));
        Assert.That(_server.Constraints.Urls, Is.Empty);
    }

    [TestCase(FrontChannel.Challenge)]
    [TestCase("short")]
    public async Task A_server_without_DPoP_does_not_read_the_thumbprint(string jkt)
    {
        _server.Options.Dpop.Enabled = false;
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("dpop_jkt", jkt)))).DpopJkt, Is.Null);
    }

    private static OAuthRequest WithProof(params (string, string?)[] changes) => FrontChannel.Push(changes) with { Dpop = ["proof"] };

    private async Task<string> PushedWithProofAsync(params (string, string?)[] changes) =>
        (await _server.PushAsync(WithProof(changes))).Answer.TryGet(out var response, out var error) ? response.RequestUri : throw new AssertionException(error.Code);

    private Task<AuthorizeOutcome> AuthorizeAsync(string reference) => _server.AuthorizeAsync(FrontChannel.Raw(("client_id", "app"), ("request_uri", reference)));

    private async Task<PushedRequest> StoredAsync() => (await _server.Pushed.FindAsync(TokenHash.Of(await _server.PushedAsync()), CancellationToken.None))!;
}
