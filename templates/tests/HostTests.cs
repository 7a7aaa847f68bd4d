using System.Text.Json.Nodes;
#if (!hasContext)
using HostNamespace.Data;
#endif
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HostNamespace.Tests;

/// <summary>The host as in Development: what it says of itself, what is left to do, and a person who signs in through its pages and its database.</summary>
public sealed class HostTests
{
    private TestHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _host = new TestHost("Development");
        _http = _host.Open();
    }

    [OneTimeTearDown]
    public void Stop() => _host.Dispose();

    [Test]
    public async Task Discovery_names_the_endpoints()
    {
        var metadata = await DiscoverAsync();
        Assert.That($"{metadata["issuer"]}", Is.EqualTo(TestHost.Address));
        Assert.That($"{metadata["token_endpoint"]}", Is.EqualTo($"{TestHost.Address}/oauth_path_prefix/token"));
        var keys = JsonNode.Parse(await _http.GetStringAsync($"{metadata["jwks_uri"]}"))!;
        Assert.That(keys["keys"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public async Task A_person_signs_in_agrees_and_the_client_gets_its_tokens()
    {
#if (isFapi)
        var stubs = Stubs.In(_host).Where(file => file is not "Policies/ClientStore.cs"); // the tests have a client of their own
        Assume.That(stubs, Is.Empty, "Nobody can sign in while these policies are stubs."); // the test of the stubs fails meanwhile
#else
        Assume.That(Stubs.In(_host), Is.Empty, "Nobody can sign in while these policies are stubs."); // the test of the stubs fails meanwhile
#endif
        var client = new Application(_http, await DiscoverAsync());
        var browser = new Browser(_http);
        var page = await browser.OpenAsync(await client.BeginAsync());
        page = await browser.SubmitAsync(page, ("username", Given.Username), ("password", Given.Password));
        page = await browser.SubmitAsync(page, ("decision", "authorize"));
        Assert.That(page.Url, Does.StartWith(Given.RedirectUri), page.Html);

        var tokens = await client.RedeemAsync(page.Url);
        Assert.That(tokens["id_token"], Is.Not.Null, tokens.ToJsonString());
        var person = await client.AskAsync(tokens);
        Assert.That(person["sub"], Is.Not.Null, person.ToJsonString());
    }

    [Test]
    public void No_stub_is_left() =>
        Assert.That(Stubs.In(_host), Is.Empty, "These policies are as they were emitted, and deny: open each, decide, and take Stub out of its constructor.");

    [Test]
    public void The_migration_matches_the_model()
    {
        using var scope = _host.Services.CreateScope();
        var isBehind = scope.ServiceProvider.GetRequiredService<AttestoDbContext>().Database.HasPendingModelChanges();
        Assert.That(isBehind, Is.False, "The tables have changed: dotnet ef migrations add NAME --context AttestoDbContext");
    }

    private async Task<JsonNode> DiscoverAsync() => JsonNode.Parse(await _http.GetStringAsync($"{TestHost.Address}/.well-known/openid-configuration"))!;
}
