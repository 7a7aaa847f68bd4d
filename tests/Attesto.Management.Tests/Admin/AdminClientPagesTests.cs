using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>The emitted pages on clients.</summary>
public sealed class AdminClientPagesTests
{
    private AdminHost _host = null!;
    private AdminBrowser _root = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = AdminHost.Start();
        _root = await AdminBrowser.SignInAsync(_host, AdminHost.Administrator);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _root.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task What_is_wrong_stands_beside_its_field_and_what_was_typed_stays()
    {
        var page = await _root.SendAsync(
            await NewAsync(), ("Id", "wrong"), ("Name", "<Wrong>"), ("RedirectUris", "https://shop.example/callback\nnonsense"), ("Rest", "{ \"defaultScope\": \"email\" }"));
        Assert.That(page.Words("fault"), Is.EqualTo("Nothing was saved. What is wrong stands beside the fields."));
        Assert.That(page.Words("RedirectUris-fault"), Does.StartWith("RedirectUris has the entry \"nonsense\""));
        Assert.That(page.Words("Rest-fault"), Does.StartWith("DefaultScope names a scope"));
        Assert.That(page.Html, Does.Match("id=\"RedirectUris\"[^>]*aria-invalid=\"true\"[^>]*aria-describedby=\"RedirectUris-hint RedirectUris-fault\""));
        Assert.That(page.Html, Does.Match("id=\"RedirectUris-fault\"[^>]*role=\"alert\""));
        Assert.That(page.Html, Does.Contain("&lt;Wrong&gt;").And.Contain("nonsense</textarea>").And.Not.Match("id=\"Name\"[^>]*aria-invalid"));
        Assert.That(await FindAsync("wrong"), Is.Null);
    }

    [Test]
    public async Task A_client_is_added_changed_switched_off_and_deleted_and_every_step_is_told()
    {
        var secret = await _root.SendAsync(
            await NewAsync(),
            ("Id", "https://shop.example/?a=b&c"),
            ("Name", "Shop"),
            ("RedirectUris", "https://shop.example/callback"),
            ("Rest", "{ \"requirePkce\": false }"));
        Assert.That(secret.Words("secret"), Has.Length.EqualTo(43));
        var id = Uri.EscapeDataString("https://shop.example/?a=b&c");
        Assert.That((await _root.OpenAsync("/attesto/admin")).Html, Does.Contain("https://shop.example/?a=b&amp;c"));

        var one = await _root.OpenAsync($"/attesto/admin/clients/one?id={id}");
        Assert.That(one.Html, Does.Contain("\"requirePkce\": false").Or.Contain("&quot;requirePkce&quot;: false").And.Contain("It has a secret."));
        Assert.That(one.Html, Does.Not.Contain(secret.Words("secret")));
        var saved = await _root.SendFirstAsync(
            one, ("Name", "The shop"), ("AllowedScope", "openid profile"), ("RequireDpop", "true"), ("RedirectUris", "https://shop.example/callback"));
        Assert.That(saved.Words("done"), Is.EqualTo("It is saved."));

        var off = await _root.SendAsync(await _root.OpenAsync($"/attesto/admin/clients/state?id={id}"));
        Assert.That((off.Words("done"), off.Words("state")), Is.EqualTo(("It is disabled.", off.Words("state"))));
        saved = await _root.SendFirstAsync(off, ("Name", "Shop"), ("RedirectUris", "https://shop.example/callback"));
        Assert.That(saved.Words("state"), Does.StartWith("Disabled."), "to save does not switch it on");
        Assert.That((await _root.SendAsync(saved)).Words("state"), Does.StartWith("Enabled."));

        var ask = await _root.OpenAsync($"/attesto/admin/clients/delete?id={id}");
        Assert.That(ask.Words("cost"), Does.Contain("gone for good"));
        Assert.That((await _root.SendAsync(ask)).Words("done"), Does.StartWith("Deleted the client"));
        Assert.That((await _root.OpenAsync($"/attesto/admin/clients/one?id={id}")).Words("fault"), Does.StartWith("There is no client"));

        var events = await _root.OpenAsync($"/attesto/admin/events/export?Client={id}&Person={AdminHost.Administrator}&format=csv");
        Assert.That(events.Html.Split("\r\n").Select(line => line.Split(',').ElementAtOrDefault(1)), Is.EqualTo(new[]
        {
            "event", "client_removed", "client_changed", "client_changed", "client_changed", "client_changed", "client_added", null,
        }));
    }

