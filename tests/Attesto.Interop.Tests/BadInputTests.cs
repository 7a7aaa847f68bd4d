using System.Text;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>Whatever comes in over HTTP is refused as the protocol refuses it; nothing answers 5xx.</summary>
public sealed class BadInputTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly string[] Posted = ["/oauth/token", "/oauth/par", "/oauth/revoke", "/oauth/introspect", "/oauth/authorize", "/oauth/userinfo"];

    private static readonly (string Name, string Body)[] Bodies =
    [
        ("a malformed percent escape", "grant_type=authorization_code&code=%zz&client_id=public"),
        ("a percent sign at the end", "grant_type=authorization_code&code=abc%"),
        ("an overlong UTF-8 sequence", "grant_type=authorization_code&code=%c0%af&client_id=public"),
        ("bytes that are no UTF-8", "grant_type=authorization_code&code=%ff%fe%fd&client_id=public"),
        ("a lone surrogate in UTF-8", "grant_type=authorization_code&code=%ed%a0%80&client_id=public"),
        ("a lone surrogate as text", "grant_type=authorization_code&code=\ud800&client_id=public"),
        ("a NUL", "grant_type=authorization_code&code=a%00b&client_id=public&redirect_uri=%00"),
        ("a code of one megabyte", $"grant_type=authorization_code&code={new string('a', 1 << 20)}&client_id=public&redirect_uri=x"),
        ("a name of one megabyte", $"{new string('a', 1 << 20)}=1"),
        ("five thousand fields", string.Join('&', Enumerable.Range(0, 5000).Select(index => $"f{index}=v"))),
        ("five thousand times the same field", string.Join('&', Enumerable.Repeat("resource=https%3A%2F%2Fa.example", 5000))),
        ("a parameter twice", "grant_type=authorization_code&grant_type=refresh_token&client_id=public"),
        ("nothing", ""),
        ("only separators", "&&&=&=&&"),
        ("line breaks", "grant_type=authorization_code&code=a%0d%0aSet-Cookie:%20x=y&state=%0d%0a"),
    ];

    private LabHost _host = null!;
    private HttpClient _http = null!;

    public static IEnumerable<TestCaseData> EveryBodyEverywhere() =>
        from path in Posted
        from body in Bodies
        select new TestCaseData(path, body.Body).SetArgDisplayNames(path, body.Name);

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await LabHost.StartAsync(LabJson.Lab(LabJson.Client("public", client => client["public"] = true), LabJson.Confidential("basic")));
        _http = LabHost.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [TestCaseSource(nameof(EveryBodyEverywhere))]
    public async Task A_form_is_refused_by_a_protocol_error(string path, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", Form);
        using var response = await _http.PostAsync(_host.Url + path, content);
        await AssertRefusedAsync(response);
    }

    [TestCase("client_id=public&redirect_uri=%zz")]
    [TestCase("client_id=%ff&redirect_uri=https%3A%2F%2Fclient.example%2Fcallback")]
    [TestCase("client_id=public&redirect_uri=https%3A%2F%2Fclient.example%2Fcallback&response_type=code&state=%ed%a0%80&code_challenge=x")]
    [TestCase("client_id=public&client_id=public&redirect_uri=https%3A%2F%2Fclient.example%2Fcallback")]
    [TestCase("client_id=public&redirect_uri=https%3A%2F%2Fclient.example%2Fcallback%0d%0aX:y")]
    [TestCase("request_uri=urn:ietf:params:oauth:request_uri:%00")]
    [TestCase("")]
    public async Task A_query_is_refused_on_the_spot(string query)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, new Uri($"{_host.Url}/oauth/authorize?{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await _http.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.LessThan(500), await response.Content.ReadAsStringAsync());
    }

    [TestCase("application/json", "{\"grant_type\":\"authorization_code\",\"grant_type\":\"refresh_token\"}")]
    [TestCase("application/json", "{\"grant_type\":\"\\ud800\"}")]
    [TestCase("application/json", "[[[[")]
    [TestCase("application/json", "null")]
    [TestCase("application/json", "{\"grant_type\":{\"a\":[1,2]},\"code\":5}")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nx\r\n--x--")]
    [TestCase("text/plain", "grant_type=authorization_code")]
    [TestCase("application/x-www-form-urlencoded; charset=utf-7", "grant_type=authorization_code")]
    [TestCase("nonsense", "grant_type=authorization_code")]
    [TestCase("", "grant_type=authorization_code")]
    public async Task A_body_of_another_kind_is_refused(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await _http.PostAsync($"{_host.Url}/oauth/token", content);
        await AssertRefusedAsync(response);
    }

    [TestCase("Authorization", "Basic !!!")]
    [TestCase("Authorization", "Basic YQ==")]
    [TestCase("Authorization", "Basic JXp6Onh4")] // %zz:xx
    [TestCase("Authorization", "Basic /////w==")]
    [TestCase("Authorization", "Bearer a.b.c")]
    [TestCase("Authorization", "DPoP ")]
    [TestCase("DPoP", "a.b.c")]
    [TestCase("DPoP", "a.b.c, d.e.f")]
    [TestCase("DPoP", "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6Im5vbmUifQ.e30.")]
    public async Task A_header_is_refused_by_a_protocol_error(string name, string value)
    {
        foreach (var path in Posted.Append("/api/reports"))
        {
            using var request = new HttpRequestMessage(path is "/api/reports" ? HttpMethod.Get : HttpMethod.Post, _host.Url + path);
            if (request.Method == HttpMethod.Post)
            {
                request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("token", "x")]);
            }

            request.Headers.TryAddWithoutValidation(name, value);
            using var response = await _http.SendAsync(request);
            Assert.That((int)response.StatusCode, Is.InRange(400, 499), $"{path}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [TestCase("GET", "/oauth/token")]
    [TestCase("PUT", "/oauth/token")]
    [TestCase("GET", "/oauth/revoke")]
    [TestCase("DELETE", "/oauth/authorize")]
    [TestCase("TRACE", "/oauth/token")]
    [TestCase("GET", "/oauth/%2e%2e/token")]
    [TestCase("GET", "/.well-known/%")]
    public async Task A_wrong_verb_or_path_is_not_served(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _host.Url + path);
        using var response = await _http.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.InRange(400, 499));
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.InRange(400, 499), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"), text);
        var members = JsonNode.Parse(text)!.AsObject();
        Assert.That((string?)members["error"], Is.Not.Null.And.Not.Empty, text);
        Assert.That(members.Select(member => member.Key), Is.SubsetOf(new[] { "error", "error_description" }));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }
}
