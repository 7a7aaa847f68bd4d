using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests.Import;

/// <summary><c>import openiddict</c> from a database that OpenIddict itself has filled.</summary>
public sealed class OpenIddictImportTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("attesto-openiddict-").FullName;
    private static readonly string Connection = $"Data Source={Path.Combine(Folder, "openiddict.db")}";

    private ManagedHost _host = null!;

    [OneTimeSetUp]
    public Task Fill() => OpenIddictDatabase.FillAsync(database => database.UseSqlite(Connection));

    [OneTimeTearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    [SetUp]
    public void Build() => _host = ManagedHost.Build();

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task A_dry_run_says_everything_and_writes_nothing()
    {
        var ran = await ImportAsync("--dry-run");
        Assert.That((ran.ExitCode, ran.Error), Is.EqualTo((CommandLine.Failed, "")), "one client is refused");
        Assert.That(ran.Output, Does.Match("web +to add +new secret needed: its secret is kept as a salted PBKDF2 hash").And.Match("(?m)^spa +to add$"));
        Assert.That(ran.Output, Does.Match("wrong +refused").And.Contain("RedirectUris has the entry \"http://shop.example/cb\""));
        Assert.That(ran.Output, Does.Contain("The password grant is gone").And.Contain("The implicit grant is gone"));
        Assert.That(ran.Output, Does.Contain("tkn_lft:act has no counterpart").And.Contain("\"stock_server\" is no absolute URI"));
        Assert.That(ran.Output, Does.Contain("Consents: 1 to add, 0 there already, 1 left out.").And.Match("(?m)^stock +to add").And.Contain(OpenIddictDatabase.Api));
        Assert.That(ran.Output, Does.EndWith($"Nothing was written.{Environment.NewLine}"));
        Assert.That((await _host.RunAsync("clients", "list", "--json")).Json["clients"]!.AsArray(), Is.Empty);
        Assert.That(_host.Events, Is.Empty);
        await using var scope = _host.App.Services.CreateAsyncScope();
        Assert.That(await scope.ServiceProvider.GetRequiredService<IConsentStore>().ListAsync("alice", CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Clients_come_with_what_they_may_do_and_a_second_run_changes_nothing()
    {
        var first = (await ImportAsync("--json")).Json;
        Assert.That(first["clients"]!.AsArray().Select(client => $"{client!["clientId"]} {client["state"]}"), Is.EquivalentTo(
            new[] { "web Added", "spa Added", "worker Added", "signer Added", "wrong Refused" }), first.ToJsonString());
        var web = (await _host.RunAsync("clients", "show", "web", "--json")).Json;
        Assert.That(
            ($"{web["name"]}", $"{web["localizedNames"]!["fr"]}", $"{web["redirectUris"]![0]}", $"{web["postLogoutRedirectUris"]![0]}"),
            Is.EqualTo(("Shop", "Boutique", "https://shop.example/cb", "https://shop.example/bye")));
        Assert.That(
            ($"{web["allowedScope"]}", $"{web["allowedResources"]![0]}"), Is.EqualTo(("openid offline_access profile read:reports stock", OpenIddictDatabase.Api)));
        Assert.That((web["requirePkce"], web["requirePushedAuthorizationRequests"]!.GetValue<bool>()), Is.EqualTo(((object?)null, true)));
        var spa = (await _host.RunAsync("clients", "show", "spa", "--json")).Json;
        Assert.That(
            ($"{spa["isPublic"]}", $"{spa["applicationType"]}", $"{spa["grantTypes"]![0]}", $"{spa["rememberConsent"]}"),
            Is.EqualTo(("true", "Native", "authorization_code", "false")));
        var signer = (await _host.RunAsync("clients", "show", "signer", "--json")).Json;
        Assert.That(($"{signer["tokenEndpointAuthMethod"]}", signer["jwks"]!["keys"]!.AsArray().Count), Is.EqualTo(("private_key_jwt", 1)));

        Assert.That((await ImportAsync("--dry-run")).Output, Does.Contain("Consents: 0 to add, 1 there already, 1 left out."));
        var events = _host.Events.Count;
        var second = (await ImportAsync("--json")).Json;
        Assert.That(second["clients"]!.AsArray().Select(client => $"{client!["state"]}").Order(), Is.EqualTo(new[] { "Present", "Present", "Present", "Present", "Refused" }));
        Assert.That(
            second["clients"]!.AsArray().Where(client => $"{client!["state"]}" is "Present" && client["notes"]!.AsArray().Count > 0).Select(client => $"{client!["notes"]![0]}"),
            Is.EquivalentTo(new[] { "web", "worker" }.Select(id => $"If nobody has the secret that was made for it: clients rotate-secret {id}")),
            "the run before may have ended before it said them");
        Assert.That(($"{second["consents"]!["added"]}", $"{second["consents"]!["present"]}", _host.Events.Count), Is.EqualTo(("0", "1", events)));
    }

    [Test]
    public async Task What_people_agreed_to_is_remembered()
    {
        await ImportAsync();
        await using var scope = _host.App.Services.CreateAsyncScope();
        var consents = scope.ServiceProvider.GetRequiredService<IConsentStore>();
        var given = (await consents.ListAsync("alice", CancellationToken.None)).Single();
        Assert.That((given.ClientId, $"{given.Scope}", given.GivenAt), Is.EqualTo(("web", "openid read:reports", DateTimeOffset.UnixEpoch.AddDays(20_000))));
        Assert.That(new[] { await consents.ListAsync("bob", CancellationToken.None), await consents.ListAsync("carol", CancellationToken.None) }, Is.All.Empty);
    }

    [Test]
    public async Task Scopes_and_APIs_come_with_their_words()
    {
        var ran = (await ImportAsync("--json")).Json;
        Assert.That(ran["scopes"]!.AsArray().Select(scope => $"{scope!["name"]} {scope["state"]}"), Is.EquivalentTo(new[] { "read:reports Added", "stock Added" }));
        Assert.That(ran["apis"]!.AsArray().Select(api => $"{api!["name"]} {api["state"]}"), Is.EqualTo(new[] { $"{OpenIddictDatabase.Api} Added" }));
        var reports = (await _host.RunAsync("scopes", "show", "read:reports", "--json")).Json;
        Assert.That(
            ($"{reports["displayName"]}", $"{reports["localizedDisplayNames"]!["de"]}", $"{reports["description"]}", $"{reports["isConfigured"]}"),
            Is.EqualTo(("Read your reports", "Ihre Berichte lesen", "All of them.", "true")),
            "of a scope of the configuration the words");
    }

    [Test]
    public async Task An_import_that_was_interrupted_continues()
    {
        Assert.That((await _host.RunAsync("clients", "add", "worker", "--grant-type", "client_credentials", "--name", "Ours")).ExitCode, Is.Zero);
        Assert.That((await ImportAsync("--dry-run")).Output, Does.Match("(?m)^worker +there already$").And.Match("(?m)^spa +to add$"));
        var ran = (await ImportAsync("--json")).Json;
        Assert.That(ran["clients"]!.AsArray().Count(client => $"{client!["state"]}" is "Added"), Is.EqualTo(3));
        Assert.That($"{(await _host.RunAsync("clients", "show", "worker", "--json")).Json["name"]}", Is.EqualTo("Ours"), "what is there is left as it is");
    }

    [Test]
    public async Task A_client_gets_a_token_with_the_secret_that_was_made_for_it()
    {
        var ran = (await ImportAsync("--json")).Json;
        var secret = $"{ran["clients"]!.AsArray().Single(client => $"{client!["clientId"]}" is "worker")!["newSecret"]}";
        Assert.That(await _host.TokenForAsync("worker", secret), Does.Contain("access_token"));
        Assert.That(await _host.TokenForAsync("worker", "another secret that somebody chose"), Does.Contain("invalid_client"));
    }

    [TestCase("Data Source=/nowhere/at/all.db", "sqlite", "The database to import from cannot be opened: SQLite Error 14")]
    [TestCase("Data Source=:memory:;Mode=Memory", "sqlite", "The table OpenIddictScopes of the database to import from cannot be read: SQLite Error 1")]
    [TestCase("Server=nowhere", "sqlserver", "This host has no driver for sqlserver: add the package Microsoft.Data.SqlClient")]
    [TestCase("no connection string", "sqlite", "The database to import from cannot be opened: Format of the initialization string")]
    public async Task What_cannot_be_read_is_one_sentence(string connection, string provider, string sentence)
    {
        var ran = await _host.RunAsync("import", "openiddict", "--connection", connection, "--provider", provider);
        Assert.That((ran.ExitCode, ran.Output), Is.EqualTo((CommandLine.Failed, "")));
        Assert.That(ran.Error, Does.StartWith(sentence));
        Assert.That(ran.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        var file = Path.Combine(_host.Folder, "missing.db");
        var ran = await _host.RunAsync("import", "openiddict", "--connection", $"Data Source={file}");
        Assert.That(ran.Error, Does.StartWith("The database to import from cannot be opened: SQLite Error 14"));
        Assert.That(File.Exists(file), Is.False);
    }

    [TestCase("import", "openiddict")]
    [TestCase("import", "keycloak", "--connection", "x")]
    [TestCase("import", "duende", "--connection", "x", "--provider", "oracle")]
    public async Task What_is_wrongly_asked_is_said(params string[] words) => Assert.That((await _host.RunAsync(words)).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));

    private Task<Ran> ImportAsync(params string[] more) => _host.RunAsync(["import", "openiddict", "--connection", Connection, .. more]);
}
