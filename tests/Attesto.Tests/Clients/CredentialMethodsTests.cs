using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attesto.Clients;
using Attesto.Outbound;
using Attesto.Stores;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Attesto.Tests.Mtls;
using Attesto.Tests.Tokens;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

/// <summary>Assertions and certificates through the authenticator: a method proves its own clients and no others.</summary>
public sealed class CredentialMethodsTests
{
    private const string Dn = "CN=machine,O=Org,C=DE";
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly X509Certificate2 ByName = TestCertificates.Issue(new X500DistinguishedName("C=DE,O=Org,CN=machine"));
    private static readonly X509Certificate2 ByKey = MakeByKey();

    private Issuer _issuer = null!;

    [SetUp]
    public void Start()
    {
        _issuer = new Issuer();
        _issuer.Options.Mtls = new MtlsOptions { Enabled = true, TrustedAuthorities = TestCertificates.Authority.ExportCertificatePem() };
    }

    [Test]
    public async Task An_assertion_authenticates_with_and_without_client_id()
    {
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("signer"))), Is.EqualTo("signer private_key_jwt"));
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("signer"), ("client_id", "signer"))), Is.EqualTo("signer private_key_jwt"));
    }

    [Test]
    public async Task An_assertion_proves_its_issuer_alone()
    {
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("signer"), ("client_id", "other-signer"))), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("nobody"))), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("by-key"))), Is.EqualTo("invalid_client"), "the same key, registered for another method");
        Assert.That(await AuthenticateAsync(WithAssertion("x.y.z")), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("signer"), type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")), Is.EqualTo("invalid_client"));
    }

    [TestCase(null, 60, ClientAssertionFault.Malformed)]
    [TestCase("https://other.example", 60, ClientAssertionFault.WrongAudience)]
    [TestCase(Issuer.Url, -60, ClientAssertionFault.BadLifetime)]
    [TestCase(Issuer.Url, 60, ClientAssertionFault.WrongClient)]
    public async Task Which_check_of_an_assertion_failed_is_known_to_logs_and_events_alone(string? audience, int life, Enum fault)
    {
        var client = fault is ClientAssertionFault.WrongClient ? "other-signer" : "signer";
        var request = WithAssertion(audience is null ? "x.y.z" : Assertion("signer", audience, life), ("client_id", client));
        Assert.That((await TryAsync(request)).TryGet(out _, out var error), Is.False);
        Assert.That((error!.Fault, error.Code, error.Description), Is.EqualTo((fault, "invalid_client", "client authentication failed")));
    }

    [Test]
    public async Task An_assertion_that_comes_again_is_known_for_one()
    {
        var replays = new InMemoryReplayStore(_issuer.Clock);
        var request = WithAssertion(Assertion("signer"));
        Assert.That((await TryAsync(request, replays)).TryGet(out _, out _), Is.True);
        Assert.That((await TryAsync(request, replays)).TryGet(out _, out var error), Is.False);
        Assert.That(error!.Fault, Is.EqualTo(ClientAssertionFault.Replayed));
    }

    [Test]
    public async Task Two_credentials_at_once_are_refused()
    {
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("signer"), ("client_secret", "s"))), Is.EqualTo("invalid_request"));
        Assert.That(await AuthenticateAsync(WithAssertion(Assertion("signer")) with { Authorization = ["Basic c2lnbmVyOng="] }), Is.EqualTo("invalid_request"));
    }

    [Test(Description = "RFC 8705 §2.1")]
    public async Task A_certificate_of_the_registered_name_authenticates() =>
        Assert.That(await AuthenticateAsync(WithCertificate("by-name", ByName)), Is.EqualTo("by-name tls_client_auth"));

    [Test(Description = "RFC 8705 §2.2")]
    public async Task A_certificate_for_the_registered_key_authenticates() =>
        Assert.That(await AuthenticateAsync(WithCertificate("by-key", ByKey)), Is.EqualTo("by-key self_signed_tls_client_auth"));

    [Test]
    public async Task Any_other_certificate_is_refused()
    {
        using var forged = TestCertificates.Issue(new X500DistinguishedName("C=DE,O=Org,CN=machine"), TestCertificates.MakeAuthority("CN=Test Authority"));
        Assert.That(await AuthenticateAsync(WithCertificate("by-name", forged)), Is.EqualTo("invalid_client"), "the right name, vouched for by a stranger");
        Assert.That(await AuthenticateAsync(WithCertificate("by-name", ByKey)), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithCertificate("by-key", ByName)), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithCertificate("by-name", null)), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithCertificate("by-key", null)), Is.EqualTo("invalid_client"));
        Assert.That(await AuthenticateAsync(WithCertificate("nobody", ByName)), Is.EqualTo("invalid_client"));
        _issuer.Options.Mtls.Enabled = false;
        Assert.That(await AuthenticateAsync(WithCertificate("by-name", ByName)), Is.EqualTo("invalid_client"));
    }

    private async Task<string> AuthenticateAsync(OAuthRequest request) =>
        (await TryAsync(request)).TryGet(out var client, out var error) ? $"{client.Id} {client.Method}" : error.Code;

    private async Task<Result<AuthenticatedClient>> TryAsync(OAuthRequest request, InMemoryReplayStore? replays = null)
    {
        var keys = new RemoteKeys(new ClosedOutboundClient(), _issuer.Clock);
        replays ??= new InMemoryReplayStore(_issuer.Clock);
        using var byName = new TlsClientAuth(_issuer.Wrapped, _issuer.Clock);
        var authenticator = new ClientAuthenticator(
            new Registry(),
            [
                new NoAuthentication(),
                new PrivateKeyJwt(Given.OnDemand(
                    new ClientAssertionVerifier(keys, replays, new EndpointUrls(_issuer.Wrapped), _issuer.Profiles, TestKeys.Algorithms, _issuer.Wrapped, _issuer.Clock))),
                byName,
                new SelfSignedTlsClientAuth(keys, _issuer.Wrapped),
            ],
            _issuer.Wrapped);
        return await authenticator.AuthenticateAsync(request, allowPublic: true, default);
    }

    private string Assertion(string clientId, string audience = Issuer.Url, int life = 60) => Forge.Signed(
        TestKeys.Es256,
        Forge.Header(TestKeys.Es256),
        $$"""{"iss":"{{clientId}}","sub":"{{clientId}}","aud":"{{audience}}","exp":{{_issuer.Now + life}},"jti":"{{Secret.NewId()}}"}""");

    private static OAuthRequest WithAssertion(string assertion, (string Name, string Value)? more = null, string type = JwtBearer) =>
        ARequest([("client_assertion_type", type), ("client_assertion", assertion), .. more is { } one ? [one] : Array.Empty<(string, string)>()]);

    private static OAuthRequest WithCertificate(string clientId, X509Certificate2? certificate) =>
        ARequest([("client_id", clientId)]) with { ClientCertificate = certificate };

    private static OAuthRequest ARequest((string Name, string Value)[] parameters) => new()
    {
        Method = "POST",
        Url = "https://as.example/oauth/token",
        IsHttps = true,
        Parameters = new RequestParameters(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))),
    };

    private static X509Certificate2 MakeByKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(TestKeys.P256Pem);
        return TestCertificates.MakeSelfSigned(key);
    }

    private sealed class Registry : IClientStore
    {
        private static readonly JsonWebKeySet Keys = TestKeys.Es256.Set;

        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult(clientId switch
        {
            "signer" or "other-signer" => new Client { Id = clientId, Jwks = Keys },
            "by-key" => new Client { Id = clientId, Jwks = Keys, TokenEndpointAuthMethod = "self_signed_tls_client_auth" },
            "by-name" => new Client { Id = clientId, TlsClientAuthSubjectDn = Dn, TokenEndpointAuthMethod = "tls_client_auth" },
            _ => null,
        });
    }
}
