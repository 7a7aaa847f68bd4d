using Attesto.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Attesto.Management.Tests.Import;

/// <summary><c>import openiddict</c> from a PostgreSQL that OpenIddict itself has filled, into a host whose own database is another.</summary>
public sealed class OpenIddictPostgresTests
{
    private const string Name = "openiddict";

    private PostgresServer? _server;

    [OneTimeSetUp]
    public async Task Fill()
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed.");
        }

        _server = await PostgresServer.StartAsync();
        await _server.CreateDatabaseAsync(Name);
        await OpenIddictDatabase.FillAsync(database => database.UseNpgsql(Connection));
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private string Connection => _server!.ConnectionString(Name);

    [Test]
    public async Task Clients_and_consents_come_and_the_database_is_only_read()
    {
        var before = await CountAsync();
        await using var host = ManagedHost.Build();
        var ran = (await ImportAsync(host, "--schema", "public", "--json")).Json;
        Assert.That(ran["clients"]!.AsArray().Select(client => $"{client!["clientId"]} {client["state"]}"), Is.EquivalentTo(
            new[] { "web Added", "spa Added", "worker Added", "signer Added", "wrong Refused" }), ran.ToJsonString());
        var web = (await host.RunAsync("clients", "show", "web", "--json")).Json;
        Assert.That(
            ($"{web["name"]}", $"{web["localizedNames"]!["fr"]}", $"{web["redirectUris"]![0]}", $"{web["allowedScope"]}", $"{web["allowedResources"]![0]}"),
            Is.EqualTo(("Shop", "Boutique", "https://shop.example/cb", "openid offline_access profile read:reports stock", OpenIddictDatabase.Api)));
        await using (var scope = host.App.Services.CreateAsyncScope())
        {
            var given = (await scope.ServiceProvider.GetRequiredService<IConsentStore>().ListAsync("alice", default)).Single();
            Assert.That((given.ClientId, $"{given.Scope}", given.GivenAt), Is.EqualTo(("web", "openid read:reports", DateTimeOffset.UnixEpoch.AddDays(20_000))));
        }

        Assert.That((await ImportAsync(host, "--json")).Json["clients"]!.AsArray().Select(client => $"{client!["state"]}").Order(), Is.EqualTo(
            new[] { "Present", "Present", "Present", "Present", "Refused" }));
        Assert.That(await CountAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_schema_without_its_tables_is_one_sentence()
    {
        await using var host = ManagedHost.Build();
        var ran = await ImportAsync(host, "--schema", "nowhere");
        Assert.That((ran.ExitCode, ran.Output), Is.EqualTo((CommandLine.Failed, "")));
        Assert.That(ran.Error, Does.StartWith("The table OpenIddictScopes of the database to import from cannot be read: 42P01"));
        Assert.That(ran.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    private Task<Ran> ImportAsync(ManagedHost host, params string[] more) =>
        host.RunAsync(["import", "openiddict", "--connection", Connection, "--provider", "postgres", .. more]);

    private async Task<string> CountAsync() => await _server!.ExecuteAsync(
        Name, "SELECT (SELECT count(*) FROM \"OpenIddictApplications\") || ' ' || (SELECT count(*) FROM \"OpenIddictAuthorizations\")");
}
