using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Tests.Keys;
using Attesto.Tests.Mtls;
using Attesto.Tests.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Dpop;

/// <summary>RFC 8705 §3, RFC 9449 §5: nothing of one required constraint is satisfied by another.</summary>
public sealed class SenderConstraintsTests
{
    private readonly Issuer _issuer = new();

    [SetUp]
    public void SwitchBothOn() => (_issuer.Options.Dpop, _issuer.Options.Mtls) = (new DpopOptions(), new MtlsOptions { Enabled = true });

    [TestCase(false, false, "none")]
    [TestCase(true, false, "dpop")]
    [TestCase(false, true, "mtls")]
    [TestCase(true, true, "dpop")]
    public async Task A_client_that_requires_nothing_gets_what_it_shows(bool proof, bool certificate, string expected) =>
        Assert.That(await ResolveAsync(new Client { Id = "app" }, proof, certificate), Is.EqualTo(expected));

    [TestCase(false, false, "invalid_request")]
    [TestCase(true, false, "dpop")]
    [TestCase(false, true, "invalid_request")]
    [TestCase(true, true, "dpop")]
    public async Task A_client_that_requires_a_proof_must_show_one(bool proof, bool certificate, string expected) =>
        Assert.That(await ResolveAsync(new Client { Id = "app", RequireDpop = true }, proof, certificate), Is.EqualTo(expected));

    [TestCase(false, false, "invalid_client")]
    [TestCase(true, false, "invalid_client")]
    [TestCase(false, true, "mtls")]
    [TestCase(true, true, "mtls")]
    public async Task A_client_that_requires_a_certificate_must_show_it(bool proof, bool certificate, string expected) =>
        Assert.That(await ResolveAsync(new Client { Id = "app", RequireMtls = true }, proof, certificate), Is.EqualTo(expected));

