using Attesto.Events;
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

/// <summary>An API behind an authenticator, its stores in memory, and three tokens: bearer, bound to a key, bound to a certificate.</summary>
public abstract class ProtectedApi
{
    private protected const string Url = "https://api.example/reports";

    private protected Issuer Issuer { get; private set; } = null!;
    private protected InMemoryReplayStore Replays { get; private set; } = null!;
    private protected InMemoryAccessTokenRevocationStore RevokedTokens { get; private set; } = null!;
    private protected InMemoryGrantStore Grants { get; private set; } = null!;
    private protected string Bearer { get; private set; } = "";
    private protected string Bound { get; private set; } = "";
    private protected string Certified { get; private set; } = "";

    [SetUp]
    public async Task Start()
    {
        Issuer = new Issuer();
        Issuer.Options.Mtls = new MtlsOptions { Enabled = true };
        Replays = new InMemoryReplayStore(Issuer.Clock);
        RevokedTokens = new InMemoryAccessTokenRevocationStore(Issuer.Clock);
        Grants = new InMemoryGrantStore(Issuer.Clock);
        Bearer = (await Issuer.IssueAsync()).Token;
        Bound = (await Issuer.IssueAsync(Issuer.ARequest() with { SenderConstraint = new SenderConstraint.Dpop(TestKeys.Es256.KeyId, default, default) })).Token;
        Certified = (await Issuer.IssueAsync(Issuer.ARequest() with
        {
            SenderConstraint = new SenderConstraint.Mtls(CertificateThumbprint.Of(TestCertificates.SelfSigned)),
        })).Token;
    }

    private protected AccessTokenAuthenticator Authenticator(IReplayStore? replays) => new(
        Issuer.Verifier,
        Given.OnDemand(new DpopProofVerifier(
            Issuer.Wrapped, Issuer.Profiles, TestKeys.Algorithms, Issuer.Clock, new DpopNonces(new InMemoryDpopNonceStore(), Issuer.Wrapped, Issuer.Clock))),
        Issuer.Profiles,
        Issuer.Wrapped,
        Given.OnDemand(new TokenRevocation(new Registry(), RevokedTokens, Grants, new Principals())),
        Given.OnDemand(replays));

    private protected ValueTask<Outcome<VerifiedAccessToken>> AuthenticateAsync(OAuthRequest request) => Authenticator(Replays).AuthenticateAsync(request, default);

    private protected async Task<Enum?> FaultOf(OAuthRequest request) => (await AuthenticateAsync(request)).Answer.TryGet(out _, out var error) ? null : error.Fault;

    private protected async Task<OAuthError> Refuses(OAuthRequest request, string code, Enum fault, string scheme)
    {
        Assert.That((await AuthenticateAsync(request)).Answer.TryGet(out _, out var error), Is.False);
        Assert.That((error!.Status, error.Code, error.Fault, error.Challenge?.Scheme), Is.EqualTo((401, code, fault, scheme)));
        string[] named = fault is ResourceFault.NoToken ? [] : [code]; // RFC 6750 §3.1
        Assert.That(error.Challenge!.Parameters.Where(parameter => parameter.Key is "error").Select(parameter => parameter.Value), Is.EqualTo(named));
        return error;
    }

    private protected string AProof(TestKey? key = null) => $"{new Proof(Issuer.Clock.Now, key).For("GET", Url, Bound)}";

    private protected static OAuthRequest ARequest(string? authorization, string? proof = null) => new()
    {
        Method = "GET",
        Url = Url,
        IsHttps = true,
        Authorization = authorization is null ? [] : [authorization],
        Dpop = proof is null ? [] : [proof],
    };
}
