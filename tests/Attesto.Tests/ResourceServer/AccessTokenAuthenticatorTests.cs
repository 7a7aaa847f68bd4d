using Attesto.Events;
using Attesto.Jose;
using Attesto.ResourceServer;
using Attesto.Revocation;
using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Tests.Dpop;
using Attesto.Tests.Keys;
using Attesto.Tests.Mtls;
using Attesto.Tests.Token;
using Attesto.Tests.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.ResourceServer;

/// <summary>RFC 6750, RFC 8705, RFC 9449: what gets past a protected resource, and what the challenge says to the rest.</summary>
public sealed class AccessTokenAuthenticatorTests
{
    private const string Url = "https://api.example/reports";

    private Issuer _issuer = null!;
    private InMemoryReplayStore _replays = null!;
    private InMemoryAccessTokenRevocationStore _revoked = null!;
    private InMemoryGrantStore _grants = null!;
    private string _bearer = "";
    private string _bound = "";
    private string _certified = "";

    [SetUp]
    public async Task Start()
    {
        _issuer = new Issuer();
        _issuer.Options.Mtls = new MtlsOptions { Enabled = true };
        _replays = new InMemoryReplayStore(_issuer.Clock);
        _revoked = new InMemoryAccessTokenRevocationStore(_issuer.Clock);
        _grants = new InMemoryGrantStore(_issuer.Clock);
        _bearer = (await _issuer.IssueAsync()).Token;
        _bound = (await _issuer.IssueAsync(Issuer.ARequest() with { SenderConstraint = new SenderConstraint.Dpop(TestKeys.Es256.KeyId, default, default) })).Token;
        _certified = (await _issuer.IssueAsync(Issuer.ARequest() with
        {
            SenderConstraint = new SenderConstraint.Mtls(CertificateThumbprint.Of(TestCertificates.SelfSigned)),
        })).Token;
    }

    [TestCase("Bearer ")]
    [TestCase("bearer ")]
    [TestCase("BEARER   ")]
    public async Task A_bearer_token_is_accepted(string scheme)
    {
        var outcome = await AuthenticateAsync(ARequest(scheme + _bearer));
        Assert.That(outcome.Answer.TryGet(out var token, out var error), Is.True, $"{error}");
        Assert.That(token!.Subject, Is.EqualTo("usr_alice"));
        Assert.That(outcome.Events, Is.EqualTo(new[] { new ServerEvent(EventName.AuthSucceeded) { Subject = "usr_alice", ClientId = "app", Scope = "read write" } }));
    }

    [Test]
    public async Task A_bound_token_is_accepted_with_its_proof() => Assert.That(await FaultOf(ARequest($"dPoP {_bound}", AProof())), Is.Null);

    [Test]
    public async Task A_certified_token_is_accepted_with_its_certificate() =>
        Assert.That(await FaultOf(ARequest($"Bearer {_certified}") with { ClientCertificate = TestCertificates.SelfSigned }), Is.Null);

    [Test(Description = "decisions 10: RFC 8705 binds only tokens that carry x5t#S256")]
    public async Task A_certificate_beside_another_token_is_ignored()
    {
        Assert.That(await FaultOf(ARequest($"Bearer {_bearer}") with { ClientCertificate = TestCertificates.SelfSigned }), Is.Null);
        Assert.That(await FaultOf(ARequest($"DPoP {_bound}", AProof()) with { ClientCertificate = TestCertificates.SelfSigned }), Is.Null);
    }

