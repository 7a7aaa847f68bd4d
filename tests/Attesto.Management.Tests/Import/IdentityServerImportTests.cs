using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests.Import;

/// <summary><c>import duende</c> and <c>import identityserver4</c>.</summary>
[TestFixture("duende")]
[TestFixture("identityserver4")]
public sealed class IdentityServerImportTests(string server)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-identityserver-").FullName;

    private ManagedHost _host = null!;

    private string Connection => $"Data Source={Path.Combine(_folder, "old.db")}";

    [OneTimeSetUp]
    public void Fill() => IdentityServerDatabase.Fill(Connection, duende: server is "duende");

    [OneTimeTearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [SetUp]
    public void Build() => _host = ManagedHost.Build(settings: new() { ["ConnectionStrings:Old"] = Connection });

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task A_client_gets_a_token_with_the_secret_that_it_has()
    {
        await ImportAsync();
        Assert.That(await _host.TokenForAsync("worker", IdentityServerDatabase.Secret), Does.Contain("access_token"));
        Assert.That(await _host.TokenForAsync("worker", "another"), Does.Contain("invalid_client"));
    }

    [Test]
    public async Task Clients_come_with_what_they_may_do()
    {
        var ran = (await ImportAsync("--json")).Json;
        Assert.That(
            ran["clients"]!.AsArray().Select(client => $"{client!["clientId"]} {client["state"]}"),
            Is.EquivalentTo(new[] { "web Added", "worker Added", "spa Added", "older Added" }));
        var web = (await _host.RunAsync("clients", "show", "web", "--json")).Json;
        Assert.That(
            ($"{web["name"]}", string.Join(' ', web["grantTypes"]!.AsArray()), $"{web["allowedScope"]}", $"{web["allowedResources"]![0]}", $"{web["backchannelLogoutUri"]}"),
            Is.EqualTo(("Shop", "authorization_code refresh_token", "openid groups read:reports offline_access", IdentityServerDatabase.Api, "https://shop.example/back")));
        Assert.That(
            ($"{web["requirePkce"]}", $"{web["refreshTokenUsage"]}", $"{web["requirePushedAuthorizationRequests"]}", $"{web["secrets"]![0]!["expiresAt"]}"),
            Is.EqualTo(("false", "Keep", server is "duende" ? "true" : "false", "2100-01-01T00:00:00+00:00")));
        Assert.That($"{(await _host.RunAsync("clients", "show", "spa", "--json")).Json["isPublic"]}", Is.EqualTo("true"));
    }

    [Test]
    public async Task What_has_no_counterpart_is_said()
    {
        var ran = await ImportAsync("--dry-run");
        Assert.That((ran.ExitCode, ran.Error), Is.EqualTo((CommandLine.Done, "")));
        Assert.That(ran.Output, Does.Match("older +to add +new secret needed: its secret is kept as something else than a SHA-256").And.Match("(?m)^web +to add$"));
        Assert.That(ran.Output, Does.Contain("front-channel logout").And.Contain("AccessTokenLifetime of 600 seconds").And.Contain("were references"));
        Assert.That(ran.Output, Does.Contain("X509Thumbprint").And.Contain("claims of its own"));
        Assert.That(ran.Output, Does.Contain("The password grant is gone").And.Contain("\"stock_api\" is no absolute URI").And.Contain("(department)"));
        Assert.That(ran.Output, Does.Match("(?m)^groups +to add").And.Match("(?m)^read:reports +there already").And.Match("(?m)^https://reports.example +to add"));
        Assert.That(ran.Output, Does.Contain("Consents: 1 to add, 0 there already, 2 left out.").And.Contain("1 consents cannot be read").And.Contain("1 consents have ended"));
        Assert.That((await _host.RunAsync("clients", "list", "--json")).Json["clients"]!.AsArray(), Is.Empty);
        Assert.That((await _host.RunAsync("scopes", "list", "--json")).Json.AsArray(), Has.Count.EqualTo(2), "the configuration's");
    }

    [Test]
    public async Task Scopes_and_APIs_come_with_their_words_and_claims()
    {
        var ran = (await ImportAsync("--json")).Json;
        Assert.That(ran["scopes"]!.AsArray().Select(scope => $"{scope!["name"]} {scope["state"]}"), Is.EquivalentTo(new[]
        {
            "openid Present", "profile Added", "groups Added", "phone Added", "read:reports Present", "stock Added",
        }));
        Assert.That(ran["apis"]!.AsArray().Select(api => $"{api!["name"]} {api["state"]}"), Is.EqualTo(new[] { "https://reports.example Added" }));
        Assert.That(ran["settings"], Is.Null, "nothing is left to set");
        var groups = (await _host.RunAsync("scopes", "show", "groups", "--json")).Json;
        Assert.That(($"{groups["displayName"]}", string.Join(' ', groups["claims"]!.AsArray())), Is.EqualTo(("Your groups", "group role")));
        Assert.That((await _host.RunAsync("scopes", "show", "phone", "--json")).Json["isEnabled"]!.GetValue<bool>(), Is.False);
        Assert.That((await _host.RunAsync("scopes", "show", "profile", "--json")).Json["claims"], Is.Null, "OpenID Connect says them");
        Assert.That(_host.Events.Count(told => told.Name is EventName.ScopeAdded or EventName.ApiAdded), Is.EqualTo(5));
    }

    [Test]
    public async Task A_host_that_keeps_none_in_its_database_is_told_what_its_settings_lack()
    {
        await using var host = ManagedHost.Build(settings: new() { ["ConnectionStrings:Old"] = Connection }, hasCatalog: false);
        var ran = await host.RunAsync("import", server, "--connection", "Old", "--dry-run");
        Assert.That(ran.Output, Does.Contain("\"groups\": \"group role\"").And.Contain("\"https://reports.example\"").And.Not.Contain("\"phone\""));
    }

    [Test]
    public async Task What_people_agreed_to_is_remembered_and_a_second_run_changes_nothing()
    {
        await ImportAsync();
        var second = (await ImportAsync("--json")).Json;
        Assert.That(($"{second["consents"]!["added"]}", $"{second["consents"]!["present"]}"), Is.EqualTo(("0", "1")));
        Assert.That(new[] { "clients", "scopes", "apis" }.SelectMany(kind => second[kind]!.AsArray()).Select(one => $"{one!["state"]}"), Is.All.EqualTo("Present"));
        await using var scope = _host.App.Services.CreateAsyncScope();
        var given = (await scope.ServiceProvider.GetRequiredService<IConsentStore>().ListAsync("alice", CancellationToken.None)).Single();
        Assert.That((given.ClientId, $"{given.Scope}"), Is.EqualTo(("web", "openid groups")));
    }

    // By the name that the connection string has.
    private Task<Ran> ImportAsync(params string[] more) => _host.RunAsync(["import", server, "--connection", "Old", .. more]);
}
