using Attesto.Jose;
using Attesto.ResourceServer;
using Attesto.SenderConstraints;
using Attesto.Tests.Dpop;
using Attesto.Tests.Keys;
using Attesto.Tests.Mtls;
using Attesto.Tests.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.ResourceServer;

/// <summary>RFC 6750, RFC 8705, RFC 9449: what gets past a protected resource, and what the challenge says to the rest.</summary>
public sealed class AccessTokenAuthenticatorTests : ProtectedApi
{
    [TestCase("Bearer ")]
    [TestCase("bearer ")]
    [TestCase("BEARER   ")]
    public async Task A_bearer_token_is_accepted(string scheme)
    {
        var outcome = await AuthenticateAsync(ARequest(scheme + Bearer));
        Assert.That(outcome.Answer.TryGet(out var token, out var error), Is.True, $"{error}");
        Assert.That(token!.Subject, Is.EqualTo("usr_alice"));
        Assert.That(outcome.Events, Is.EqualTo(new[] { new ServerEvent(EventName.AuthSucceeded) { Subject = "usr_alice", ClientId = "app", Scope = "read write" } }));
    }

    [Test]
    public async Task A_bound_token_is_accepted_with_its_proof() => Assert.That(await FaultOf(ARequest($"dPoP {Bound}", AProof())), Is.Null);

    [Test]
    public async Task A_certified_token_is_accepted_with_its_certificate() =>
        Assert.That(await FaultOf(ARequest($"Bearer {Certified}") with { ClientCertificate = TestCertificates.SelfSigned }), Is.Null);

    [Test(Description = "decisions 10: RFC 8705 binds only tokens that carry x5t#S256")]
    public async Task A_certificate_beside_another_token_is_ignored()
    {
        Assert.That(await FaultOf(ARequest($"Bearer {Bearer}") with { ClientCertificate = TestCertificates.SelfSigned }), Is.Null);
        Assert.That(await FaultOf(ARequest($"DPoP {Bound}", AProof()) with { ClientCertificate = TestCertificates.SelfSigned }), Is.Null);
    }

