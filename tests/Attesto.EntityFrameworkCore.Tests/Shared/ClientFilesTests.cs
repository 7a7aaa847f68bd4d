using Attesto.Registration;
using Attesto.Jose;
using HostNamespace.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class ClientFilesTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-clients-").FullName;
    private readonly List<string> _log = [];

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Clients_are_added_once_and_what_differs_is_reported_and_left()
    {
        var id = Secret.NewId();
        var text = $$"""
            [
              // as a person writes it
              { "id": "{{id}}", "Name": "Shop", "Secrets": [{ "Hash": "{{TokenHash.Of("secret").Value}}" }], "RedirectUris": ["https://shop.example/cb"],
                "AllowedScope": "openid profile", "RefreshTokenUsage": "Rotate", "RequirePkce": true },
            ]
            """;
        await StartAsync(text);
        Assert.That(_log.Single(), Does.StartWith($"Added the client {id}"));
        var added = (await FindAsync(id))!;
        Assert.That((added.Name, added.AllowedScope, added.RequirePkce), Is.EqualTo(("Shop", ScopeSet.Of("openid", "profile"), (bool?)true)));
        Assert.That(added.Secrets.Single(), Is.EqualTo(ClientSecret.Of("secret")));

        _log.Clear();
        await StartAsync(text);
        Assert.That(_log, Is.Empty);

        await StartAsync(text.Replace("Shop", "Another", StringComparison.Ordinal));
        Assert.That(_log.Single(), Does.StartWith($"The client {id} differs from").And.Contain("in: Name. What the database holds is used."));
        Assert.That((await FindAsync(id))!.Name, Is.EqualTo("Shop"));
    }

    [Test]
    public async Task What_is_wrong_is_named_all_at_once_and_nothing_is_written()
    {
        var (good, bad) = (Secret.NewId(), Secret.NewId());
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            $$"""[{ "Id": "{{good}}", "IsPublic": true, "RedirectUris": ["https://app.example/cb"] }, { "Id": "{{bad}}", "IsPublic": true, "RedirectUris": ["app"] }]""",
            """[{ "Id": "app", "RedirectUri": "https://app.example/cb" }]""",
            """[{ "Name": "nobody" }]""",
            """[{ "Id": "web", "Secrets": [{ "Hash": "the secret itself" }] }]""",
            "{"));
        Assert.That(fault!.Failures.Count(), Is.EqualTo(5));
        Assert.That(fault.Message, Does.Contain($"the client \"{bad}\": RedirectUris has the entry \"app\"").And.Contain("'RedirectUri' could not be mapped").And.Contain("'Id'")
            .And.Contain("64 hexadecimal digits"));
        Assert.That(await FindAsync(good), Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_client_that_stands_there_twice_is_in_doubt_and_none_is_written(bool isOneFile)
    {
        var id = Secret.NewId();
        var client = $$"""{ "Id": "{{id}}", "IsPublic": true, "RedirectUris": ["https://app.example/cb"] }""";
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => isOneFile ? StartAsync($"[{client}, {client}]") : StartAsync($"[{client}]", $"[{client}]"));
        Assert.That(fault!.Failures.Single(), Does.EndWith($"the client \"{id}\" stands there twice, or in another file as well."));
        Assert.That(await FindAsync(id), Is.Null);
    }

    private async Task StartAsync(params string[] texts)
    {
        var files = new List<string>();
        foreach (var (index, text) in texts.Index())
        {
            files.Add($"{index}.json"); // beside appsettings.json, and the process was started elsewhere
            await File.WriteAllTextAsync(Path.Combine(_folder, files[^1]), text);
        }

        await using var host = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new Notes(_log)))
            .AddDbContext<AttestoDbContext>(TestDatabase.Configure)
            .AddAttestoEntityFrameworkStores<AttestoDbContext>()
            .AddSingleton(Mock.Of<IHostEnvironment>(host => host.ContentRootPath == _folder))
            .AddSingleton<IClientRules>(new HostClientRules(new SignatureAlgorithms([])))
            .AddSingleton(Options.Create(new AttestoOptions { Clients = { Files = files } }))
            .BuildServiceProvider();
        await host.GetServices<IHostedService>().OfType<ClientFiles>().Single().StartAsync(default);
    }

    private static async Task<Client?> FindAsync(string clientId)
    {
        await using var context = TestDatabase.Open();
        return await new EfClientStore<AttestoDbContext>(context, new EfClientCache(TimeProvider.System)).FindAsync(clientId, default);
    }

    private sealed class Notes(List<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => categoryName == typeof(ClientFiles).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(formatter(state, exception));
    }
}
