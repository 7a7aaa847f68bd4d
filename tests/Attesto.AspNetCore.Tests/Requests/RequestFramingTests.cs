using System.Net.Http.Headers;
using System.Text.Json;
using Attesto.AspNetCore.Tests.Routing;

namespace Attesto.AspNetCore.Tests.Requests;

/// <summary>What is wrong with the way a request arrived is refused the same way at every endpoint, before anything is done.</summary>
public sealed class RequestFramingTests
{
    private const string Insecure = "400 invalid_request: this endpoint is served over TLS only";

    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task SetUp() => _host = await WholeHost.StartAsync(controllers: false);

    [OneTimeTearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test(Description = "RFC 6749 §3.1, §3.2")]
    public async Task Nothing_is_answered_over_a_plain_connection([ValueSource(nameof(NotDocuments))] OAuthEndpoint endpoint) =>
        Assert.That(
            endpoint is OAuthEndpoint.Registration ? await PostAsync(endpoint, "{}", "application/json", scheme: "http") : await PostAsync(endpoint, "a=b", scheme: "http"),
            Is.EqualTo(endpoint is OAuthEndpoint.UserInfo ? "401 invalid_token: access tokens are accepted over TLS only" : Insecure));

    [Test(Description = "RFC 6749 §3.1, §3.2: parameters must not be included more than once")]
    public async Task A_repeated_parameter_is_refused([ValueSource(nameof(TakeFormsOnce))] OAuthEndpoint endpoint)
    {
        const string unknown = "state=a&made_up=1&made_up=2";
        Assert.That(await PostAsync(endpoint, "client_id=web&state=a&state=b"), Is.EqualTo("400 invalid_request: state is repeated"));
        Assert.That(await PostAsync(endpoint, unknown), Is.EqualTo("400 invalid_request: a parameter is repeated"), "what a stranger makes up is not echoed");
    }

    [Test(Description = "RFC 6749 §3.2")]
    public async Task A_body_that_cannot_be_read_is_refused([ValueSource(nameof(TakeForms))] OAuthEndpoint endpoint)
    {
        Assert.That(await PostAsync(endpoint, "client_id=%ff"), Does.StartWith("400 invalid_request: ").And.Contains("UTF-8"));
        if (endpoint is not OAuthEndpoint.UserInfo)
        {
            Assert.That(await PostAsync(endpoint, "a=b", "text/plain"), Is.EqualTo("400 invalid_request: the Content-Type text/plain is not supported"));
        }
    }

    [Test]
    public async Task A_registration_that_is_no_JSON_is_refused() => Assert.That(
        await PostAsync(OAuthEndpoint.Registration, "a=b", "text/plain"),
        Is.EqualTo("400 invalid_client_metadata: the Content-Type must be application/json"));

    [Test(Description = "RFC 6749 §2.3.1")]
    public async Task Credentials_do_not_come_in_the_query(
        [ValueSource(nameof(AuthenticateClients))] OAuthEndpoint endpoint, [Values("grant_type", "client_id", "client_secret", "scope")] string name) =>
        Assert.That(await PostAsync(endpoint, "a=b", query: $"?{name}=x"), Is.EqualTo($"400 invalid_request: {name} must not be in the query"));

    [Test(Description = "RFC 9449 §4.3")]
    public async Task One_proof_comes_at_most([ValueSource(nameof(AuthenticateClients))] OAuthEndpoint endpoint, [Values("a.b.c, d.e.f", "a.b.c|d.e.f")] string proofs) =>
        Assert.That(await PostAsync(endpoint, "a=b", proofs: proofs.Split('|')), Does.StartWith("400 invalid_dpop_proof"));

    [Test]
    public async Task The_first_fault_is_told()
    {
        Assert.That(await PostAsync(OAuthEndpoint.Token, "a=b", "text/plain", "?scope=x", ["a", "b"], "http"), Does.Contain("text/plain"));
        Assert.That(await PostAsync(OAuthEndpoint.Token, "a=1&a=2", query: "?scope=x", proofs: ["a", "b"], scheme: "http"), Does.Contain("scope must not be"));
        Assert.That(await PostAsync(OAuthEndpoint.Token, "a=1&a=2", proofs: ["a", "b"], scheme: "http"), Does.StartWith("400 invalid_dpop_proof"));
        Assert.That(await PostAsync(OAuthEndpoint.Token, "a=1&a=2", scheme: "http"), Is.EqualTo(Insecure));
    }

    [Test]
    public async Task The_host_hears_of_it()
    {
        while (_host.Events.TryDequeue(out _))
        {
        }

        await PostAsync(OAuthEndpoint.Token, "client_id=web&a=1&a=2");
        await PostAsync(OAuthEndpoint.UserInfo, "a=1&a=2");
        await PostAsync(OAuthEndpoint.PushedAuthorization, "client_id=web&a=1&a=2");
        Assert.That(() => _host.Events.Select(told => $"{told.Name} {told.ClientId}".Trim()).ToArray(),
            Is.EqualTo((string[])["TokenDenied web", "AuthDenied", "AuthorizationFailed web"]).After(5000, 10));
    }

    private static IEnumerable<OAuthEndpoint> NotDocuments() => Where(row => row.Class is not RouteClass.Metadata);

    private static IEnumerable<OAuthEndpoint> TakeForms() => NotDocuments().Except([OAuthEndpoint.Registration]);

    // What is repeated in an authorization request is told to the client (RFC 6749 §4.1.2.1).
    private static IEnumerable<OAuthEndpoint> TakeFormsOnce() => TakeForms().Except([OAuthEndpoint.Authorization]);

    private static IEnumerable<OAuthEndpoint> AuthenticateClients() => Where(row => row.AuthenticatesClients);

    private static IEnumerable<OAuthEndpoint> Where(Func<EndpointDefinition, bool> condition) => EndpointTable.Rows.Where(condition).Select(row => row.Endpoint);

    private async Task<string> PostAsync(
        OAuthEndpoint endpoint, string body, string type = "application/x-www-form-urlencoded", string query = "", string[]? proofs = null, string scheme = "https")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{scheme}://auth.example{_host.PathOf(endpoint)}{query}");
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse(type));
        foreach (var proof in proofs ?? [])
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await _host.CreateClient().SendAsync(request);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return $"{(int)response.StatusCode} {error.GetProperty("error").GetString()}: {error.GetProperty("error_description").GetString()}";
    }
}
