using Attesto.Interop.Lab;
using Attesto.Interop.Pages;
using Attesto.Tests.Shared.Lab;
using Microsoft.Playwright;

namespace Attesto.Interop;

/// <summary>oidc-client-ts, in Chromium, in a page of another origin: all that it fetches is read across origins (CORS).</summary>
[RunsClient("oidc-client-ts", "single-page application", "sign-in, UserInfo, renewal by refresh token and in a frame, DPoP, revocation, sign-out; in Chromium, by CORS")]
public sealed class OidcClientTsTests : BrowserFixture
{
    private const string Elsewhere = "https://client.example";

    private string Beside => $"https://localhost:{Site.Port}"; // the same site as the server, which may have the person's session in a frame

    [Test]
    public async Task A_person_signs_in_is_renewed_by_refresh_token_and_signs_out()
    {
        await OpenAsync(Elsewhere, "openid profile email offline_access");
        var user = await SignInAsync();
        Assert.That(((string?)user["profile"]!["sub"], (string?)user["profile"]!["email"]), Is.EqualTo(("usr_alice", "alice@people.example")));
        Assert.That((string?)user["profile"]!["name"], Is.Not.Null.And.Not.Empty, "from UserInfo, which the page may read");

        var renewed = await RenewAsync();
        Assert.That((string?)renewed["access_token"], Is.Not.EqualTo((string?)user["access_token"]));
        Assert.That((string?)renewed["refresh_token"], Is.Not.EqualTo((string?)user["refresh_token"]), "by the refresh token, which is another one now");

        await SignOutAsync();
        Assert.That(Page.Url, Does.StartWith($"{Elsewhere}/signed-out"));
        Assert.That(await Page.EvaluateAsync<bool>("async () => await manager.getUser() === null"), Is.True);
        await AskAsync();
        Assert.That(await Page.Locator("#login-submit").CountAsync(), Is.EqualTo(1), "nobody is signed in any more");
    }

    [Test]
    public async Task A_person_is_renewed_in_a_frame_without_a_refresh_token()
    {
        await OpenAsync(Beside, "openid profile");
        var user = await SignInAsync();
        Assert.That(user.ContainsKey("refresh_token"), Is.False);

        var renewed = await RenewAsync();
        Assert.That((string?)renewed["access_token"], Is.Not.Null.And.Not.EqualTo((string?)user["access_token"]));

        await SignOutAsync();
        Assert.That(
            await Page.EvaluateAsync<string>("async () => { try { await manager.signinSilent(); return 'renewed'; } catch (fault) { return fault.error; } }"),
            Is.EqualTo("login_required"),
            "the frame is told so, and the page with it");
    }

    [Test(Description = "RFC 9449")]
    public async Task Tokens_are_bound_to_a_key_that_does_not_leave_the_browser()
    {
        await OpenAsync(Elsewhere, "openid profile offline_access", dpop: true);
        var user = await SignInAsync();
        Assert.That((string?)user["token_type"], Is.EqualTo("DPoP"));
        Assert.That((string?)(await RenewAsync())["token_type"], Is.EqualTo("DPoP"));
        Assert.That(
            await Page.EvaluateAsync<int>("""
                async url => {
                    const user = await manager.getUser();
                    const headers = { Authorization: `DPoP ${user.access_token}`, DPoP: await manager.dpopProof(url, user) };
                    return (await fetch(url, { headers })).status;
                }
                """, $"{Host.Url}/oauth/userinfo"),
            Is.EqualTo(200));
    }

    [Test(Description = "RFC 7009")]
    public async Task A_page_revokes_its_tokens()
    {
        await OpenAsync(Elsewhere, "openid offline_access");
        var before = await SignInAsync();
        await Page.EvaluateAsync("() => manager.revokeTokens(['refresh_token'])");
        var user = await UserAsync();
        Assert.That((user["refresh_token"], (string?)user["access_token"]), Is.EqualTo(((JsonNode?)null, (string?)before["access_token"])));
        Assert.That(() => Host.Events.Select(said => (string?)said["name"]), Does.Contain("token_revoked").After(60_000, 50));
    }

    private protected override JsonObject Lab() => LabJson.Lab(LabJson.Client("browser", client =>
    {
        client["public"] = true;
        client["redirect_uris"] = new JsonArray($"{Elsewhere}/callback", $"{Beside}/callback");
        client["post_logout_redirect_uris"] = new JsonArray($"{Elsewhere}/signed-out", $"{Beside}/signed-out");
    })).With(options => options["Logout"] = new JsonObject { ["Enabled"] = true });

    private async Task OpenAsync(string origin, string scope, bool dpop = false)
    {
        Site.Files["/oidc-client-ts.js"] = ("text/javascript", await NodeClient.ReadPackageAsync("oidc-client-ts/dist/browser/oidc-client-ts.min.js"));
        var page = await NodeClient.ReadAsync("oidc-client-ts.html");
        foreach (var path in new[] { "/", "/callback", "/signed-out" })
        {
            Site.Files[path] = ("text/html", page);
        }

        Site.Documents["/settings.json"] =
            new JsonObject { ["authority"] = Host.Url, ["client_id"] = "browser", ["scope"] = scope, ["loadUserInfo"] = !dpop, ["dpop"] = dpop }.ToJsonString();
        await Page.GotoAsync($"{origin}/");
        await ReadyAsync();
    }

    private async Task<JsonObject> SignInAsync()
    {
        await AskAsync();
        await SignInAsync(Page, "alice");
        await ReadyAsync();
        return await UserAsync();
    }

    private async Task AskAsync()
    {
        await Page.EvaluateAsync("() => { manager.signinRedirect(); }");
        await Page.WaitForSelectorAsync("#login-submit");
    }

    private async Task<JsonObject> RenewAsync()
    {
        await Page.EvaluateAsync("() => manager.signinSilent()");
        return await UserAsync();
    }

    private async Task SignOutAsync()
    {
        await Page.EvaluateAsync("() => { manager.signoutRedirect(); }");
        await Page.WaitForURLAsync("**/signed-out*");
        await ReadyAsync();
    }

    private async Task ReadyAsync()
    {
        await Page.WaitForFunctionAsync("() => window.manager !== undefined");
        Assert.That(await Page.EvaluateAsync<string>("() => window.fault"), Is.Empty);
    }

    private async Task<JsonObject> UserAsync() =>
        JsonNode.Parse(await Page.EvaluateAsync<string>("async () => JSON.stringify(await manager.getUser())"))!.AsObject();
}
