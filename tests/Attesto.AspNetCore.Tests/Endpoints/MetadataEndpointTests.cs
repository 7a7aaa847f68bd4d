using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Attesto.Keys;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class MetadataEndpointTests
{
    [TestCase("/.well-known/oauth-authorization-server", "application/json", 3600, "issuer")]
    [TestCase("/.well-known/openid-configuration", "application/json", 3600, "issuer")]
    [TestCase("/.well-known/oauth-protected-resource", "application/json", 3600, "resource")]
    [TestCase("/.well-known/jwks.json", "application/jwk-set+json", 600, "keys")]
    public async Task Documents_are_public_and_cacheable(string path, string type, int maxAge, string member)
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.CreateClient().GetAsync(path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(type));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo($"public, max-age={maxAge}"));
        Assert.That(JsonElement.Parse(await response.Content.ReadAsStringAsync()).TryGetProperty(member, out _), Is.True);
    }

    [TestCase("/.well-known/oauth-authorization-server")]
    [TestCase("/.well-known/openid-configuration")]
    [TestCase("/.well-known/oauth-protected-resource")]
    [TestCase("/.well-known/jwks.json")]
    public async Task A_document_answers_HEAD_as_it_answers_GET(string path)
    {
        await using var host = await TestHost.StartAsync(kestrel: true);
        var address = host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await client.SendAsync(request);
        using var get = await client.GetAsync(path);
        Assert.That((head.StatusCode, $"{head.Content.Headers.ContentType}", $"{head.Headers.CacheControl}"),
            Is.EqualTo((HttpStatusCode.OK, $"{get.Content.Headers.ContentType}", $"{get.Headers.CacheControl}")));
        Assert.That(await head.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase("/.well-known/oauth-authorization-server", 3600, Description = "RFC 9110 §13.1.2")]
    [TestCase("/.well-known/openid-configuration", 3600)]
    [TestCase("/.well-known/oauth-protected-resource", 3600)]
    [TestCase("/.well-known/jwks.json", 600)]
    public async Task A_document_is_not_sent_to_one_who_has_it(string path, int maxAge)
    {
        await using var host = await TestHost.StartAsync();
        await using var other = await TestHost.StartAsync();
        using var first = await host.CreateClient().GetAsync(path);
        var tag = first.Headers.ETag!;
        Assert.That(tag.IsWeak, Is.False);
        foreach (var (known, expected) in new[]
        {
            ($"{tag}", HttpStatusCode.NotModified), ($"\"other\", W/{tag}", HttpStatusCode.NotModified), ("*", HttpStatusCode.NotModified),
            ("\"other\"", HttpStatusCode.OK), ("not a tag", HttpStatusCode.OK),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            request.Headers.Add("Origin", "https://spa.example");
            using var again = await other.CreateClient().SendAsync(request); // another node, with the same keys
            Assert.That((again.StatusCode, again.Headers.ETag, $"{again.Headers.CacheControl}"), Is.EqualTo((expected, tag, $"public, max-age={maxAge}")), known);
            Assert.That((again.Headers.GetValues("Access-Control-Allow-Origin").Single(), again.Headers.Vary.Contains("Origin")), Is.EqualTo(("*", true)), known);
            Assert.That(await again.Content.ReadAsByteArrayAsync(), expected is HttpStatusCode.OK ? Is.Not.Empty : Is.Empty, known);
        }
    }

    [TestCase("/.well-known/openid-configuration", "id_token_signing_alg_values_supported")]
    [TestCase("/.well-known/jwks.json", "PS256")]
    public async Task A_new_key_is_in_the_documents_at_once(string path, string expected)
    {
        using var ec = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var keys = new Changing(new StaticKeystore(ServerKey.FromText(ec.ExportPkcs8PrivateKeyPem())));
        await using var host = await TestHost.StartAsync(attesto => attesto.UseKeystore(_ => keys));
        var before = await host.CreateClient().GetAsync(path);
        keys.Inner = new StaticKeystore(ServerKey.FromText(ec.ExportPkcs8PrivateKeyPem()), ServerKey.FromText(rsa.ExportPkcs8PrivateKeyPem(), algorithm: "PS256"));
        var after = await host.CreateClient().GetAsync(path);
        Assert.That(after.Headers.ETag, Is.Not.EqualTo(before.Headers.ETag));
        Assert.That(await after.Content.ReadAsStringAsync(), Does.Contain(expected).And.Contain("PS256"));
    }

    [TestCase("/.well-known/oauth-authorization-server/tenant", Description = "RFC 8414 §3.1")]
    [TestCase("/tenant/.well-known/openid-configuration", Description = "OpenID Connect Discovery §4")]
    [TestCase("/.well-known/openid-configuration/tenant", Description = "where MCP clients look too")]
    [TestCase("/tenant/.well-known/oauth-authorization-server")]
    public async Task An_issuer_with_a_path_is_found_by_every_convention(string path)
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Issuer"] = "https://auth.example/tenant" });
        var document = JsonElement.Parse(await host.CreateClient().GetStringAsync(path));
        Assert.That(document.GetProperty("issuer").GetString(), Is.EqualTo("https://auth.example/tenant"));
        using var token = await host.CreateClient().PostAsync(document.GetProperty("token_endpoint").GetString(), new FormUrlEncodedContent([]));
        using var jwks = await host.CreateClient().GetAsync(document.GetProperty("jwks_uri").GetString());
        Assert.That((token.StatusCode, jwks.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.OK)), "advertised is mounted");
    }

    [Test]
    public async Task A_prefix_moves_the_oauth_endpoints_and_nothing_else()
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Endpoints:PathPrefix"] = "/mcp/oauth" });
        var client = host.CreateClient();
        using var moved = await client.PostAsync("/mcp/oauth/token", new FormUrlEncodedContent([]));
        using var old = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([]));
        using var jwks = await client.GetAsync("/.well-known/jwks.json");
        Assert.That((moved.StatusCode, old.StatusCode, jwks.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.OK)));
    }

    [TestCase(false, HttpStatusCode.NotFound)]
    [TestCase(true, HttpStatusCode.MethodNotAllowed)]
    public async Task A_feature_that_is_off_has_no_route(bool enabled, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Device:Enabled"] = enabled.ToString() });
        using var response = await host.CreateClient().DeleteAsync("/oauth/device_authorization");
        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test(Description = "RFC 8707 §2, RFC 9728 §1.2")]
    public async Task An_audience_may_be_any_absolute_URI_and_one_that_is_no_URL_has_no_metadata()
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Audience"] = "urn:example:reports", ["Attesto:Resources:Supported:0"] = "api://files" });
        foreach (var (resource, expected) in new[] { ("urn:example:reports", "urn:example:reports"), ("api://files/", "api://files") })
        {
            using var token =
                await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("resource", resource));
            var access = JsonElement.Parse(await token.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!;
            var claims = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(access.Split('.')[1]));
            Assert.That(claims.GetProperty("aud").GetString(), Is.EqualTo(expected));
        }

        using var metadata = await host.CreateClient().GetAsync("/.well-known/oauth-protected-resource");
        Assert.That(metadata.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test(Description = "RFC 9728 §3.1")]
    public async Task A_resource_that_nobody_protects_has_no_metadata()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.CreateClient().GetAsync("/.well-known/oauth-protected-resource/elsewhere");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private sealed class Changing(IKeystore inner) : IKeystore
    {
        public IKeystore Inner { get; set; } = inner;

        public ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken) =>
            Inner.FindSigningCredentialsAsync(algorithm, cancellationToken);

        public ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken) => Inner.GetVerificationKeysAsync(cancellationToken);
    }
}
