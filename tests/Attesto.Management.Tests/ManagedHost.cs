using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Attesto.EntityFrameworkCore;
using Attesto.Keys;
using HostNamespace.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.Management.Tests;

/// <summary>A host as the template lays one out, with its clients and keys in a database of its own, built and not started.</summary>
internal sealed class ManagedHost : IAsyncDisposable
{
    public const string Issuer = "https://auth.example";

    private readonly string _folder;

    private bool _isStarted;

    private ManagedHost(WebApplication app, string folder) => (App, _folder) = (app, folder);

    public WebApplication App { get; }

    public ConcurrentQueue<ServerEvent> Events { get; } = new();

    public string Folder => _folder;

    public static ManagedHost Build(
        bool migrated = true,
        bool rotates = true,
        string? database = null,
        string environment = "Production",
        Dictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? change = null,
        bool hasCatalog = true)
    {
        var folder = Directory.CreateTempSubdirectory("attesto-managed-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"], EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Attesto:Issuer"] = Issuer,
            ["Attesto:Audience"] = "https://api.example",
            ["Attesto:KeyRotation:Algorithms:0"] = "ES256",
            ["Attesto:KeyRotation:KeyEncryptionKeys:0"] = Convert.ToBase64String(new byte[32]),
            ["Attesto:Scopes:Supported:0"] = "read:reports",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseTestServer();
        var events = new List<ManagedHost>();
        var attesto = builder.AddAttesto()
            .AddClientStore<EfClientStore<AttestoDbContext>>()
            .UsePrincipals((request, _) => ValueTask.FromResult<Principal?>(new Principal("client", $"cli_{request.Client.Id}")))
            .UseEvents((serverEvent, _) =>
            {
                events[0].Events.Enqueue(serverEvent);
                return ValueTask.CompletedTask;
            });
        attesto = hasCatalog ? attesto.AddCatalogStore<EfCatalogStore<AttestoDbContext>>() : attesto;
        attesto = rotates ? attesto.UseKeyRotation() : attesto.UseKeystore(_ => new DevelopmentKeystore(Path.Combine(folder, "keys.pem")));
        var connection = database ?? $"Data Source={Path.Combine(folder, "test.db")}";
        builder.Services.AddDbContext<AttestoDbContext>(options => options.UseSqlite(connection)).AddAttestoEntityFrameworkStores<AttestoDbContext>();
        change?.Invoke(builder);
        var host = new ManagedHost(builder.Build(), folder);
        events.Add(host);
        if (migrated)
        {
            File.Copy(MigratedDatabase.File, Path.Combine(folder, "test.db"));
        }

        return host;
    }

    /// <summary>Runs a command, as a script would.</summary>
    public Task<Ran> RunAsync(params string[] words) => AnswerAsync(null, words);

    /// <summary>Runs a command, with a person there who types an answer.</summary>
    public async Task<Ran> AnswerAsync(string? typed, params string[] words)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var input = typed is null ? null : new StringReader(typed);
        var exitCode = await new CommandLine(App.Services, new Terminal(output, error, input)).RunAsync(words, CancellationToken.None);
        return new Ran(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What the token endpoint answers a client for itself; the host is started for that.</summary>
    public async Task<string> TokenForAsync(string clientId, string secret)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            App.MapAttesto();
            await App.StartAsync();
        }

        using var client = App.GetTestClient();
        client.BaseAddress = new Uri(Issuer);
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", clientId), new("client_secret", secret)]);
        using var answer = await client.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Lets the server make its first keys, which it does when it starts.</summary>
    public async Task MakeKeysAsync()
    {
        await using var scope = App.Services.CreateAsyncScope();
        Assert.That(await scope.ServiceProvider.GetRequiredService<IKeystore>().FindSigningCredentialsAsync("ES256", CancellationToken.None), Is.Not.Null);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A command that has ended.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;
}