    [Test]
    public async Task A_token_bound_to_a_key_is_worth_nothing_without_it()
    {
        await Refuses(ARequest($"Bearer {Bound}"), "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
        await Refuses(ARequest($"Bearer {Bound}", AProof()), "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
        await Refuses(ARequest($"DPoP {Bound}"), "invalid_dpop_proof", DpopFault.Missing, "DPoP");
        await Refuses(ARequest($"DPoP {Bound}", AProof(TestKeys.NewEs256())), "invalid_token", ResourceFault.OtherKey, "DPoP");
        await Refuses(
            ARequest($"Bearer {Bound}") with { ClientCertificate = TestCertificates.SelfSigned }, "invalid_token", ResourceFault.DpopBoundUnderBearer, "DPoP");
    }

    [Test]
    public async Task A_token_bound_to_a_certificate_is_worth_nothing_without_it()
    {
        await Refuses(ARequest($"Bearer {Certified}"), "invalid_token", ResourceFault.OtherCertificate, "Bearer");
        using var other = TestCertificates.MakeSelfSigned(System.Security.Cryptography.ECDsa.Create());
        await Refuses(ARequest($"Bearer {Certified}") with { ClientCertificate = other }, "invalid_token", ResourceFault.OtherCertificate, "Bearer");
        await Refuses(ARequest($"DPoP {Certified}", $"{new Proof(Issuer.Clock.Now).For("GET", Url, Certified)}"), "invalid_token", ResourceFault.NotBoundToDpop, "Bearer");
        Issuer.Options.Mtls.Enabled = false;
        await Refuses(
            ARequest($"Bearer {Certified}") with { ClientCertificate = TestCertificates.SelfSigned }, "invalid_token", ResourceFault.OtherCertificate, "Bearer");
    }

    [Test]
    public async Task A_plain_token_is_a_bearer_token_and_comes_without_proof()
    {
        var proof = $"{new Proof(Issuer.Clock.Now).For("GET", Url, Bearer)}";
        await Refuses(ARequest($"DPoP {Bearer}", proof), "invalid_token", ResourceFault.NotBoundToDpop, "Bearer");
        await Refuses(ARequest($"Bearer {Bearer}", proof), "invalid_dpop_proof", ResourceFault.ProofUnderBearer, "DPoP");
    }

    [Test]
    public async Task A_proof_is_for_this_request_and_this_token_and_once()
    {
        await Refuses(ARequest($"DPoP {Bound}", $"{new Proof(Issuer.Clock.Now).For("POST", Url, Bound)}"), "invalid_dpop_proof", DpopFault.WrongMethod, "DPoP");
        await Refuses(ARequest($"DPoP {Bound}", $"{new Proof(Issuer.Clock.Now).For("GET", Url + "/1", Bound)}"), "invalid_dpop_proof", DpopFault.WrongUrl, "DPoP");
        await Refuses(ARequest($"DPoP {Bound}", $"{new Proof(Issuer.Clock.Now).For("GET", Url, Bearer)}"), "invalid_dpop_proof", DpopFault.WrongToken, "DPoP");
        await Refuses(
            ARequest($"DPoP {Bound}", $"{new Proof(Issuer.Clock.Now).With("htm", "\"GET\"").With("htu", $"\"{Url}\"")}"), "invalid_dpop_proof", DpopFault.WrongToken, "DPoP");
        await Refuses(ARequest($"DPoP {Bound}") with { Dpop = [AProof(), AProof()] }, "invalid_dpop_proof", DpopFault.SeveralProofs, "DPoP");

        var proof = AProof();
        Assert.That(await FaultOf(ARequest($"DPoP {Bound}", proof)), Is.Null);
        await Refuses(ARequest($"DPoP {Bound}", proof), "invalid_dpop_proof", DpopFault.Replayed, "DPoP");
    }

    [Test]
    public async Task A_nonce_is_demanded_where_the_host_says_so()
    {
        Issuer.Options.Dpop.RequireNonce = true;
        var error = await Refuses(ARequest($"DPoP {Bound}", AProof()), "use_dpop_nonce", DpopFault.BadNonce, "DPoP");
        Assert.That(error.DpopNonce, Is.Not.Null);
    }

    [Test]
    public async Task Without_a_replay_store_no_proof_is_good()
    {
        var outcome = await Authenticator(replays: null).AuthenticateAsync(ARequest($"DPoP {Bound}", AProof()), default);
        Assert.That(outcome.Answer.TryGet(out _, out var error), Is.False);
        Assert.That(error!.Fault, Is.EqualTo(ResourceFault.DpopUnavailable));
    }

    [Test(Description = "RFC 6749 §4.1.2, RFC 6750 §3.1")]
    public async Task A_revoked_token_is_refused()
    {
        var issued = await Issuer.IssueAsync();
        await RevokedTokens.RevokeAsync(issued.Id, issued.ExpiresAt, default);
        await Refuses(ARequest($"Bearer {issued.Token}"), "invalid_token", ResourceFault.Revoked, "Bearer");
    }

    [Test(Description = "RFC 7009 §2.1")]
    public async Task A_token_whose_grant_ended_is_refused_unless_the_resource_does_not_ask()
    {
        var grant = Stores.Some.Grant(Issuer.Clock);
        await Grants.AddAsync(grant, default);
        var request = ARequest($"Bearer {(await Issuer.IssueAsync(Issuer.ARequest() with { GrantId = grant.Id })).Token}");
        Assert.That(await FaultOf(request), Is.Null);

        await Grants.RevokeAsync(grant.Id, default);

        await Refuses(request, "invalid_token", ResourceFault.Revoked, "Bearer");
        var authenticator = Authenticator(Replays);
        var unasked = await authenticator.AuthenticateAsync(request, authenticator.OwnResource with { ChecksRevocation = false }, default);
        Assert.That(unasked.Answer.TryGet(out var token, out _) ? token.GrantId : null, Is.EqualTo(grant.Id));
    }

    [Test]
    public async Task A_token_whose_grant_was_swept_is_refused()
    {
        var issued = await Issuer.IssueAsync(Issuer.ARequest() with { GrantId = GrantId.New() });
        await Refuses(ARequest($"Bearer {issued.Token}"), "invalid_token", ResourceFault.Revoked, "Bearer");
    }

    [Test]
    public async Task A_token_for_another_resource_is_refused()
    {
        var issued = await Issuer.IssueAsync(Issuer.ARequest() with { Audience = ["https://other.example"] });
        await Refuses(ARequest($"Bearer {issued.Token}"), "invalid_token", TokenFault.WrongAudience, "Bearer");
    }

    [Test]
    public async Task Plain_http_is_refused_before_the_token_is_looked_at()
    {
        var error = await Refuses(ARequest($"Bearer {Bearer}") with { IsHttps = false }, "invalid_token", ResourceFault.Insecure, "Bearer");
        Assert.That(error.Description, Does.Contain("TLS"));
    }

    [Test(Description = "RFC 9728 §5.1, RFC 9449 §7.1")]
    public async Task The_challenge_says_where_to_read_on_and_how_to_sign()
    {
        Issuer.Options.ProtectedResource.MetadataUrl = "https://api.example/.well-known/oauth-protected-resource";
        var error = await Refuses(ARequest($"DPoP {Bound}", AProof(TestKeys.NewEs256())), "invalid_token", ResourceFault.OtherKey, "DPoP");
        Assert.That($"{error.Challenge}",
            Does.Contain("resource_metadata=\"https://api.example/.well-known/oauth-protected-resource\"").And.Contain("algs=\"ES256 ").And.StartWith("DPoP error="));
        Assert.That($"{(await Refuses(ARequest(null), "invalid_token", ResourceFault.NoToken, "Bearer")).Challenge}", Does.Contain("resource_metadata=").And.Not.Contain("algs"));
    }

    [Test]
    public async Task A_refusal_is_an_event_without_secrets()
    {
        var outcome = await AuthenticateAsync(ARequest($"Bearer {Bound}") with { ClientIp = "192.0.2.1" });
        var denied = outcome.Events.Single();
        Assert.That((denied.Name, denied.Result), Is.EqualTo((EventName.AuthDenied, "invalid_token")));
        Assert.That((denied.Metadata["method"], denied.Metadata["path"], denied.Metadata["client_ip"]), Is.EqualTo(((object)"GET", (object)"/reports", (object)"192.0.2.1")));
        Assert.That(string.Join('\n', denied.Metadata.Values), Does.Not.Contain(Bound[..20]));
    }

    [Test]
    public async Task Verification_costs_little_memory()
    {
        var request = ARequest($"Bearer {Bearer}");
        var authenticator = Authenticator(Replays);
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
}
