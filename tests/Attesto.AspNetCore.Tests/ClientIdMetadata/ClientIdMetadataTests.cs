using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Attesto.Outbound;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.ClientIdMetadata;

public sealed class ClientIdMetadataTests
{
    private const string Url = "https://client.example/app";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly Pages _pages = new();
    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await TestHost.StartAsync(
            builder => builder.Services.AddSingleton<IOutboundClient>(_pages),
            new() { ["Attesto:ClientIdMetadata:Enabled"] = "true", ["Attesto:ClientIdMetadata:Scopes:0"] = "read:reports" });
        _pages[Url] = Document("https://client.example/cb", "http://127.0.0.1/cb", "http://localhost:1234/cb", "https://evil.example/cb");
    }

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Discovery_says_so_and_lists_the_methods_that_need_no_registration()
    {
        foreach (var path in new[] { "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration" })
        {
            var metadata = JsonDocument.Parse(await _host.CreateClient().GetStringAsync(path)).RootElement;
            Assert.That(metadata.GetProperty("client_id_metadata_document_supported").GetBoolean(), Is.True);
            Assert.That(
                metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(method => method.GetString()),
                Is.SupersetOf(new[] { "none", "private_key_jwt" }));
        }
    }

    [TestCase("https://client.example/cb")]
    [TestCase("http://127.0.0.1/cb")]
    [TestCase("http://127.0.0.1:50123/cb")]
    [TestCase("http://localhost:50123/cb")]
    public async Task A_URL_client_goes_all_the_way_to_a_token(string redirect)
    {
        using var response = await AuthorizeAsync(redirect);
        Assert.That((int)response.StatusCode, Is.EqualTo(302), await response.Content.ReadAsStringAsync());
        var location = response.Headers.Location!.OriginalString;
        Assert.That(location, Does.StartWith(redirect + "?"));
        var code = QueryHelpers.ParseQuery(new Uri(location).Query)["code"].ToString();
        using var token = await _host.PostAsync(
            "/oauth/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("client_id", Url), ("code_verifier", Verifier));
        Assert.That(token.StatusCode, Is.EqualTo(HttpStatusCode.OK), await token.Content.ReadAsStringAsync());
    }

    [TestCase("https://evil.example/cb", Description = "listed in the document, but of another origin")]
    [TestCase("https://client.example@evil.example/cb")]
    [TestCase("https://evil.example\\@client.example/cb")]
    [TestCase("https://client.example/cb/")]
    [TestCase("http://127.0.0.1:50123/other")]
    [TestCase("http://127.0.0.1.evil.example/cb")]
    public async Task A_redirect_of_another_origin_is_an_error_shown_and_never_a_redirect(string redirect)
    {
        using var response = await AuthorizeAsync(redirect, ("response_type", "token"));
        Assert.That(((int)response.StatusCode, response.Headers.Location), Is.EqualTo((400, (Uri?)null)));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"error\":\"invalid_request\""));
    }

    [TestCase("https://nowhere.example/app")]
    [TestCase("https://client.example/other")]
    [TestCase("https://client.example/../app")]
    [TestCase("https://169.254.169.254/latest/meta-data")]
    [TestCase("http://client.example/app")]
    public async Task A_document_that_cannot_be_had_is_an_unknown_client(string clientId)
    {
        using var response = await AuthorizeAsync("https://client.example/cb", ("client_id", clientId));
        Assert.That(((int)response.StatusCode, response.Headers.Location), Is.EqualTo((400, (Uri?)null)));
        using var token =
            await _host.PostAsync("/oauth/token", ("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "https://client.example/cb"), ("client_id", clientId));
        Assert.That(await token.Content.ReadAsStringAsync(), Does.Contain("invalid_client"));
    }

    [Test]
    public async Task PKCE_is_not_optional()
    {
        using var response = await AuthorizeAsync("https://client.example/cb", ("code_challenge", ""), ("code_challenge_method", ""));
        Assert.That((response.StatusCode, response.Headers.Location), Is.EqualTo((HttpStatusCode.BadRequest, (Uri?)null)), "nobody else vouches for where it would redirect to");
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("invalid_request"));
    }

    [Test]
    public async Task A_secret_for_a_URL_client_fails_like_any_wrong_secret()
    {
        using var token = await _host.PostAsync(
            "/oauth/token", ("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "https://client.example/cb"), ("client_id", Url), ("client_secret", "guess"));
        Assert.That(await token.Content.ReadAsStringAsync(), Does.Contain("invalid_client"));
    }

    [Test]
    public async Task A_URL_of_two_kilobytes_is_a_client_like_any_other_and_a_longer_one_is_none()
    {
        var url = "https://client.example/" + new string('a', 2048 - "https://client.example/".Length);
        _pages[url] = Document(["https://client.example/cb"], url);
        _pages[url + "a"] = Document(["https://client.example/cb"], url + "a");
        using var longest = await AuthorizeAsync("https://client.example/cb", ("client_id", url));
        using var tooLong = await AuthorizeAsync("https://client.example/cb", ("client_id", url + "a"));
        Assert.That(((int)longest.StatusCode, (int)tooLong.StatusCode), Is.EqualTo((302, 400)));
    }

    [Test]
    public async Task A_server_that_does_not_offer_it_fetches_nothing()
    {
        var pages = new Pages { [Url] = Document("https://client.example/cb") };
        await using var host = await TestHost.StartAsync(builder => builder.Services.AddSingleton<IOutboundClient>(pages));
        using var response =
            await host.CreateClient().GetAsync($"/oauth/authorize?client_id={Uri.EscapeDataString(Url)}&response_type=code&redirect_uri=https%3A%2F%2Fclient.example%2Fcb");
        Assert.That(((int)response.StatusCode, pages.Fetched), Is.EqualTo((400, 0)));
    }

    private Task<HttpResponseMessage> AuthorizeAsync(string redirect, params (string Name, string Value)[] changes)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = Url,
            ["redirect_uri"] = redirect,
            ["response_type"] = "code",
            ["state"] = "s",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return _host.CreateClient().GetAsync(QueryHelpers.AddQueryString("/oauth/authorize", query));
    }

    private static string Document(params string[] redirects) => Document(redirects, Url);

    private static string Document(string[] redirects, string clientId) =>
        $$"""{"client_id":"{{clientId}}","client_name":"A","grant_types":["authorization_code","refresh_token","urn:unknown"],"redirect_uris":{{JsonSerializer.Serialize(redirects)}}}""";

    private sealed class Pages : ConcurrentDictionary<string, string>, IOutboundClient
    {
        public int Fetched { get; private set; }

        public Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
        {
            Fetched++;
            return Task.FromResult<OutboundAnswer>(TryGetValue(request.Url, out var body)
                ? new OutboundAnswer.Answered(200, "application/json", Encoding.UTF8.GetBytes(body), null)
                : new OutboundAnswer.Failed(OutboundFault.Unresolvable));
        }
    }
}