    [TestCase(false, "none")]
    [TestCase(true, "invalid_request", Description = "where every token must be bound")]
    public async Task A_client_that_said_so_keeps_its_tokens_unbound_whatever_certificate_it_shows(bool isRequired, string expected)
    {
        _issuer.Options.Tokens.RequireSenderConstraint = isRequired;
        var found = await ResolveAsync(new Client { Id = "app", BindToCertificate = false }, proof: false, certificate: true);
        _issuer.Options.Tokens.RequireSenderConstraint = null;
        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_client_that_requires_both_gets_no_token() => Assert.That(
        await ResolveAsync(new Client { Id = "app", RequireMtls = true, RequireDpop = true }, proof: true, certificate: true), Is.EqualTo("invalid_request"));

    [Test]
    public async Task What_is_off_is_ignored_and_never_satisfies_a_requirement()
    {
        (_issuer.Options.Dpop.Enabled, _issuer.Options.Mtls.Enabled) = (false, false);
        Assert.That(await ResolveAsync(new Client { Id = "app" }, proof: true, certificate: true), Is.EqualTo("none"));
        Assert.That(await ResolveAsync(new Client { Id = "app", RequireDpop = true }, proof: true, certificate: true), Is.EqualTo("invalid_request"));
        Assert.That(await ResolveAsync(new Client { Id = "app", RequireMtls = true }, proof: true, certificate: true), Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task A_certificate_that_cannot_be_parsed_is_refused_where_it_would_count()
    {
        var request = ARequest(proof: true, certificate: false) with { HasMalformedCertificate = true };
        Assert.That(await ResolveAsync(new Client { Id = "app" }, request), Is.EqualTo("invalid_request"));
        _issuer.Options.Mtls.Enabled = false;
        Assert.That(await ResolveAsync(new Client { Id = "app" }, request), Is.EqualTo("dpop"));
    }

    [Test]
    public async Task An_invalid_proof_is_never_passed_over()
    {
        var request = ARequest(proof: true, certificate: true) with { Dpop = ["x"] };
        Assert.That(await ResolveAsync(new Client { Id = "app" }, request), Is.EqualTo("invalid_dpop_proof"));
    }

    [Test(Description = "RFC 9449 §11.1")]
    public async Task A_proof_is_recorded_at_the_commit_and_not_before()
    {
        var constraints = Constraints(new InMemoryReplayStore(_issuer.Clock));
        var request = ARequest(proof: true, certificate: false);
        var constraint = await ConstraintAsync();
        Assert.That(await ConstraintAsync(), Is.EqualTo(constraint), "resolving twice spends nothing");
        Assert.That(await constraints.CommitAsync(constraint, default), Is.Null);
        var replayed = await constraints.CommitAsync(constraint, default);
        Assert.That((replayed!.Code, replayed.Fault), Is.EqualTo(("invalid_dpop_proof", (Enum)DpopFault.Replayed)));
        Assert.That(replayed.Description, Does.Contain("replay"));

        async Task<SenderConstraint> ConstraintAsync() =>
            (await constraints.ResolveAsync(request, new Client { Id = "app" }, Proof.Url, default)).TryGet(out var found, out var error) ? found
                : throw new AssertionException($"{error}");
    }

    [Test(Description = "RFC 9449 §11.1: the record outlives the proof, whatever the client's clock says")]
    public async Task No_proof_is_accepted_after_its_record_is_forgotten([Values(-60, -1, 0, 30, 60)] int offset, [Values(0, 999)] int milliseconds)
    {
        var issuer = new Issuer();
        issuer.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        var request = ARequest(false, false) with { Dpop = [$"{new Proof(issuer.Clock.Now).With("iat", $"{issuer.Now + offset}")}"] };
        var constraints = Constraints(new Moq.Mock<IReplayStore>().Object, issuer);
        Assert.That((await ResolveAsync()).TryGet(out var constraint, out _), Is.True);
        var until = ((SenderConstraint.Dpop)constraint!).ReplayUntil;
        while (issuer.Clock.Now <= until)
        {
            issuer.Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.That((await ResolveAsync()).TryGet(out _, out _), Is.False);

        ValueTask<Result<SenderConstraint>> ResolveAsync() => constraints.ResolveAsync(request, new Client { Id = "app" }, Proof.Url, default);
    }

    [Test]
    public async Task The_same_jti_of_another_key_is_no_replay()
    {
        var constraints = Constraints(new InMemoryReplayStore(_issuer.Clock));
        foreach (var key in new[] { TestKeys.Es256, TestKeys.NewEs256() })
        {
            var proof = new Proof(_issuer.Clock.Now, key).With("jti", "\"same\"");
            var result = await constraints.ResolveAsync(ARequest(false, false) with { Dpop = [$"{proof}"] }, new Client { Id = "app" }, Proof.Url, default);
            Assert.That(result.TryGet(out var constraint, out _), Is.True);
            Assert.That(await constraints.CommitAsync(constraint!, default), Is.Null);
        }
    }

    [Test]
    public async Task Other_constraints_commit_nothing()
    {
        var constraints = Constraints(new Moq.Mock<IReplayStore>(Moq.MockBehavior.Strict).Object);
        Assert.That(await constraints.CommitAsync(SenderConstraint.Unbound, default), Is.Null);
        Assert.That(await constraints.CommitAsync(new SenderConstraint.Mtls("x"), default), Is.Null);
    }

    private Task<string> ResolveAsync(Client client, bool proof, bool certificate) => ResolveAsync(client, ARequest(proof, certificate));

    private async Task<string> ResolveAsync(Client client, OAuthRequest request)
    {
        // A strict store: resolving must never record.
        var result = await Constraints(new Moq.Mock<IReplayStore>(Moq.MockBehavior.Strict).Object).ResolveAsync(request, client, Proof.Url, default);
        return !result.TryGet(out var constraint, out var error) ? error.Code : constraint switch
        {
            SenderConstraint.Dpop dpop when dpop.Jkt == TestKeys.Es256.KeyId => "dpop",
            SenderConstraint.Mtls mtls when mtls.Thumbprint == CertificateThumbprint.Of(TestCertificates.SelfSigned) => "mtls",
            SenderConstraint.None => "none",
            _ => "wrong",
        };
    }

    private SenderConstraintChecks Constraints(IReplayStore replays) => Constraints(replays, _issuer);

    private static SenderConstraintChecks Constraints(IReplayStore replays, Issuer issuer) => new(
        Given.OnDemand(new DpopProofVerifier(issuer.Wrapped, issuer.Profiles, TestKeys.Algorithms, issuer.Clock)), Given.OnDemand(replays), issuer.Wrapped);

    private OAuthRequest ARequest(bool proof, bool certificate) => new()
    {
        Method = "POST",
        Url = Proof.Url,
        IsHttps = true,
        Dpop = proof ? [$"{new Proof(_issuer.Clock.Now)}"] : [],
        ClientCertificate = certificate ? TestCertificates.SelfSigned : null,
    };
}
