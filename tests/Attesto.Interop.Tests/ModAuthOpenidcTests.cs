using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Web;

namespace Attesto.Interop;

/// <summary>mod_auth_openidc, as Debian has it, in Apache: a site whose pages are for people who are signed in.</summary>
[RunsClient("mod_auth_openidc", "Apache", "sign-in with and without PKCE, refresh, sign-out, back-channel logout", DebianPackage = "libapache2-mod-auth-openidc")]
public sealed partial class ModAuthOpenidcTests
{
    private readonly int _port = LabHost.FreePort();
    private readonly int _plainPort = LabHost.FreePort();
    private LabHost _host = null!;
    private Apache _apache = null!;

    private string Site => $"https://localhost:{_port}";

    private string PlainSite => $"https://localhost:{_plainPort}";

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!Apache.IsInstalled)
        {
            Assert.Ignore("Apache and mod_auth_openidc are not installed: apache2-bin and libapache2-mod-auth-openidc, or dotnet check.cs");
        }

        var lab = LabJson.Lab(
            LabJson.Confidential("site", client =>
            {
                client["redirect_uris"] = new JsonArray($"{Site}/callback");
                client["post_logout_redirect_uris"] = new JsonArray($"{Site}/bye");
                client["backchannel_logout_uri"] = $"{Site}/callback?logout=backchannel";
                client["backchannel_logout_session_required"] = true;
            }),
            LabJson.Confidential("plain", client =>
            {
                client["redirect_uris"] = new JsonArray($"{PlainSite}/callback");
                client["require_pkce"] = false;
            })).With(options => options["Logout"] = new JsonObject { ["Enabled"] = true });
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        _host = await LabHost.StartAsync(lab);
        _apache = await Apache.StartAsync(
            (_port, $"""
                {Directives("site")}
                OIDCPKCEMethod S256
                OIDCScope "openid profile email offline_access"
                OIDCRemoteUserClaim email
                OIDCInfoHook access_token refresh_token userinfo
                """),
            (_plainPort, Directives("plain")));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_apache is not null)
        {
            await _apache.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task A_person_signs_in_is_refreshed_and_signs_out()
    {
        using var http = Person();
        using var page = await http.GetAsync(Site);
        Assert.That(await page.Content.ReadAsStringAsync(), Is.EqualTo("the page"), _apache.Output);
        Assert.That(page.Headers.GetValues("Remote-User"), Is.EqualTo(new[] { "alice@people.example" }));
        var before = await InfoAsync(http);
        Assert.That((string?)before["userinfo"]!["sub"], Is.EqualTo("usr_alice"));

        using var back = await http.GetAsync($"{Site}/callback?refresh={Uri.EscapeDataString($"{Site}/bye")}&access_token={before["access_token"]}");
        Assert.That(back.RequestMessage!.RequestUri, Is.EqualTo(new Uri($"{Site}/bye")), _apache.Output);
        var after = await InfoAsync(http);
        Assert.That((string?)after["access_token"], Is.Not.Null.And.Not.EqualTo((string?)before["access_token"]));
        Assert.That((string?)after["refresh_token"], Is.Not.Null.And.Not.EqualTo((string?)before["refresh_token"]));

        using var gone = await http.GetAsync($"{Site}/callback?logout={Uri.EscapeDataString($"{Site}/bye")}");
        Assert.That(gone.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path), Is.EqualTo($"{Site}/bye"), await gone.Content.ReadAsStringAsync());
        using var again = await http.GetAsync(Site);
        Assert.That(await again.Content.ReadAsStringAsync(), Does.Contain("id=\"login-submit\""), "nobody is signed in any more");
    }

    [Test]
    public async Task With_its_defaults_it_sends_no_PKCE_and_signs_in_where_the_client_is_exempt()
    {
        using var http = Person();
        using var direct = Person(followsRedirects: false);
        using var redirect = await direct.GetAsync(PlainSite);
        var asked = HttpUtility.ParseQueryString(redirect.Headers.Location!.Query);
        Assert.That(asked.AllKeys, Is.EquivalentTo(new[] { "response_type", "scope", "client_id", "state", "redirect_uri", "nonce" }));
        Assert.That((asked["response_type"], asked["scope"]), Is.EqualTo(("code", "openid")));

        using var page = await http.GetAsync(PlainSite);
        Assert.That(await page.Content.ReadAsStringAsync(), Is.EqualTo("the page"), _apache.Output);
        Assert.That(page.Headers.GetValues("Remote-User").Single(), Does.StartWith("usr_alice@"), "subject and issuer");
    }

    [Test(Description = "OpenID Connect Back-Channel Logout §2.5")]
    public async Task A_sign_out_at_the_server_ends_the_session_in_Apache()
    {
        using var http = Person();
        using var page = await http.GetAsync(Site);
        Assert.That(await page.Content.ReadAsStringAsync(), Is.EqualTo("the page"), _apache.Output);

        using var other = Person(); // another window, which has the server's session and not that of the site
        var form = Fields().Matches(await other.GetStringAsync($"{_host.Url}/oauth/end_session"))
            .Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)));
        using var done = await other.PostAsync($"{_host.Url}/oauth/end_session", new FormUrlEncodedContent(form));
        Assert.That(await done.Content.ReadAsStringAsync(), Does.Contain("id=\"logged-out\""));
        Assert.That(async () => (await http.GetAsync($"{Site}/callback?info=json")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized).After(60_000, 100), "Apache was told");
    }

    // A browser with Alice's session at the server.
    private static HttpClient Person(bool followsRedirects = true)
    {
        var cookies = new CookieContainer();
        cookies.Add(new Cookie("login", "alice", "/", "localhost"));
        var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = followsRedirects, UseProxy = false, SslOptions = LabHost.Trusting() };
        return new HttpClient(handler) { DefaultRequestHeaders = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } } };
    }

    private string Directives(string client) => $"""
        OIDCProviderMetadataURL {_host.Url}/.well-known/openid-configuration
        OIDCClientID {client}
        OIDCClientSecret {LabJson.Secret}
        OIDCCryptoPassphrase of-the-site-alone-4c1d
        """;

    private async Task<JsonObject> InfoAsync(HttpClient http) => JsonNode.Parse(await http.GetStringAsync($"{Site}/callback?info=json"))!.AsObject();

    [GeneratedRegex("name=\"(?<name>[^\"]+)\"( type=\"hidden\")? value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Fields();
}
