using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>The emitted pages on scopes and APIs, and the consent page that says their words.</summary>
public sealed class AdminCatalogPagesTests
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
    public async Task A_scope_is_added_described_asked_for_disabled_and_deleted()
    {
        var added = await _root.SendAsync(
            await _root.OpenAsync("/attesto/admin/scopes/new"),
            ("Key", "team:read"),
            ("IsEnabled", "true"),
            ("DisplayName", "see your team"),
            ("LocalizedDisplayNames", "de: Ihr Team sehen\nfr: voir votre équipe"),
            ("Description", "Names <only>."),
            ("LocalizedDescriptions", "de: Nur Namen."),
            ("Claims", "team desk"));
        Assert.That((added.Words("done"), added.Path), Is.EqualTo(("It is added.", "/attesto/admin/scopes/one?key=team%3Aread")), added.Html);
        Assert.That((await _root.OpenAsync("/attesto/admin/scopes")).Html, Does.Contain("team:read</a>").And.Contain("see your team").And.Contain("offline_access</a>"));

        await _host.WithAsync(services => services.GetRequiredService<AdminClients>().AddAsync(
            new ClientForm { Id = "teams", IsPublic = true, RedirectUris = $"{_host.Address}/callback", AllowedScope = "openid team:read" }, "test", CancellationToken.None));
        using var person = await AdminBrowser.SignInAsync(_host, AdminHost.Person);
        Assert.That(await ConsentAsync(person, "de"), Does.Contain("Ihr Team sehen").And.Contain("<small>Nur Namen.</small>"));
        Assert.That(await ConsentAsync(person, "fr"), Does.Contain("voir votre &#xE9;quipe").And.Contain("<small>Names &lt;only&gt;.</small>"), "each text by itself");
        Assert.That(await ConsentAsync(person, "ja"), Does.Contain("see your team"));

        var refused = await _root.SendAsync(await _root.OpenAsync("/attesto/admin/scopes/delete?key=team:read"));
        Assert.That(refused.Words("fault"), Does.StartWith("The scope \"team:read\" is named by the clients teams."));
        var disabled = await _root.SendAsync(await _root.OpenAsync("/attesto/admin/scopes/one?key=team:read"), ("DisplayName", "see your team"));
        Assert.That((disabled.Words("done"), disabled.Words("state")), Is.EqualTo(("It is saved.", disabled.Words("state"))));
        Assert.That(disabled.Words("state"), Does.StartWith("Disabled."));

        await _host.WithAsync(services => services.GetRequiredService<AdminClients>().RemoveAsync("teams", "test", CancellationToken.None));
        Assert.That((await _root.SendAsync(await _root.OpenAsync("/attesto/admin/scopes/delete?key=team:read"))).Words("done"), Is.EqualTo("Deleted the scope \"team:read\"."));
        Assert.That((await _root.OpenAsync("/attesto/admin/scopes/one?key=team:read")).Words("fault"), Is.EqualTo("There is no scope \"team:read\"."));
    }

    [Test]
    public async Task What_is_wrong_stands_beside_its_field_and_what_was_typed_stays()
    {
        var page = await _root.SendAsync(
            await _root.OpenAsync("/attesto/admin/scopes/new"), ("Key", "a b"), ("DisplayName", "<b>"), ("LocalizedDisplayNames", "de: x"), ("Claims", "sub"));
        Assert.That(page.Words("fault"), Is.EqualTo("Nothing was saved. What is wrong stands beside the fields."));
        Assert.That(page.Words("Key-fault"), Does.StartWith("Name must be 1 to 255"));
        Assert.That(page.Words("Claims-fault"), Does.Contain("\"sub\", which is the protocol's own"));
        Assert.That(page.Html, Does.Contain("&lt;b&gt;").And.Match("id=\"Key\"[^>]*aria-invalid=\"true\""));
        page = await _root.SendAsync(await _root.OpenAsync("/attesto/admin/scopes/new"), ("Key", "x"), ("LocalizedDisplayNames", "Team"));
        Assert.That(page.Words("LocalizedDisplayNames-fault"), Does.Contain("has the line \"Team\""));
        page = await _root.SendAsync(await _root.OpenAsync("/attesto/admin/apis/new"), ("Key", "mail"));
        Assert.That(page.Words("Key-fault"), Does.StartWith("Uri must be an absolute URI"));
        page = await _root.PostAsync("/attesto/admin/scopes/new", ("Key", "late"), ("DisplayName", "Late"));
        Assert.That(page.Words("fault"), Does.StartWith("This page was open for too long"));
        Assert.That(page.Html, Does.Contain("value=\"Late\""));
        Assert.That((await _root.OpenAsync("/attesto/admin/scopes")).Html, Does.Not.Contain(">late<").And.Not.Contain(">x<"));
    }

    [Test]
    public async Task Of_two_who_save_the_slower_sees_both_and_decides()
    {
        await _root.SendAsync(await _root.OpenAsync("/attesto/admin/apis/new"), ("Key", "https://mail.example"), ("IsEnabled", "true"));
        const string one = "/attesto/admin/apis/one?key=https://mail.example";
        var (mine, theirs) = (await _root.OpenAsync(one), await _root.OpenAsync(one));
        await _root.SendAsync(theirs, ("DisplayName", "Theirs"), ("IsEnabled", "true"));
        var again = await _root.SendAsync(mine, ("DisplayName", "Mine"));
        Assert.That(again.Words("fault"), Does.StartWith("Somebody else changed this API meanwhile, and nothing was saved."));
        Assert.That(again.Html, Does.Match("id=\"DisplayName\"[^>]*value=\"Mine\"").And.Contain("<code>Theirs</code>").And.Contain("id=\"IsEnabled-theirs\""));
        Assert.That((await _root.SendAsync(again, ("DisplayName", "Mine"), ("IsEnabled", "true"))).Words("done"), Is.EqualTo("It is saved."));

        var ask = await _root.OpenAsync("/attesto/admin/apis/delete?key=https://mail.example");
        await _root.SendAsync(await _root.OpenAsync(one), ("DisplayName", "Newer"), ("IsEnabled", "true"));
        Assert.That((await _root.SendAsync(ask)).Words("fault"), Does.Contain("was changed by somebody else"));
    }

    [Test]
    public async Task What_the_settings_serve_is_shown_and_of_a_scope_the_words_are_changed()
    {
        var scope = await _root.OpenAsync("/attesto/admin/scopes/one?key=email");
        Assert.That(scope.Words("configured"), Does.StartWith("The settings of this server serve this scope, and say everything about it but the words."));
        Assert.That(scope.Html, Does.Contain("email_verified").And.Not.Contain("id=\"Claims\"").And.Not.Contain("id=\"delete\""));
        var described = await _root.SendAsync(scope, ("DisplayName", "know where to write to you"));
        Assert.That(described.Words("done"), Is.EqualTo("It is added."), described.Html);
        Assert.That((await _root.SendAsync(described, ("DisplayName", "write to you"))).Words("done"), Is.EqualTo("It is saved."));
        var ask = await _root.OpenAsync("/attesto/admin/scopes/delete?key=email");
        Assert.That(ask.Words("cost"), Does.StartWith("The words are gone for good."));
        Assert.That((await _root.SendAsync(ask)).Words("done"), Is.EqualTo("Deleted the scope \"email\"."));

        var apis = await _host.WithAsync(services => services.GetRequiredService<AdminApis>().ListAsync(CancellationToken.None));
        var api = await _root.OpenAsync($"/attesto/admin/apis/one?key={Uri.EscapeDataString(apis.First(entry => entry.IsConfigured).Key)}");
        Assert.That(api.Words("configured"), Does.StartWith("The settings of this server serve this API, and say everything about it."));
        Assert.That(api.Forms, Is.Empty);
    }

    private async Task<string> ConsentAsync(AdminBrowser person, string language)
    {
        const string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var challenge = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));
        var url =
            $"/oauth_path_prefix/authorize?client_id=teams&response_type=code&scope=openid%20team:read&redirect_uri={Uri.EscapeDataString($"{_host.Address}/callback")}"
                + $"&code_challenge={challenge}&code_challenge_method=S256&state=s&ui_locales={language}";
        await Assert.ThatAsync(() => person.OpenAsync(url), Has.Property(nameof(Shown.Html)).Contain("id=\"consent-allow\"").After(5000, 100), "within a second");
        return (await person.OpenAsync(url)).Html;
    }
}