    [Test]
    public async Task Of_two_who_save_the_slower_sees_both_and_decides()
    {
        await AddAsync("raced");
        var (mine, theirs) = (await _root.OpenAsync("/attesto/admin/clients/one?id=raced"), await _root.OpenAsync("/attesto/admin/clients/one?id=raced"));
        await _root.SendFirstAsync(theirs, ("Name", "Theirs"), ("RedirectUris", "https://theirs.example/"));
        var again = await _root.SendFirstAsync(mine, ("Name", "Mine"), ("RedirectUris", "https://theirs.example/"), ("RequireDpop", "true"));
        Assert.That(again.Words("fault"), Does.StartWith("Somebody else changed this client meanwhile, and nothing was saved."));
        Assert.That(again.Html, Does.Match("id=\"Name\"[^>]*value=\"Mine\"").And.Contain("<code>Theirs</code>"));
        Assert.That(again.Html, Does.Contain("id=\"RequireDpop-theirs\"").And.Not.Contain("id=\"RedirectUris-theirs\""));
        Assert.That((await FindAsync("raced"))!.ToForm().Name, Is.EqualTo("Theirs"));
        await _root.SendFirstAsync(again, ("Name", "Mine"), ("RedirectUris", "https://theirs.example/"));
        Assert.That((await FindAsync("raced"))!.ToForm().Name, Is.EqualTo("Mine"));
    }

    [Test]
    public async Task A_page_that_is_sent_twice_makes_one_secret()
    {
        await AddAsync("rotated");
        var ask = await _root.OpenAsync("/attesto/admin/clients/secret?id=rotated");
        Assert.That(ask.Words("cost"), Does.Contain("24 hours"));
        var first = await _root.SendAsync(ask);
        Assert.That(first.Words("secret"), Has.Length.EqualTo(43));
        Assert.That((await _root.SendAsync(ask)).Words("fault"), Does.Contain("was changed by somebody else"));
        Assert.That((await FindAsync("rotated"))!.Authenticates, Does.Match("^It has a secret\\. It has a secret until "));

        await _root.SendAsync(await _root.OpenAsync("/attesto/admin/clients/secret?id=rotated&atOnce=true"));
        Assert.That((await FindAsync("rotated"))!.Authenticates, Is.EqualTo("It has a secret."), "those before have ended");
    }

    [Test]
    public async Task A_form_that_was_open_for_too_long_keeps_what_was_typed()
    {
        var page = await _root.PostAsync("/attesto/admin/clients/new", ("Id", "late"), ("Name", "Late"));
        Assert.That(page.Words("fault"), Does.StartWith("This page was open for too long"));
        Assert.That(page.Html, Does.Contain("value=\"Late\""));
        Assert.That(await FindAsync("late"), Is.Null);
    }

    [Test]
    public async Task Clients_are_looked_for_and_turned_over_page_by_page()
    {
        for (var number = 0; number < 52; number++)
        {
            await AddAsync($"many-{number:00}");
        }

        var first = await _root.OpenAsync("/attesto/admin/clients");
        var second = await _root.OpenAsync(WebUtility.HtmlDecode(Regex.Match(first.Html, "id=\"next\" href=\"([^\"]+)\"").Groups[1].Value));
        Assert.That(Listed(first), Is.EqualTo(Enumerable.Range(0, 50).Select(number => $"many-{51 - number:00}")), "the newest first");
        Assert.That(Listed(second), Is.EqualTo(new[] { "many-01", "many-00" }));
        Assert.That(second.Html, Does.Not.Contain("id=\"next\""));
        Assert.That(Listed(await _root.OpenAsync("/attesto/admin/clients?search=many-07")), Is.EqualTo(new[] { "many-07" }));
        Assert.That((await _root.OpenAsync("/attesto/admin/clients?search=nonesuch")).Words("empty"), Is.EqualTo("No client has an ID or a name of which a word begins so."));

        var found = await _root.OpenAsync("/attesto/admin/clients?search=MANY");
        var rest = await _root.OpenAsync(WebUtility.HtmlDecode(Regex.Match(found.Html, "id=\"next\" href=\"([^\"]+)\"").Groups[1].Value));
        Assert.That(Listed(found).Concat(Listed(rest)), Is.EqualTo(Enumerable.Range(0, 52).Select(number => $"many-{number:00}")), "by the word that was found");
        Assert.That(rest.Html, Does.Contain("value=\"MANY\"").And.Not.Contain("id=\"next\""));
    }

    private static string[] Listed(Shown page) => [.. Regex.Matches(page.Html, ">(many-[0-9]+)</a>").Select(link => link.Groups[1].Value)];

    private Task<Shown> NewAsync() => _root.OpenAsync("/attesto/admin/clients/new");

    private Task<AdminClientResult> AddAsync(string id) => _host.WithAsync(services => services.GetRequiredService<AdminClients>().AddAsync(
        new ClientForm { Id = id, RedirectUris = "https://theirs.example/" }, "test", CancellationToken.None));

    private Task<AdminClient?> FindAsync(string id) => _host.WithAsync(services => services.GetRequiredService<AdminClients>().FindAsync(id, CancellationToken.None));
}
