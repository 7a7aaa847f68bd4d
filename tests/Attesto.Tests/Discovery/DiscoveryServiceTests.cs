using System.Text.Json.Nodes;
using Attesto.Discovery;
using Attesto.Tests.Authorize;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Discovery;

/// <summary>The metadata documents (RFC 8414, OpenID Connect Discovery, RFC 9728).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DiscoveryServiceTests
{
    private readonly FrontChannel _server = new();

    private AttestoOptions Options => _server.Options;

    [Test]
    public async Task The_document_has_exactly_the_members_of_what_is_offered()
    {
        var document = await ServerAsync();

        Assert.That(document.Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "pushed_authorization_request_endpoint", "revocation_endpoint", "introspection_endpoint",
            "scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported", "code_challenge_methods_supported",
            "token_endpoint_auth_methods_supported", "revocation_endpoint_auth_methods_supported", "introspection_endpoint_auth_methods_supported",
            "authorization_signing_alg_values_supported", "introspection_signing_alg_values_supported", "request_object_signing_alg_values_supported",
            "dpop_signing_alg_values_supported", "authorization_response_iss_parameter_supported",
        }.Concat(document.Where(member => member.Key.EndsWith("_endpoint_auth_signing_alg_values_supported", StringComparison.Ordinal)).Select(member => member.Key))));
        Assert.That(document["issuer"]!.GetValue<string>(), Is.EqualTo(FrontChannel.Issuer));
        Assert.That(document["token_endpoint"]!.GetValue<string>(), Is.EqualTo("https://as.example/oauth/token"));
        Assert.That(Strings(document["response_types_supported"]), Is.EqualTo(new[] { "code" }));
        Assert.That(Strings(document["response_modes_supported"]), Is.EqualTo(new[] { "query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt" }));
        Assert.That(Strings(document["code_challenge_methods_supported"]), Is.EqualTo(new[] { "S256" }));
        Assert.That(Strings(document["authorization_signing_alg_values_supported"]), Is.EqualTo(new[] { "ES256", "PS256" }));
        Assert.That(Strings(document["token_endpoint_auth_methods_supported"])[^1], Is.EqualTo("none"));
        Assert.That(Strings(document["introspection_endpoint_auth_methods_supported"]), Does.Not.Contain("none"));
    }

    [Test]
    public async Task The_documents_agree_on_every_shared_member()
    {
        SwitchEverythingOn();
        var (server, openId) = (await ServerAsync(), await OpenIdAsync());
        foreach (var (name, value) in server.Where(member => member.Key is not "scopes_supported"))
        {
            Assert.That(JsonNode.DeepEquals(openId[name], value), name);
        }

        Assert.That(openId.Where(member => member.Value is null), Is.Empty);
    }

    [Test]
    public async Task OpenId_members_are_always_there()
    {
        Options.Scopes.Supported = [];
        var document = await OpenIdAsync();
        Assert.That(Strings(document["scopes_supported"]), Is.EqualTo(new[] { "openid" }));
        Assert.That(Strings(document["subject_types_supported"]), Is.EqualTo(new[] { "public" }));
        Assert.That(Strings(document["id_token_signing_alg_values_supported"]), Is.EqualTo(new[] { "ES256", "PS256" }));
        Assert.That(document["userinfo_endpoint"]!.GetValue<string>(), Is.EqualTo("https://as.example/oauth/userinfo"));
        Assert.That(
            (document["claims_parameter_supported"]!.GetValue<bool>(), document["request_parameter_supported"]!.GetValue<bool>(),
                document["request_uri_parameter_supported"]!.GetValue<bool>()),
            Is.EqualTo((false, true, false)));
        Assert.That((await ServerAsync()).ContainsKey("scopes_supported"), Is.False);
    }

    [Test]
    public async Task Every_switch_shows()
    {
        SwitchEverythingOn();
        var document = await OpenIdAsync();
        Assert.Multiple(() =>
        {
            foreach (var name in (string[])["registration_endpoint", "device_authorization_endpoint", "end_session_endpoint"])
            {
                Assert.That(document[name]!.GetValue<string>(), Does.StartWith("https://as.example/oauth/"), name);
            }

            foreach (var name in (string[])["require_pushed_authorization_requests", "require_signed_request_object", "tls_client_certificate_bound_access_tokens",
                "client_id_metadata_document_supported", "claims_parameter_supported"])
            {
                Assert.That(document[name]!.GetValue<bool>(), name);
            }

            Assert.That(Strings(document["acr_values_supported"]), Is.EqualTo(new[] { "gold" }));
            Assert.That(Strings(document["claims_supported"]), Is.EqualTo(new[] { "email" }));
            Assert.That(Strings(document["ui_locales_supported"]), Is.EqualTo(new[] { "de" }));
            Assert.That(document["mtls_endpoint_aliases"]!["token_endpoint"]!.GetValue<string>(), Is.EqualTo("https://mtls.as.example/oauth/token"));
        });
    }

    [Test]
    public async Task What_is_off_is_absent()
    {
        (Options.Authorization.ResponseIss, Options.Dpop.Enabled) = (false, false);
        var document = await ServerAsync();
        Assert.That(document.ContainsKey("authorization_response_iss_parameter_supported"), Is.False);
        Assert.That(document.ContainsKey("dpop_signing_alg_values_supported"), Is.False);
    }

    [Test]
    public async Task Keys_are_public_and_whole()
    {
        var keys = (await DiscoverAsync(discovery => discovery.GetJwksAsync(CancellationToken.None)))["keys"]!.AsArray();
        Assert.That(keys[0]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "kty", "crv", "x", "y", "kid", "use", "alg" }));
        Assert.That(keys[1]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "kty", "n", "e", "kid", "use", "alg" }));
    }

    [Test]
    public void A_resource_describes_itself()
    {
        var document = Resource("")!;
        Assert.That(document.Select(member => member.Key), Is.EqualTo(new[] { "resource", "authorization_servers", "bearer_methods_supported", "scopes_supported" }));
        Assert.That(
            (document["resource"]!.GetValue<string>(), document["authorization_servers"]![0]!.GetValue<string>()), Is.EqualTo(("https://api.example", FrontChannel.Issuer)));
        Assert.That(Strings(document["bearer_methods_supported"]), Is.EqualTo(new[] { "header" }));
    }

    [TestCase("/mcp", "https://as.example/mcp")]
    [TestCase("/mcp/", "https://as.example/mcp")]
    [TestCase("/mcp/two", "https://as.example/mcp/two")]
    [TestCase("/unknown", null)]
    [TestCase("/MCP", null)]
    public void Several_resources_are_told_apart_by_their_path(string path, string? resource)
    {
        Options.Resources.Supported = ["https://as.example/mcp", "https://as.example/mcp/two"];
        Assert.That(Resource(path)?["resource"]?.GetValue<string>(), Is.EqualTo(resource));
    }

    [Test]
    public void Only_the_demand_for_DPoP_is_advertised()
    {
        (Options.ProtectedResource.RequireDpop, Options.ProtectedResource.Name) = (true, "Reports");
        var document = Resource("")!;
        Assert.That((document["dpop_bound_access_tokens_required"]!.GetValue<bool>(), document["resource_name"]!.GetValue<string>()), Is.EqualTo((true, "Reports")));
    }

    private void SwitchEverythingOn()
    {
        Options.Registration.Enabled = Options.Device.Enabled = Options.Logout.Enabled = Options.Mtls.Enabled = Options.ClientIdMetadata.Enabled = true;
        Options.Claims.ParameterSupported = true;
        Options.PushedAuthorization.Required = true;
        Options.RequestObjects.Policy = RequestObjectPolicy.FapiMessageSigning;
        Options.Mtls.AliasOrigin = "https://mtls.as.example";
        (Options.Discovery.AcrValuesSupported, Options.Claims.Supported, Options.Discovery.UiLocalesSupported) = (["gold"], ["email"], ["de"]);
    }

    private Task<JsonObject> ServerAsync() => DiscoverAsync(discovery => discovery.GetAuthorizationServerMetadataAsync(CancellationToken.None));

    private Task<JsonObject> OpenIdAsync() => DiscoverAsync(discovery => discovery.GetOpenIdConfigurationAsync(CancellationToken.None));

    private async Task<JsonObject> DiscoverAsync(Func<DiscoveryService, ValueTask<PublicDocument>> read)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return Parse(await read(scope.ServiceProvider.GetRequiredService<DiscoveryService>()));
    }

    private JsonObject? Resource(string path)
    {
        using var scope = _server.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<DiscoveryService>().GetProtectedResourceMetadata(path) is { } document ? Parse(document) : null;
    }

    private static JsonObject Parse(PublicDocument document) => JsonNode.Parse(document.Bytes.Span)!.AsObject();

    private static string[] Strings(JsonNode? list) => [.. list!.AsArray().Select(item => item!.GetValue<string>())];
}