    [Test]
    public async Task A_token_bound_to_a_key_is_worth_nothing_without_it()
    {
        await Refuses(ARequest($"Bearer {_bound}"), "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
        await Refuses(ARequest($"Bearer {_bound}", AProof()), "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
        await Refuses(ARequest($"DPoP {_bound}"), "invalid_dpop_proof", DpopFault.Missing, "DPoP");
        await Refuses(ARequest($"DPoP {_bound}", AProof(TestKeys.NewEs256())), "invalid_token", ResourceFault.OtherKey, "DPoP");
        await Refuses(
            ARequest($"Bearer {_bound}") with { ClientCertificate = TestCertificates.SelfSigned }, "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
    }

    [Test]
    public async Task A_token_bound_to_a_certificate_is_worth_nothing_without_it()
    {
        await Refuses(ARequest($"Bearer {_certified}"), "invalid_token", ResourceFault.OtherCertificate, "Bearer");
        using var other = TestCertificates.MakeSelfSigned(System.Security.Cryptography.ECDsa.Create());
        await Refuses(ARequest($"Bearer {_certified}") with { ClientCertificate = other }, "invalid_token", ResourceFault.OtherCertificate, "Bearer");
        await Refuses(ARequest($"DPoP {_certified}", $"{new Proof(_issuer.Clock.Now).For("GET", Url, _certified)}"), "invalid_token", ResourceFault.NotBoundToDpop, "Bearer");
        _issuer.Options.Mtls.Enabled = false;
        await Refuses(
            ARequest($"Bearer {_certified}") with { ClientCertificate = TestCertificates.SelfSigned }, "invalid_token", ResourceFault.OtherCertificate, "Bearer");
    }

    [Test]
    public async Task A_plain_token_is_a_bearer_token_and_comes_without_proof()
    {
        var proof = $"{new Proof(_issuer.Clock.Now).For("GET", Url, _bearer)}";
        await Refuses(ARequest($"DPoP {_bearer}", proof), "invalid_token", ResourceFault.NotBoundToDpop, "Bearer");
        await Refuses(ARequest($"Bearer {_bearer}", proof), "invalid_dpop_proof", ResourceFault.ProofUnderBearer, "DPoP");
    }

    [Test]
    public async Task A_proof_is_for_this_request_and_this_token_and_once()
    {
        await Refuses(ARequest($"DPoP {_bound}", $"{new Proof(_issuer.Clock.Now).For("POST", Url, _bound)}"), "invalid_dpop_proof", DpopFault.WrongMethod, "DPoP");
        await Refuses(ARequest($"DPoP {_bound}", $"{new Proof(_issuer.Clock.Now).For("GET", Url + "/1", _bound)}"), "invalid_dpop_proof", DpopFault.WrongUrl, "DPoP");
        await Refuses(ARequest($"DPoP {_bound}", $"{new Proof(_issuer.Clock.Now).For("GET", Url, _bearer)}"), "invalid_dpop_proof", DpopFault.WrongToken, "DPoP");
        await Refuses(ARequest($"DPoP {_bound}", $"{new Proof(_issuer.Clock.Now).With("htm", "\"GET\"").With("htu", $"\"{Url}\"")}"), "invalid_dpop_proof", DpopFault.WrongToken, "DPoP");
        await Refuses(ARequest($"DPoP {_bound}") with { Dpop = [AProof(), AProof()] }, "invalid_dpop_proof", DpopFault.SeveralProofs, "DPoP");

        var proof = AProof();
        Assert.That(await FaultOf(ARequest($"DPoP {_bound}", proof)), Is.Null);
        await Refuses(ARequest($"DPoP {_bound}", proof), "invalid_dpop_proof", DpopFault.Replayed, "DPoP");
    }

    [Test]
    public async Task A_nonce_is_demanded_where_the_host_says_so()
    {
        _issuer.Options.Dpop.RequireNonce = true;
        var error = await Refuses(ARequest($"DPoP {_bound}", AProof()), "use_dpop_nonce", DpopFault.BadNonce, "DPoP");
        Assert.That(error.DpopNonce, Is.Not.Null);
    }

    [Test]
    public async Task Without_a_replay_store_no_proof_is_good()
    {
        var outcome = await Authenticator(replays: null).AuthenticateAsync(ARequest($"DPoP {_bound}", AProof()), default);
        Assert.That(outcome.Answer.TryGet(out _, out var error), Is.False);
        Assert.That(error!.Fault, Is.EqualTo(ResourceFault.DpopUnavailable));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Bearer")]
    [TestCase("Bearer ")]
    [TestCase("Basic YTpi")]
    [TestCase("BearerX token")]
    [TestCase("\tBearer token")]
    public async Task Whoever_shows_no_token_learns_which_one_is_wanted(string? authorization)
    {
        var error = await Refuses(ARequest(authorization), "invalid_token", ResourceFault.NoToken, "Bearer");
        Assert.That(error.Status, Is.EqualTo(401));
    }

    [Test(Description = "header smuggling: which one would count is not ours to guess")]
    public async Task Two_headers_are_none()
    {
        await Refuses(ARequest(null) with { Authorization = [$"Bearer {_bearer}", "Bearer x"] }, "invalid_token", ResourceFault.SeveralTokens, "Bearer");
        await Refuses(ARequest(null) with { Authorization = [$"Bearer {_bearer}", $"Bearer {_bearer}"] }, "invalid_token", ResourceFault.SeveralTokens, "Bearer");
        await Refuses(ARequest($"Bearer {_bearer}, Bearer {_bearer}"), "invalid_token", TokenFault.Malformed, "Bearer");
        await Refuses(ARequest($"Bearer {_bearer} x"), "invalid_token", TokenFault.Malformed, "Bearer");
        await Refuses(ARequest($"Bearer\t{_bearer}"), "invalid_token", ResourceFault.NoToken, "Bearer");
    }

    [Test]
    public async Task A_body_counts_only_where_enabled_and_never_a_query()
    {
        var parameters = new RequestParameters([KeyValuePair.Create("access_token", _bearer)]);
        var post = ARequest(null) with { Method = "POST", Parameters = parameters };
        await Refuses(post, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(ARequest(null) with { Query = parameters }, "invalid_token", ResourceFault.NoToken, "Bearer");

        _issuer.Options.ProtectedResource.BearerMethodsSupported = ["header", "body"];
        Assert.That(await FaultOf(post), Is.Null);
        await Refuses(post with { Method = "GET" }, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(post with { Authorization = ["Basic YTpi"] }, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(post with { Parameters = new RequestParameters([.. parameters, .. parameters]) }, "invalid_token", ResourceFault.NoToken, "Bearer");
        await Refuses(
            post with { Parameters = new RequestParameters([KeyValuePair.Create("access_token", _bound)]) }, "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
    }

    [TestCase("header")]
    [TestCase("header", "body")]
    public async Task A_token_in_the_header_and_another_in_the_form_are_refused_wherever_tokens_are_taken(params string[] methods)
    {
        _issuer.Options.ProtectedResource.BearerMethodsSupported = [.. methods];
        var parameters = new RequestParameters([KeyValuePair.Create("access_token", _bearer)]);
        var both = ARequest($"Bearer {_bearer}") with { Method = "POST", Parameters = parameters };
        Assert.That((await AuthenticateAsync(both)).Answer.TryGet(out _, out var error), Is.False);
        Assert.That((error?.Status, error?.Code, error?.Fault), Is.EqualTo((400, "invalid_request", ResourceFault.SeveralTokens)), "RFC 6750 §2");
    }

    [Test]
    public async Task An_extracted_token_counts_only_without_a_header()
    {
        var resource = Authenticator(_replays).OwnResource with { ExtractedToken = _bearer };
        Assert.That((await Authenticator(_replays).AuthenticateAsync(ARequest(null), resource, default)).Answer.TryGet(out _, out _), Is.True);
        var outcome = await Authenticator(_replays).AuthenticateAsync(ARequest("Bearer x"), resource, default);
        Assert.That(outcome.Answer.TryGet(out _, out var error), Is.False);
        Assert.That(error!.Fault, Is.EqualTo(TokenFault.Malformed));
    }

    [Test(Description = "RFC 6749 §4.1.2, RFC 6750 §3.1")]
    public async Task A_revoked_token_is_refused()
    {
        var issued = await _issuer.IssueAsync();
        await _revoked.RevokeAsync(issued.Id, issued.ExpiresAt, default);
        await Refuses(ARequest($"Bearer {issued.Token}"), "invalid_token", ResourceFault.Revoked, "Bearer");
    }

    [Test(Description = "RFC 7009 §2.1")]
    public async Task A_token_whose_grant_ended_is_refused_unless_the_resource_does_not_ask()
    {
        var grant = Stores.Some.Grant(_issuer.Clock);
        await _grants.AddAsync(grant, default);
        var request = ARequest($"Bearer {(await _issuer.IssueAsync(Issuer.ARequest() with { GrantId = grant.Id })).Token}");
        Assert.That(await FaultOf(request), Is.Null);

        await _grants.RevokeAsync(grant.Id, default);

        await Refuses(request, "invalid_token", ResourceFault.Revoked, "Bearer");
        var authenticator = Authenticator(_replays);
        var unasked = await authenticator.AuthenticateAsync(request, authenticator.OwnResource with { ChecksRevocation = false }, default);
        Assert.That(unasked.Answer.TryGet(out var token, out _) ? token.GrantId : null, Is.EqualTo(grant.Id));
    }

    [Test]
    public async Task A_token_whose_grant_was_swept_is_refused()
    {
        var issued = await _issuer.IssueAsync(Issuer.ARequest() with { GrantId = GrantId.New() });
        await Refuses(ARequest($"Bearer {issued.Token}"), "invalid_token", ResourceFault.Revoked, "Bearer");
    }

    [Test]
    public async Task A_token_for_another_resource_is_refused()
    {
        var issued = await _issuer.IssueAsync(Issuer.ARequest() with { Audience = ["https://other.example"] });
        await Refuses(ARequest($"Bearer {issued.Token}"), "invalid_token", TokenFault.WrongAudience, "Bearer");
    }

    [Test]
    public async Task Plain_http_is_refused_before_the_token_is_looked_at()
    {
        var error = await Refuses(ARequest($"Bearer {_bearer}") with { IsHttps = false }, "invalid_token", ResourceFault.Insecure, "Bearer");
        Assert.That(error.Description, Does.Contain("TLS"));
    }

    [Test(Description = "RFC 9728 §5.1, RFC 9449 §7.1")]
    public async Task The_challenge_says_where_to_read_on_and_how_to_sign()
    {
        _issuer.Options.ProtectedResource.MetadataUrl = "https://api.example/.well-known/oauth-protected-resource";
        var error = await Refuses(ARequest($"DPoP {_bound}", AProof(TestKeys.NewEs256())), "invalid_token", ResourceFault.OtherKey, "DPoP");
        Assert.That($"{error.Challenge}", Does.Contain("resource_metadata=\"https://api.example/.well-known/oauth-protected-resource\"").And.Contain("algs=\"ES256 ").And.StartWith("DPoP error="));
        Assert.That($"{(await Refuses(ARequest(null), "invalid_token", ResourceFault.NoToken, "Bearer")).Challenge}", Does.Contain("resource_metadata=").And.Not.Contain("algs"));
    }

    [Test]
    public async Task A_refusal_is_an_event_without_secrets()
    {
        var outcome = await AuthenticateAsync(ARequest($"Bearer {_bound}") with { ClientIp = "192.0.2.1" });
        var denied = outcome.Events.Single();
        Assert.That((denied.Name, denied.Result), Is.EqualTo((EventName.AuthDenied, "invalid_token")));
        Assert.That((denied.Metadata["method"], denied.Metadata["path"], denied.Metadata["client_ip"]), Is.EqualTo(((object)"GET", (object)"/reports", (object)"192.0.2.1")));
        Assert.That(string.Join('\n', denied.Metadata.Values), Does.Not.Contain(_bound[..20]));
    }

    [Test]
    public async Task Verification_costs_little_memory()
    {
        var request = ARequest($"Bearer {_bearer}");
        var authenticator = Authenticator(_replays);
        for (var i = 0; i < 50; i++)
        {
            await authenticator.AuthenticateAsync(request, default);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            await authenticator.AuthenticateAsync(request, default);
        }

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 100, Is.LessThan(6 * 1024), "of which the platform takes 1.4 KB for the signature");
    }

    private AccessTokenAuthenticator Authenticator(IReplayStore? replays) => new(
        _issuer.Verifier,
        Given.OnDemand(new DpopProofVerifier(
            _issuer.Wrapped, _issuer.Profiles, TestKeys.Algorithms, _issuer.Clock, new DpopNonces(new InMemoryDpopNonceStore(), _issuer.Wrapped, _issuer.Clock))),
        _issuer.Profiles,
        _issuer.Wrapped,
        Given.OnDemand(new TokenRevocation(new Registry(), _revoked, _grants, new Principals())),
        Given.OnDemand(replays));

    private ValueTask<Outcome<VerifiedAccessToken>> AuthenticateAsync(OAuthRequest request) => Authenticator(_replays).AuthenticateAsync(request, default);

    private async Task<Enum?> FaultOf(OAuthRequest request) => (await AuthenticateAsync(request)).Answer.TryGet(out _, out var error) ? null : error.Fault;

    private async Task<OAuthError> Refuses(OAuthRequest request, string code, Enum fault, string scheme)
    {
        Assert.That((await AuthenticateAsync(request)).Answer.TryGet(out _, out var error), Is.False);
        Assert.That((error!.Status, error.Code, error.Fault, error.Challenge?.Scheme), Is.EqualTo((401, code, fault, scheme)));
        string[] named = fault is ResourceFault.NoToken ? [] : [code]; // RFC 6750 §3.1
        Assert.That(error.Challenge!.Parameters.Where(parameter => parameter.Key is "error").Select(parameter => parameter.Value), Is.EqualTo(named));
        return error;
    }

    private string AProof(TestKey? key = null) => $"{new Proof(_issuer.Clock.Now, key).For("GET", Url, _bound)}";

    private static OAuthRequest ARequest(string? authorization, string? proof = null) => new()
    {
        Method = "GET",
        Url = Url,
        IsHttps = true,
        Authorization = authorization is null ? [] : [authorization],
        Dpop = proof is null ? [] : [proof],
    };
}
