using System.Text;
using System.Text.Json.Nodes;
using Attesto.Outbound;
using Attesto.Registration;
using NUnit.Framework;

namespace Attesto.ClientIdMetadata;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientIdDocumentTests
{
    internal const string Url = "https://client.example/app";

    private readonly AttestoOptions _server = new() { ClientIdMetadata = { Enabled = true } };

    private ClientIdMetadataOptions Settings => _server.ClientIdMetadata;

    [Test]
    public void A_public_client_comes_with_PKCE_and_without_a_secret()
    {
        var client = Read(Document())!;
        Assert.Multiple(() =>
        {
            Assert.That((client.Id, client.Origin, client.IsPublic, client.TokenEndpointAuthMethod), Is.EqualTo((Url, ClientOrigin.MetadataDocument, true, "none")));
            Assert.That((client.RequirePkce, client.Secrets.IsEmpty, client.Jwks, client.JwksUri), Is.EqualTo(((bool?)true, true, (object?)null, (string?)null)));
            Assert.That(client.RedirectUris, Is.EqualTo(new[] { "https://client.example/cb" }));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_client_with_keys_authenticates_by_assertion(bool inline)
    {
        var keys = inline ? $"\"jwks\":{RemoteKeysTests.Set("a")}" : """
            "jwks_uri":"https://keys.example/jwks"
            """;
        var client = Read(Document(keys))!;
        Assert.That((client.IsPublic, client.TokenEndpointAuthMethod, client.RequirePkce), Is.EqualTo((false, "private_key_jwt", (bool?)true)));
        Assert.That((client.Jwks is not null, client.JwksUri is not null), Is.EqualTo((inline, !inline)));
    }

    [TestCase("""[1]""", Description = "not an object")]
    [TestCase(
        """{"client_id":"https://client.example/app","redirect_uris":["https://client.example/cb"],"client_id":"https://client.example/app"}""", Description = "duplicate member")]
    [TestCase("""{"client_id":"https://client.example/app","redirect_uris":["https://client.example/cb"]""", Description = "cut off")]
    [TestCase("""{"client_id":"https://client.example/app/","redirect_uris":["https://client.example/cb"]}""", Description = "another client_id")]
    [TestCase("""{"client_id":"https://CLIENT.example/app","redirect_uris":["https://client.example/cb"]}""", Description = "another spelling")]
    [TestCase("""{"client_id":["https://client.example/app"],"redirect_uris":["https://client.example/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"]}""", Description = "no client_id")]
    [TestCase("""{"client_id":"https://client.example/app"}""", Description = "no redirect_uris")]
    [TestCase("""{"client_id":"https://client.example/app","redirect_uris":[]}""")]
    [TestCase("""{"client_id":"https://client.example/app","redirect_uris":"https://client.example/cb"}""")]
    [TestCase("""{"client_id":"https://client.example/app","redirect_uris":[1]}""")]
    [TestCase("""{"client_id":"https://client.example/app","redirect_uris":["https://client.example/cb"],"client_name":"\ud800"}""", Description = "lone surrogate")]
    public void A_malformed_document_is_no_client(string document) =>
        Assert.That(Read(document), Is.Null);

    [TestCase("\"client_secret\":\"s\"")]
    [TestCase("\"client_secret\":null")]
    [TestCase("\"client_secret_expires_at\":0")]
    [TestCase("\"token_endpoint_auth_method\":\"client_secret_basic\"")]
    [TestCase("\"token_endpoint_auth_method\":\"client_secret_post\"")]
    [TestCase("\"token_endpoint_auth_method\":\"client_secret_jwt\"")]
    [TestCase("\"token_endpoint_auth_method\":\"tls_client_auth\"")]
    [TestCase("\"token_endpoint_auth_method\":\"private_key_jwt\"", Description = "without keys")]
    [TestCase("\"token_endpoint_auth_method\":7")]
    [TestCase("\"jwks\":\"text\"")]
    [TestCase("\"jwks\":{\"keys\":{}}")]
    [TestCase("\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", Description = "a shared secret")]
    [TestCase("\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://client.example/jwks\"", Description = "both")]
    [TestCase("\"jwks_uri\":\"http://client.example/jwks\"")]
    [TestCase("\"jwks_uri\":\"https://client.example\\\\@127.0.0.1/jwks\"")]
    [TestCase("\"client_name\":[]")]
    [TestCase("\"grant_types\":\"authorization_code\"")]
    [TestCase("\"contacts\":[1]")]
    [TestCase("\"dpop_bound_access_tokens\":\"true\"")]
    public void A_document_that_says_what_it_must_not_is_no_client(string member) => Assert.That(Read(Document(member)), Is.Null);

    [Test]
    public void Unknown_grant_types_and_members_are_ignored_not_refused()
    {
        var client = Read(Document("""
            "grant_types":["authorization_code","refresh_token","urn:example:new","client_credentials"],"x_new":{"a":[1]},"response_types":["code","none"],"application_type":"toaster"
            """))!;
        Assert.That(client.GrantTypes, Is.EqualTo(new[] { "authorization_code", "refresh_token" }));
    }

    [TestCase("https://evil.example/cb")]
    [TestCase("https://client.example:8443/cb")]
    [TestCase("http://client.example/cb")]
    [TestCase("https://client.example@evil.example/cb")]
    [TestCase("https://evil.example\\@client.example/cb")]
    [TestCase("javascript:alert(1)")]
    [TestCase("javascript://client.example/%0aalert(1)")]
    [TestCase("data:text/html,x")]
    [TestCase("com.example.app:/cb")]
    [TestCase("https://client.example/cb#frag")]
    [TestCase("http://127.0.0.1@evil.example/cb")]
    [TestCase("http://127.0.0.1.evil.example/cb")]
    [TestCase("http://localhost.evil.example/cb")]
    [TestCase("http://[::1].evil.example/cb")]
    public void A_redirect_of_another_origin_is_not_registered(string redirect)
    {
        var client = Read(Document(redirects: [redirect, "https://client.example/cb"]))!;
        Assert.That(client.RedirectUris, Is.EqualTo(new[] { "https://client.example/cb" }));
    }

    [TestCase("http://127.0.0.1/cb")]
    [TestCase("http://127.0.0.1:3334/cb")]
    [TestCase("http://[::1]/cb")]
    [TestCase("http://localhost/cb")]
    [TestCase("http://localhost:8080/cb")]
    public void A_loopback_redirect_makes_the_client_native(string redirect)
    {
        var client = Read(Document(redirects: [redirect]))!;
        Assert.That((client.RedirectUris.Single(), client.ApplicationType, client.AllowLocalhostRedirects), Is.EqualTo((redirect, ApplicationType.Native, (bool?)true)));
    }

    [Test]
    public void Localhost_can_be_switched_off_and_foreign_origins_on()
    {
        Settings.AllowLocalhostRedirects = false;
        Settings.RequireSameOriginRedirects = false;
        var client = Read(Document(
            redirects: ["http://localhost/cb", "http://127.0.0.1/cb", "https://other.example/cb", "com.example.app:/cb", "http://other.example/cb", "javascript:alert(1)"]))!;
        Assert.That(client.RedirectUris, Is.EqualTo(new[] { "http://127.0.0.1/cb", "https://other.example/cb", "com.example.app:/cb" }));
    }

    [Test]
    public void Links_for_the_consent_page_are_https_or_absent()
    {
        var client = Read(Document("""
            "client_uri":"javascript:alert(1)","logo_uri":"http://client.example/l.png","policy_uri":"data:text/html,x","tos_uri":"https://client.example/tos"
            """))!;
        Assert.That((client.Uri, client.LogoUri, client.PolicyUri, client.TosUri), Is.EqualTo(((string?)null, (string?)null, (string?)null, "https://client.example/tos")));
    }

    [TestCase("\"scope\":\"read write\"", "read write")]
    [TestCase("\"scope\":\"read trackers.* * payments\"", "read")]
    [TestCase("\"scope\":\"payments\"", "")]
    [TestCase("\"scope\":\"\"", "openid read write")]
    [TestCase("\"client_name\":\"x\"", "openid read write")]
    public void A_declared_scope_is_a_ceiling_within_what_the_host_lists(string member, string expected)
    {
        Settings.Scopes = ["read", "write"];
        Assert.That($"{Read(Document(member))!.AllowedScope}", Is.EqualTo(expected));
    }

    [Test]
    public void Nothing_is_listed_at_first_but_openid() => Assert.That($"{Read(Document())!.AllowedScope}", Is.EqualTo("openid"));

    [Test]
    public void A_logout_address_of_another_origin_is_dropped()
    {
        Assert.That(Read(Document("\"backchannel_logout_uri\":\"https://victim.example/x\""))!.BackchannelLogoutUri, Is.Null);
        Assert.That(Read(Document("\"backchannel_logout_uri\":\"https://client.example/x\""))!.BackchannelLogoutUri, Is.EqualTo("https://client.example/x"));
    }

    internal static string Document(string? member = null, string[]? redirects = null)
    {
        var uris = new JsonArray([.. (redirects ?? ["https://client.example/cb"]).Select(uri => (JsonNode)uri)]).ToJsonString();
        return $$"""{"client_id":"{{Url}}","redirect_uris":{{uris}}{{(member is null ? "" : "," + member)}}}""";
    }

    private Client? Read(string document)
    {
        Assert.That(ClientIdUrl.TryParse(Url, out var url));
        return ClientIdDocument.TryRead(url!, Encoding.UTF8.GetBytes(document), _server, out var client, out var fault) ? client : Refused(fault);
    }

    private static Client? Refused(string fault)
    {
        Assert.That(fault, Is.Not.Empty, "the log says why");
        return null;
    }

    [Test(Description = "RFC 8259 §8.1")]
    public void A_byte_order_mark_before_the_document_is_ignored() => Assert.That(Read("\uFEFF" + Document())?.Id, Is.EqualTo(Url));

    [Test]
    public void A_document_without_a_usable_redirect_is_no_client() => Assert.That(Read(Document(redirects: ["https://evil.example/cb"])), Is.Null);

    [TestCase("none", "none")]
    [TestCase("private_key_jwt", "private_key_jwt")]
    [TestCase("private_key_jwt,none", "private_key_jwt", Description = "the client's own choice comes first")]
    [TestCase("client_secret_basic", null)]
    public void The_first_offered_method_that_is_accepted_is_used(string accepted, string? expected)
    {
        _server.ClientAuthentication.Methods = accepted.Split(',');
        var document = Document("\"token_endpoint_auth_method\":\"private_key_jwt\",\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"],\"jwks_uri\":\"https://client.example/jwks\"");
        Assert.That(Read(document)?.TokenEndpointAuthMethod, Is.EqualTo(expected));
    }

    [TestCase(null, "RS256", true)]
    [TestCase("ES256", "RS256", false)]
    [TestCase("ES256", "ES256", true)]
    public void A_client_that_signs_with_what_is_not_accepted_is_no_client(string? accepted, string algorithm, bool isClient)
    {
        _server.ClientAuthentication.SigningAlgorithms = accepted is null ? null : [accepted];
        var client = Read(Document($"\"token_endpoint_auth_signing_alg\":\"{algorithm}\",\"jwks_uri\":\"https://client.example/jwks\""));
        Assert.That(client?.TokenEndpointAuthSigningAlg, Is.EqualTo(isClient ? algorithm : null));
    }
}
