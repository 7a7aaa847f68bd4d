using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class TokenEndpointTests
{
    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test(Description = "RFC 6749 §3.3: a scope has at least one token")]
    public async Task No_scope_is_left_out_and_never_empty()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret));
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(body.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "access_token", "token_type", "expires_in" }));
        var token = body.GetProperty("access_token").GetString()!;
        Assert.That(JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).TryGetProperty("scope", out _), Is.False);
        using var told = await host.PostAsync("/oauth/introspect", ("token", token), ("client_id", "web"), ("client_secret", TestHost.Secret));
        Assert.That(await told.Content.ReadAsStringAsync(), Does.Contain("\"active\":true").And.Not.Contain("scope"));
    }

    [Test]
    public async Task A_request_that_stores_nothing_makes_no_store()
    {
        await using var host = await TestHost.StartAsync(attesto =>
        {
            foreach (var store in typeof(IGrantStore).Assembly.GetTypes().Where(type => type.IsInterface && type.Name.EndsWith("Store", StringComparison.Ordinal)))
            {
                if (store != typeof(IClientStore) && store != typeof(IKeystore) && attesto.Services.Any(service => service.ServiceType == store))
                {
                    attesto.Services.AddScoped(store, _ => throw new InvalidOperationException($"{store.Name} is made"));
                }
            }
        });
        using var response = await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var other = await host.PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", "web"), ("client_secret", TestHost.Secret));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError), "the stores do throw");
    }

    [Test]
    public async Task Success_is_json_that_no_cache_keeps()
    {
        using var response = await _host.PostAsync(
            "/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", "read:reports"));
        var body = await Body(response);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body.ToString());
        AssertNoStore(response);
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json"));
        Assert.That(body.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "access_token", "token_type", "expires_in", "scope" }));
        Assert.That(body.GetProperty("scope").GetString(), Is.EqualTo("read:reports"));
    }

    [Test]
    public async Task Parameters_may_come_as_json()
    {
        using var response =
            await Post($$"""{"grant_type":"client_credentials","client_id":"web","client_secret":"{{TestHost.Secret}}","scope":7}""", "application/json; charset=utf-8");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("grant_type=client_credentials", null, "Content-Type")]
    [TestCase("grant_type=client_credentials", "text/plain", "text/plain")]
    [TestCase("{}", "application/jwt", "application/jwt")]
    [TestCase("""{"grant_type":"a","grant_type":"a"}""", "application/json", "repeats")]
    [TestCase("grant_type=%zz", "application/x-www-form-urlencoded", "escape")]
    [TestCase("grant_type=%ED%A0%80", "application/x-www-form-urlencoded", "UTF-8")]
    public async Task What_cannot_be_read_is_refused_first(string body, string? type, string hint)
    {
        using var response = await Post(body, type);
        var error = await Body(response);
        Assert.That((response.StatusCode, error.GetProperty("error").GetString()), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")));
        Assert.That(error.GetProperty("error_description").GetString(), Does.Contain(hint));
        AssertNoStore(response);
    }

    [TestCase(1024 * 1024)]
    [TestCase(200_000)]
    public async Task A_huge_value_is_refused_cleanly(int length)
    {
        using var response = await _host.PostAsync("/oauth/token", ("grant_type", "authorization_code"), ("code", new string('a', length)));
        Assert.That((response.StatusCode, (await Body(response)).GetProperty("error").GetString()), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")));
    }

    [Test]
    public async Task A_chunked_body_past_the_cap_is_refused_cleanly()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes($"code={new string('a', 300_000)}")));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        content.Headers.ContentLength = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = content, Headers = { TransferEncodingChunked = true } };
        using var response = await _host.CreateClient().SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Five_thousand_fields_are_refused_cleanly()
    {
        using var response = await _host.PostAsync("/oauth/token", [.. Enumerable.Range(0, 5000).Select(i => ($"f{i}", "1"))]);
        Assert.That((response.StatusCode, (await Body(response)).GetProperty("error").GetString()), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")));
    }

    [Test(Description = "RFC 6749 §5.2")]
    public async Task A_failed_basic_authentication_is_challenged()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("web:wrong"u8));
        using var response = await _host.CreateClient().SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Basic realm=\"OAuth\""));
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    public async Task The_wrong_verb_is_not_served(string method)
    {
        using var response = await _host.CreateClient().SendAsync(new HttpRequestMessage(new HttpMethod(method), "/oauth/token"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [Test]
    public async Task Plain_http_is_refused_before_credentials_are_read()
    {
        using var client = _host.CreateClient();
        client.BaseAddress = new Uri("http://auth.example");
        using var response = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials")]));
        Assert.That((response.StatusCode, (await Body(response)).GetProperty("error").GetString()), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")));
    }

    private Task<HttpResponseMessage> Post(string body, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return _host.CreateClient().PostAsync("/oauth/token", content);
    }

    private static async Task<JsonElement> Body(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());

    private static void AssertNoStore(HttpResponseMessage response)
    {
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-store"));
        Assert.That(response.Headers.Pragma.ToString(), Is.EqualTo("no-cache"));
    }
}
