using Microsoft.Playwright;

namespace Attesto.Interop.Pages;

/// <summary>Two tabs are normal: what happens in one never spoils a form in the other.</summary>
public sealed class TabsTests : BrowserFixture
{
    [Test]
    public async Task A_second_arrival_from_another_site_does_not_spoil_the_first_form()
    {
        var browser = new Browser(Host, Http);
        var other = await Context.NewPageAsync();
        await ArriveAsync(Page, AuthorizeUrl(browser.Request("trusted", ("state", "first"))));
        await ArriveAsync(other, AuthorizeUrl(browser.Request("asks", ("state", "second"))));
        await SignInAsync(Page, "alice");
        Assert.That((await CallbackAsync(Page))["state"], Is.EqualTo("first"));

        // The other tab's form was made before anybody was signed in.
        await SignInAsync(other, "alice");
        await other.ClickThroughAsync("#consent-allow");
        Assert.That((await CallbackAsync(other))["state"], Is.EqualTo("second"));
    }

    [Test]
    public async Task Two_consent_pages_are_answered_in_any_order()
    {
        var browser = new Browser(Host, Http);
        var other = await Context.NewPageAsync();
        await ArriveAsync(Page, AuthorizeUrl(browser.Request("asks", ("state", "first"))));
        await SignInAsync(Page, "alice");
        await ArriveAsync(other, AuthorizeUrl(browser.Request("asks", ("state", "second"))));
        await other.ClickThroughAsync("#consent-allow");
        await Page.ClickThroughAsync("#consent-allow");
        Assert.That(((await CallbackAsync(Page))["state"], (await CallbackAsync(other))["state"]), Is.EqualTo(("first", "second")));
    }

    [Test]
    public async Task Whoever_lost_the_cookie_sees_the_form_again_with_a_sentence_and_the_name()
    {
        await ArriveAsync(Page, AuthorizeUrl(new Browser(Host, Http).Request("trusted")));
        await Context.ClearCookiesAsync();
        await SignInAsync(Page, "alice");
        Assert.That(await Page.TextContentAsync("[role=alert]"), Does.Contain("try again"));
        Assert.That((await Page.InputValueAsync("#username"), await Page.InputValueAsync("#password")), Is.EqualTo(("alice", "")));
        await Page.FillAsync("#password", "alice");
        await Page.ClickThroughAsync("#login-submit");
        Assert.That(await CallbackAsync(Page), Does.ContainKey("code"));
    }

    [Test]
    public async Task A_wrong_password_keeps_the_name_and_a_blank_behind_it_does_no_harm()
    {
        await ArriveAsync(Page, AuthorizeUrl(new Browser(Host, Http).Request("trusted")));
        await SignInAsync(Page, "alice ", "wrong");
        Assert.That(await Page.InputValueAsync("#username"), Is.EqualTo("alice"));
        await SignInAsync(Page, "alice ", "alice");
        Assert.That(await CallbackAsync(Page), Does.ContainKey("code"));
    }

    [TestCase("/signin")]
    [TestCase("/signin?returnUrl=https%3A%2F%2Fevil.example%2F")]
    public async Task A_sign_in_page_that_nobody_asked_for_says_so(string path)
    {
        var response = await Page.GotoAsync(Host.Url + path);
        Assert.That((response!.Status, await Page.TextContentAsync("#error-page h1")), Is.EqualTo((400, "The request could not be processed")));
    }

    [Test(Description = "the style comes from a file, the policy allows none in the page")]
    public async Task The_pages_run_under_a_strict_policy_without_a_complaint()
    {
        var complaints = new List<string>();
        Page.Console += (_, message) => complaints.Add(message.Text);
        await ArriveAsync(Page, AuthorizeUrl(new Browser(Host, Http).Request("asks")));
        Assert.That(await Page.EvalOnSelectorAsync<string>("#login-submit", "button => getComputedStyle(button).backgroundColor"), Is.Not.EqualTo("rgb(239, 239, 239)"),
            "the style is not applied");
        await SignInAsync(Page, "alice");
        Assert.That(await Page.Locator("#consent-allow").CountAsync(), Is.EqualTo(1));
        Assert.That(complaints.Where(text => text.Contains("Content Security Policy", StringComparison.Ordinal)), Is.Empty);
    }
}
