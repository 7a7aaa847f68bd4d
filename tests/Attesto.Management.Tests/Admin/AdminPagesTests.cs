using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>The emitted pages of administrators, as a browser without script meets them.</summary>
public sealed class AdminPagesTests
{
    private AdminHost _host = null!;
    private AdminBrowser _root = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = AdminHost.Start();
        _root = await AdminBrowser.SignInAsync(_host, AdminHost.Administrator);
        await _host.WithAsync(services => services.GetRequiredService<AdminClients>().AddAsync(
            new ClientForm { Id = "demo", IsPublic = true, RedirectUris = "http://127.0.0.1/callback" }, "test", CancellationToken.None));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _root.Dispose();
        await _host.DisposeAsync();
    }

    [TestCase("/attesto/admin", "Clients")]
    [TestCase("/attesto/admin/clients", "Clients")]
    [TestCase("/attesto/admin/clients/new", "Add a client")]
    [TestCase("/attesto/admin/scopes", "Scopes")]
    [TestCase("/attesto/admin/scopes/new", "Add a scope")]
    [TestCase("/attesto/admin/scopes/one?key=email", "email")]
    [TestCase("/attesto/admin/apis", "APIs")]
    [TestCase("/attesto/admin/people", "People")]
    [TestCase("/attesto/admin/people?subject=nobody", "Access of nobody")]
    [TestCase("/attesto/admin/keys", "Signing keys")]
    [TestCase("/attesto/admin/keys/now", "Rotate at once")]
    [TestCase("/attesto/admin/events", "Events")]
    [TestCase("/attesto/admin/events?after=soon&From=soon&Client=%00", "Events")]
    public async Task A_page_is_for_nobody_but_an_administrator(string path, string title)
    {
        var page = await _root.OpenAsync(path);
        Assert.That(page.Html, Does.Contain($"<h1>{title}</h1>"));
        Assert.That(page.Policy, Does.StartWith("default-src 'none'").And.Not.Contain("unsafe"));

        using var stranger = new AdminBrowser(_host.Address);
        Assert.That((await stranger.OpenAsync(path)).Html, Does.Contain("id=\"login-submit\""));
        using var person = await AdminBrowser.SignInAsync(_host, AdminHost.Person);
        var refused = await person.OpenAsync(path);
        Assert.That((refused.Status, refused.Words("forbidden")), Is.EqualTo((403, "You may not look after this server")));
        Assert.That(refused.Html, Does.Contain("<code>alice</code>").And.Contain("Admin/AdminPolicy.cs"), "and says who may, and how");
    }

    [Test]
    public async Task As_emitted_nobody_is_an_administrator()
    {
        await using var host = AdminHost.Start(isDecided: false);
        using var root = await AdminBrowser.SignInAsync(host, AdminHost.Administrator);
        Assert.That((await root.OpenAsync("/attesto/admin/keys")).Status, Is.EqualTo(403));
    }

    [TestCase("/attesto/admin/keys")]
    [TestCase("/attesto/admin/keys/now")]
    [TestCase("/attesto/admin/people", "subject=alice")]
    [TestCase("/attesto/admin/clients/delete", "id=demo")]
    [TestCase("/attesto/admin/clients/state", "id=demo", "isRevoked=true")]
    [TestCase("/attesto/admin/scopes/delete?key=email", "version=")]
    public async Task Nothing_is_done_for_another_site_or_another_person(string path, params string[] fields)
    {
        var keys = (await KeysAsync()).Count;
        var posted = fields.Select(field => field.Split('=')).Select(field => (field[0], field[1])).ToArray();
        var refused = await _root.PostAsync(path, posted);
        Assert.That(refused.Words("fault"), Does.StartWith("This page was open for too long, or was not opened here. Nothing was changed."));

        using var person = await AdminBrowser.SignInAsync(_host, AdminHost.Person);
        var own = await person.OpenAsync("/account/access"); // a form of this server's, with a token that counts
        Assert.That((await person.PostAsync(path, [.. own.Hidden, .. posted])).Status, Is.EqualTo(403));
        Assert.That((await KeysAsync()).Count, Is.EqualTo(keys));
        Assert.That(await _host.WithAsync(services => services.GetRequiredService<AdminClients>().FindAsync("demo", CancellationToken.None)), Has.Property("IsRevoked").False);
    }

    [Test]
    public async Task A_key_is_rotated_and_retired_and_what_that_costs_is_said_first()
    {
        var before = (await KeysAsync()).First(key => key.State is SigningKeyState.Signing);
        var announced = await _root.SendAsync(await _root.OpenAsync("/attesto/admin/keys"));
        Assert.That(announced.Words("done"), Is.EqualTo("The next key is announced."));
        Assert.That(announced.Html, Does.Contain("<td>announced</td>"));

        var ask = await _root.OpenAsync("/attesto/admin/keys/now");
        Assert.That(ask.Words("cost"), Is.EqualTo(AdminKeys.CostOfRotatingNow));
        Assert.That((await _root.SendAsync(ask)).Words("done"), Does.Contain("half a minute"));

        ask = await _root.OpenAsync($"/attesto/admin/keys/retire?kid={before.KeyId}");
        Assert.That(ask.Words("cost"), Is.EqualTo(AdminKeys.CostOfRetiring));
        Assert.That((await _root.SendAsync(ask)).Words("fault"), Does.Contain("is the one that signs"));
        var next = (await KeysAsync()).First(key => key.State is SigningKeyState.Announced).KeyId;
        Assert.That((await _root.SendAsync(await _root.OpenAsync($"/attesto/admin/keys/retire?kid={next}"))).Words("done"), Is.EqualTo("The key is retired."));

        var events = await _root.OpenAsync($"/attesto/admin/events?Name=key_retired&Person={AdminHost.Administrator}");
        Assert.That(events.Html, Does.Contain($"kid={next}").And.Contain($">{AdminHost.Administrator}</td>"));
    }

    [Test]
    public async Task What_a_person_gave_is_shown_and_ended_one_by_one_and_as_a_whole()
    {
        const string Subject = "carol o'hara";
        foreach (var client in new[] { "one", "two", "three" })
        {
            await AddGrantAsync(Subject, client);
        }

        var path = $"/attesto/admin/people?subject={Uri.EscapeDataString(Subject)}";
        var shown = await _root.OpenAsync(path);
        Assert.That(shown.Html, Does.Contain(">one</td>").And.Contain(">two</td>").And.Contain("openid"));
        var ended = await _root.SendAsync(shown, ("client", "one"));
        Assert.That(ended.Words("done"), Does.StartWith("Ended 1 grants"));
        Assert.That(ended.Html, Does.Not.Contain(">one</td>").And.Contain(">two</td>"));
        Assert.That((await _root.SendAsync(ended, ("browser", "no such"))).Words("done"), Is.EqualTo("That browser was signed out already."));

        var ask = await _root.OpenAsync($"/attesto/admin/people/end?subject={Uri.EscapeDataString(Subject)}");
        Assert.That(ask.Words("cost"), Does.Contain("at once"));
        ended = await _root.SendAsync(ask);
        Assert.That(ended.Words("done"), Does.StartWith("Ended 2 grants"));
        Assert.That(ended.Words("empty"), Does.StartWith("Nothing"));
        Assert.That((await _root.OpenAsync("/attesto/admin/events?Name=grants_ended")).Html, Does.Contain(">carol o&#x27;hara</td>"));
    }

    [Test]
    public async Task A_person_is_signed_out_at_one_browser()
    {
        using var first = await AdminBrowser.SignInAsync(_host, AdminHost.Person);
        using var second = await AdminBrowser.SignInAsync(_host, AdminHost.Person);
        var shown = await _root.OpenAsync($"/attesto/admin/people?subject={AdminHost.Person}");
        var browsers = await _host.WithAsync(services => services.GetRequiredService<AdminPeople>().FindAsync(AdminHost.Person, null, CancellationToken.None));
        await _root.SendAsync(shown, ("browser", browsers.Browsers[0].Id)); // the newest
        var answers = ((await first.OpenAsync("/attesto/admin")).Status, (await second.OpenAsync("/attesto/admin")).Status);
        Assert.That(answers, Is.EqualTo((403, 200)), "the one is known, the other signs in");
    }

    [TestCase("csv", "text/csv", "at,event,subject")]
    [TestCase("json", "application/json", "[")]
    public async Task Events_are_a_file(string format, string type, string start)
    {
        var file = await _root.OpenAsync($"/attesto/admin/events/export?format={format}");
        Assert.That((file.Type, file.Html), Is.EqualTo((type, file.Html)));
        Assert.That(file.Html, Does.StartWith(start));
    }

    private Task<IReadOnlyCollection<AdminKey>> KeysAsync() => _host.WithAsync<IReadOnlyCollection<AdminKey>>(
        async services => await services.GetRequiredService<AdminKeys>().ListAsync(CancellationToken.None));

    private Task<bool> AddGrantAsync(string subject, string client) => _host.WithAsync(async services =>
    {
        var now = TimeProvider.System.GetUtcNow();
        await services.GetRequiredService<IGrantStore>().AddAsync(
            new Grant
            {
                Authorization = new Authorization { ClientId = client, Subject = subject, Scope = ScopeSet.Of("openid"), GrantId = GrantId.New() },
                CreatedAt = now,
                LastUsedAt = now,
                ExpiresAt = now.AddDays(1),
                KeepUntil = now.AddDays(1),
            },
            CancellationToken.None);
        return true;
    });
}
