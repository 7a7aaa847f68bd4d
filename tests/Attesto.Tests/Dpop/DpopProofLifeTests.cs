using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Tests.Keys;
using Attesto.Tests.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Dpop;

/// <summary>How long a proof is remembered (RFC 9449 §11.1), and over which scheme one is taken.</summary>
public sealed class DpopProofLifeTests
{
    private readonly Issuer _issuer = new();
    private readonly InMemoryDpopNonceStore _nonces = new();

    [TestCase(false, Description = "until the last moment at which its iat is fresh, at the far end of the skew")]
    [TestCase(true, Description = "until the nonce in it has expired, which says that it is fresh")]
    public async Task A_proof_is_remembered_for_as_long_as_it_would_be_taken(bool nonceReplacesClock)
    {
        _issuer.Options.Dpop = new DpopOptions
        {
            RequireNonce = nonceReplacesClock,
            NonceReplacesClock = nonceReplacesClock,
            NonceLifetime = TimeSpan.FromMinutes(9),
            ProofMaxAge = TimeSpan.FromMinutes(4),
            ClockSkew = TimeSpan.FromSeconds(20),
        };
        var proof = new Proof(_issuer.Clock.Now);
        if (nonceReplacesClock)
        {
            proof.Claims["nonce"] = await new DpopNonces(_nonces, _issuer.Wrapped, _issuer.Clock).IssueAsync(default);
        }

        Assert.That((await VerifyAsync($"{proof}", Proof.Url)).TryGet(out var dpop, out var error), Is.True, $"{error}");
        var life = nonceReplacesClock ? TimeSpan.FromMinutes(9) : TimeSpan.FromMinutes(4);
        Assert.That(dpop!.ReplayUntil, Is.EqualTo(_issuer.Clock.Now + life + TimeSpan.FromSeconds(21)));
    }

    [TestCase(true, DpopFault.WrongUrl)]
    [TestCase(false, null, Description = "RequireHttps is switched off for development alone")]
    public async Task Plain_http_is_taken_only_where_the_host_does_without_TLS(bool requireHttps, Enum? expected)
    {
        (_issuer.Options.Dpop, _issuer.Options.RequireHttps) = (new DpopOptions(), requireHttps);
        var proof = new Proof(_issuer.Clock.Now) { Claims = { ["htu"] = "http://localhost/oauth/token" } };
        _ = (await VerifyAsync($"{proof}", "http://localhost/oauth/token")).TryGet(out _, out var error);
        Assert.That(error?.Fault, Is.EqualTo(expected));
    }

    [Test]
    public async Task Another_scheme_is_never_taken()
    {
        (_issuer.Options.Dpop, _issuer.Options.RequireHttps) = (new DpopOptions(), false);
        var proof = new Proof(_issuer.Clock.Now) { Claims = { ["htu"] = "ftp://localhost/oauth/token" } };
        Assert.That((await VerifyAsync($"{proof}", "ftp://localhost/oauth/token")).TryGet(out _, out var error), Is.False);
        Assert.That(error!.Fault, Is.EqualTo(DpopFault.WrongUrl));
    }

    private async Task<Result<SenderConstraint.Dpop>> VerifyAsync(string header, string url)
    {
        var verifier = new DpopProofVerifier(_issuer.Wrapped, _issuer.Profiles, TestKeys.Algorithms, _issuer.Clock, new DpopNonces(_nonces, _issuer.Wrapped, _issuer.Clock));
        return await verifier.VerifyAsync(new OAuthRequest { Method = "POST", Url = url, IsHttps = true, Dpop = [header] }, url, null, default);
    }
}
