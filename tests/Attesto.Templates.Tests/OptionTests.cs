using System.Net;
using System.Text.Json.Nodes;

namespace Attesto.Templates;

/// <summary>The options of both templates.</summary>
public sealed class OptionTests
{
    private static readonly string[] All = ["--oauth-path-prefix", "/auth", "--table-prefix", "op_", "--policies-namespace", "Contoso.Decisions"];

    [Test]
    public async Task The_sql_server_host_builds_and_its_migration_bears_the_prefix()
    {
        await using var host = await EmittedHost.NewAsync("SqlServerHost", ["--database", "sqlserver", "--docker", "--clients", "database", .. All]);
        new ContainerFiles(host).Check("mssql");
        await host.BuildAsync();
        await Dotnet.SucceedAsync(host.Folder, "tool", "restore");
        var script = await Dotnet.SucceedAsync(host.Folder, "ef", "migrations", "script", "--no-build");
        Assert.That(script, Does.Contain("CREATE TABLE [op_authorization_codes]").And.Contain("nvarchar"));
        Assert.That(host.Read("Policies/ScopePolicy.cs"), Does.Contain("namespace Contoso.Decisions;"));
    }

    [Test]
    public async Task The_sqlite_host_takes_every_option_and_serves_where_it_says()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Workshop.Folder, "my-auth.server")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Packages.props"), """
            <Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>
            """); // as in a repository that manages versions centrally
        await using var host = await EmittedHost.NewAsync("my-auth.server", ["--admin", "--clients", "database", "--issuer", "https://auth.example.com", .. All]);
        Assert.That(Directory.GetFiles(host.Folder, "Client*.cs", SearchOption.AllDirectories), Is.Empty, "clients are rows, and no class is left that has any");
        await KeepKeysInTheDatabaseAsync(host);
        await host.BuildAsync();
        var migrated = await host.RunToEndAsync("Development", "--migrate");
        Assert.That(migrated.ExitCode, Is.Zero, migrated.Output);
        await CommandAsync(host, "Added the client \"shop\"", "clients", "add", "shop", "--redirect-uri", "https://shop.example.com/callback", "--scope", "openid");
        await host.StartAsync();
        using var flow = new CodeFlow(host.Address);
        Assert.That($"{(await flow.DiscoverAsync())["token_endpoint"]}", Is.EqualTo($"{host.Address}/auth/token"));
        var tokens = await flow.SignInAsync();
        Assert.That(tokens["refresh_token"], Is.Not.Null, tokens.ToJsonString());
        var refusal = await flow.BrowseAsync(HttpMethod.Get, $"{host.Address}/attesto/admin", null);
        Assert.That(refusal.Html, Does.Contain("id=\"forbidden\"").And.Contain("Admin/AdminPolicy.cs"), "nobody is an administrator until somebody says who");
        await The_management_api_is_described_in_Development_and_nowhere_else(host);
        await CommandAsync(host, "ES256  signing", "keys", "list");
        await CommandAsync(host, "Ended 1 grants", "grants", "end", "--subject", "alice");
        var refused = await flow.PostAsync(
            $"{host.Address}/auth/token", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = $"{tokens["refresh_token"]}", ["client_id"] = "demo" });
        Assert.That($"{refused["error"]}", Is.EqualTo("invalid_grant"));
        await The_doctor_finds_nothing_in_ProductionAsync(host);
        await A_second_prefix_stands_beside_the_first(host);
    }

    private static async Task KeepKeysInTheDatabaseAsync(EmittedHost host)
    {
        const string Emitted = ".UseKeystore(Keys.Open)";
        var setup = host.Read("AttestoSetup.cs");
        Assert.That(setup, Does.Contain(Emitted));
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "AttestoSetup.cs"), setup.Replace(Emitted, ".UseKeyRotation()", StringComparison.Ordinal));
    }

    private static async Task The_doctor_finds_nothing_in_ProductionAsync(EmittedHost host)
    {
        var ran = await host.RunToEndAsync("Production", [.. ProductionOf(host), "doctor"]);
        Assert.That((ran.ExitCode, ran.Output.Trim()), Is.EqualTo((0, "Nothing found.")));
    }

    private static string[] ProductionOf(EmittedHost host) =>
    [
        "--Attesto:Audience", "https://api.example.com", "--Attesto:TrustedProxies:0", "loopback", "--Attesto:Database:KeysAtRest", "Plain",
        "--ConnectionStrings:Attesto", $"Data Source={Path.Combine(host.Folder, ".attesto", "attesto.db")}",
    ];

    private static async Task The_management_api_is_described_in_Development_and_nowhere_else(EmittedHost host)
    {
        using var http = new HttpClient();
        var described = JsonNode.Parse(await http.GetStringAsync(new Uri($"{host.Address}/openapi/v1.json")))!["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.That(described, Is.SupersetOf(new[] { "/manage/v1/clients", "/manage/v1/clients/{id}", "/manage/v1/keys", "/manage/v1/events" }));
        Assert.That(await http.GetStringAsync(new Uri($"{host.Address}/scalar/")), Does.Contain("<html").And.Contain("scalar"));
        Assert.That((await http.GetAsync(new Uri($"{host.Address}/manage/v1/clients"))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));

        await using var production = new EmittedHost("my-auth.server") { Environment = "Production" };
        await production.StartAsync(ProductionOf(host));
        foreach (var (path, status) in new[] { ("/openapi/v1.json", 404), ("/scalar/", 404), ("/scalar", 404), ("/manage/v1/clients", 401) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{production.Address}{path}")) { Headers = { { "X-Forwarded-Proto", "https" } } };
            using var answer = await http.SendAsync(request);
            Assert.That((int)answer.StatusCode, Is.EqualTo(status), path);
        }
    }

    private static async Task CommandAsync(EmittedHost host, string answer, params string[] words)
    {
        var ran = await host.RunToEndAsync("Development", words);
        Assert.That((ran.ExitCode, ran.Output), Is.EqualTo((0, ran.Output)));
        Assert.That(ran.Output, Does.Contain(answer));
    }

    // Tables, and the history of migrations, whose names and times are the same.
    private static async Task A_second_prefix_stands_beside_the_first(EmittedHost first)
    {
        await using var second = await EmittedHost.NewAsync("Second", "--table-prefix", "two_", "--profile", "mcp");
        await second.BuildAsync();
        string[] database = ["--ConnectionStrings:Attesto", $"Data Source={Path.Combine(first.Folder, ".attesto", "attesto.db")}"];
        await A_database_that_is_away_is_one_sentence(second);
        var migrated = await second.RunToEndAsync("Development", [.. database, "--migrate"]);
        Assert.That(migrated.ExitCode, Is.Zero, migrated.Output);
        await second.StartAsync(database);
        using var flow = new CodeFlow(second.Address);
        Assert.That((await flow.SignInAsync())["access_token"], Is.Not.Null, second.Log);
        var metadata = (await flow.DiscoverAsync()).ToJsonString();
        Assert.That(metadata, Does.Contain("registration_endpoint").And.Contain("\"client_id_metadata_document_supported\":true").And.Contain("mcp:tools"));
    }

    private static async Task A_database_that_is_away_is_one_sentence(EmittedHost host)
    {
        var away = $"Data Source={Path.Combine(host.Folder, "Program.cs", "attesto.db")}"; // no folder
        var failed = await host.RunToEndAsync("Development", "--ConnectionStrings:Attesto", away, "--migrate");
        Assert.That((failed.ExitCode, failed.Output.Trim().Split('\n').Length), Is.EqualTo((1, 1)), failed.Output);
        Assert.That(failed.Output, Does.StartWith("The database was not migrated: "));
    }

    [Test]
    public async Task The_postgres_host_migrates_and_two_nodes_of_it_sign_a_person_in()
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed");
        }

        await using var server = await PostgresServer.StartAsync();
        await server.CreateDatabaseAsync("host");
        await using var host = await EmittedHost.NewAsync("PostgresHost", "--database", "postgres", "--table-prefix", "op_", "--docker");
        await host.BuildAsync();
        string[] database = ["--ConnectionStrings:Attesto", server.ConnectionString("host")];
        await host.UpdateDatabaseAsync(database);
        var migrated = await host.RunToEndAsync("Development", [.. database, "--migrate"]); // what dotnet ef did needs no doing again
        Assert.That(migrated.ExitCode, Is.Zero, migrated.Output);
        await using var second = new EmittedHost("PostgresHost");
        string[] options = [.. database, "--Attesto:Issuer", host.Address, "--Attesto:Device:Enabled", "true", "--Attesto:Device:AllowPublicClientsWithoutDpop", "true"];
        await host.StartAsync(options);
        await second.StartAsync(options);

        // Every step at the other node: cookies, forms and markers of one are good at both.
        using var flow = new CodeFlow(host.Address, host.Address, second.Address);
        var tokens = await flow.SignInAsync();
        Assert.That(tokens["refresh_token"], Is.Not.Null);
        Assert.That($"{(await flow.UserInfoAsync(tokens))["name"]}", Is.EqualTo("Alice"));
        Assert.That((await flow.ConnectDeviceAsync())["access_token"], Is.Not.Null);
        Assert.That((await flow.SignOutAsync()).Html, Does.Contain("id=\"logged-out\""));
        Assert.That(await server.ExecuteAsync("host", "SELECT count(*) FROM op_grants"), Does.StartWith("2"), "one of the code, one of the device");
        await new ContainerProgram(host, server).RunAsync();
    }
}
