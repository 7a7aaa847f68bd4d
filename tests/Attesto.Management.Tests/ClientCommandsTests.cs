using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Attesto.Management.Tests;

/// <summary><c>clients</c> at a host with its clients in SQLite.</summary>
public sealed class ClientCommandsTests
{
    private ManagedHost _host = null!;

    [SetUp]
    public void Build() => _host = ManagedHost.Build();

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task A_client_is_added_listed_shown_disabled_and_deleted()
    {
        var added = await _host.RunAsync("clients", "add", "web", "--name", "My shop", "--redirect-uri", "https://shop.example/cb", "--scope", "openid profile");
        Assert.That(added.ExitCode, Is.Zero, added.Error);
        Assert.That(added.Output, Does.StartWith("Added the client \"web\".").And.Contain("shown this once"));

        var listed = await _host.RunAsync("clients", "list");
        Assert.That(listed.Output, Does.StartWith("CLIENT").And.Contain("My shop").And.Contain("confidential").And.Contain("enabled"));
        var shown = await _host.RunAsync("clients", "show", "web");
        Assert.That(shown.Output, Does.Contain("https://shop.example/cb").And.Contain("openid profile"));

        Assert.That((await _host.RunAsync("clients", "disable", "web")).ExitCode, Is.Zero);
        Assert.That((await _host.RunAsync("clients", "list")).Output, Does.Contain("disabled"));
        Assert.That((await _host.RunAsync("clients", "enable", "web", "--json")).Json["client"]!["isRevoked"]!.GetValue<bool>(), Is.False);

        Assert.That((await _host.RunAsync("clients", "delete", "web", "--yes")).ExitCode, Is.Zero);
        Assert.That((await _host.RunAsync("clients", "list", "--json")).Json["clients"]!.AsArray(), Is.Empty);
        Assert.That((await _host.RunAsync("clients", "show", "web")).ExitCode, Is.EqualTo(CommandLine.Failed));
    }

    [Test]
    public async Task Every_change_is_an_event_with_who_and_what()
    {
        await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://shop.example/cb");
        await _host.RunAsync("clients", "rotate-secret", "web");
        await _host.RunAsync("clients", "disable", "web");
        await _host.RunAsync("clients", "delete", "web", "--yes");
        await _host.RunAsync("clients", "delete", "web", "--yes");
        Assert.That(_host.Events.Select(told => (told.Name, told.ClientId, told.Metadata.GetValueOrDefault("change"))), Is.EqualTo(new (EventName, string?, object?)[]
        {
            (EventName.ClientAdded, "web", null), (EventName.ClientChanged, "web", "secret rotated"), (EventName.ClientChanged, "web", "disabled"),
                (EventName.ClientRemoved, "web", null),
        }));
        Assert.That(_host.Events.Select(told => told.Metadata["actor"]), Is.All.EqualTo(CommandLine.Actor).And.All.Contains(Environment.UserName));
    }

    [Test]
    public async Task A_secret_is_shown_once_and_the_one_before_goes_on_for_a_while()
    {
        var first = (await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://shop.example/cb", "--json")).Json["clientSecret"]!.GetValue<string>();
        var second = (await _host.RunAsync("clients", "rotate-secret", "web", "--overlap", "01:00:00", "--json")).Json;
        Assert.That(first, Has.Length.EqualTo(43));
        Assert.That(second["clientSecret"]!.GetValue<string>(), Has.Length.EqualTo(43).And.Not.EqualTo(first));
        Assert.That(second["client"]!["secrets"]!.AsArray().Select(secret => secret!["expiresAt"] is null), Is.EqualTo(new[] { true, false }));

        var shown = await _host.RunAsync("clients", "show", "web", "--json");
        Assert.That(shown.Output, Does.Not.Contain(TokenHash.Of(first).Value).And.Not.Contain("hash"));
        Assert.That(shown.Output, Does.Not.Contain(second["clientSecret"]!.GetValue<string>()));

        var third = (await _host.RunAsync("clients", "rotate-secret", "web", "--overlap", "0", "--json")).Json;
        Assert.That(third["client"]!["secrets"]!.AsArray(), Has.Count.EqualTo(1), "in an emergency the others end at once");
    }

    [Test]
    public async Task What_show_prints_add_reads()
    {
        string[] options =
            ["--redirect-uri", "http://127.0.0.1/cb", "--scope", "openid", "--post-logout-redirect-uri", "https://a.example/bye", "--resource", "https://api.example"];
        await _host.RunAsync(["clients", "add", "cli", "--public", "--native", .. options]);
        var shown = await _host.RunAsync("clients", "show", "cli", "--json");
        var file = Path.Combine(_host.Folder, "client.json");
        await File.WriteAllTextAsync(file, shown.Output);
        var copied = await _host.RunAsync("clients", "add", "copy", "--file", file);
        Assert.That(copied.ExitCode, Is.Zero, copied.Error);
        Assert.That((await _host.RunAsync("clients", "show", "copy", "--json")).Output.Replace("copy", "cli", StringComparison.Ordinal), Is.EqualTo(shown.Output));
    }

    [TestCase("{\"redirectUri\": [\"https://a.example/cb\"]}", "redirectUri")]
    [TestCase("{\"redirectUris\": \"https://a.example/cb\"}", "redirectUris")]
    [TestCase("[", "cannot be read")]
    [TestCase("{\"jwks\": {\"keys\": [{\"kty\": \"oct\", \"k\": \"AA\"}]}}", "Jwks")]
    [TestCase("{\"allowedScope\": \"a  \\\"b\"}", "AllowedScope")]
    public async Task A_wrong_file_is_named_and_nothing_is_written(string json, string named)
    {
        var file = Path.Combine(_host.Folder, "client.json");
        await File.WriteAllTextAsync(file, json);
        var refused = await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://a.example/cb", "--file", file);
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((CommandLine.Failed, "")));
        Assert.That(refused.Error, Does.Contain(named));
        Assert.That((await _host.RunAsync("clients", "list", "--json")).Json["clients"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Wrong_data_is_named_by_its_field_before_anything_is_written()
    {
        var refused = await _host.RunAsync("clients", "add", "web", "--redirect-uri", "http://shop.example/cb", "--grant-type", "password", "--grant-type", "authorization_code");
        Assert.That(refused.ExitCode, Is.EqualTo(CommandLine.Failed));
        Assert.That(refused.Error, Does.Contain("RedirectUris has the entry \"http://shop.example/cb\"").And.Contain("GrantTypes has the entry \"password\""));
        Assert.That((await _host.RunAsync("clients", "list", "--json")).Json["clients"]!.AsArray(), Is.Empty);
        Assert.That(_host.Events, Is.Empty);
    }

    [Test]
    public async Task A_taken_name_a_public_client_and_an_unknown_one_are_refused_in_a_sentence()
    {
        await _host.RunAsync("clients", "add", "spa", "--public", "--redirect-uri", "https://spa.example/cb");
        var taken = await _host.RunAsync("clients", "add", "spa", "--public", "--redirect-uri", "https://spa.example/cb");
        Assert.That((taken.ExitCode, taken.Error.TrimEnd()), Is.EqualTo((CommandLine.Failed, "There is a client \"spa\" already.")));
        var secret = await _host.RunAsync("clients", "rotate-secret", "spa");
        Assert.That((secret.ExitCode, secret.Error), Is.EqualTo((CommandLine.Failed, $"The client \"spa\" is public: it can keep no secret.{Environment.NewLine}")));
        Assert.That((await _host.RunAsync("clients", "disable", "nobody")).Error.TrimEnd(), Is.EqualTo("There is no client \"nobody\"."));
    }

    [Test]
    public async Task A_deletion_asks_where_somebody_is_there_and_needs_a_word_where_nobody_is()
    {
        await _host.RunAsync("clients", "add", "spa", "--public", "--redirect-uri", "https://spa.example/cb");
        Assert.That((await _host.RunAsync("clients", "delete", "spa")).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));
        var declined = await _host.AnswerAsync("n\n", "clients", "delete", "spa");
        Assert.That(declined.ExitCode, Is.EqualTo(CommandLine.Failed));
        Assert.That(declined.Error, Does.Contain("Nothing was changed."));
        Assert.That((await _host.AnswerAsync("y\n", "clients", "delete", "spa")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task The_list_goes_page_by_page()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await _host.RunAsync("clients", "add", id, "--public", "--redirect-uri", "https://spa.example/cb");
        }

        var first = (await _host.RunAsync("clients", "list", "--size", "2", "--json")).Json;
        var rest = (await _host.RunAsync("clients", "list", "--size", "2", "--after", $"{first["next"]}", "--json")).Json;
        Assert.That(first["clients"]!.AsArray().Concat(rest["clients"]!.AsArray()).Select(listed => $"{listed!["id"]}"), Is.EqualTo(new[] { "c", "b", "a" }));
        Assert.That(rest["next"], Is.Null);
        Assert.That((await _host.RunAsync("clients", "list", "--size", "2")).Output, Does.Contain($"There are more: --after {first["next"]}"));
        Assert.That((await _host.RunAsync("clients", "list", "--after", "soon")).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));
    }

    [Test]
    public async Task Clients_of_other_kinds_are_listed_shown_and_deleted_but_not_changed()
    {
        await _host.RunAsync("clients", "add", "shop", "--public", "--name", "Shop", "--redirect-uri", "https://spa.example/cb");
        await using (var scope = _host.App.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IRegisteredClientStore>().AddAsync(
                new RegisteredClient
                {
                    ClientId = "dyn_1",
                    RegistrationAccessToken = TokenHash.Of("token"),
                    Metadata = """{"client_name":"My shop","redirect_uris":["https://app.example/cb"]}""",
                    IssuedAt = DateTimeOffset.UtcNow,
                },
                CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<IClientMetadataCache>().PutAsync(
                new CachedClientMetadata(
                    "https://shop.example/client",
                    """{"client_id":"https://shop.example/client","client_name":"Editor","redirect_uris":["https://shop.example/cb"],"token_endpoint_auth_method":"none"}""",
                    DateTimeOffset.UtcNow.AddHours(1)),
                CancellationToken.None);
        }

        var all = (await _host.RunAsync("clients", "list", "--json")).Json["clients"]!.AsArray();
        Assert.That(all.Select(client => ($"{client!["id"]}", $"{client["origin"]}", $"{client["name"]}")), Is.EqualTo(new[]
        {
            ("shop", "Host", "Shop"), ("dyn_1", "Registration", "My shop"), ("https://shop.example/client", "MetadataDocument", "Editor"),
        }));
        Assert.That((await _host.RunAsync("clients", "list", "--search", "shop", "--origin", "MetadataDocument")).Output, Does.Contain("document").And.Not.Contain("dyn_1"));
        foreach (var (id, redirect) in new[] { ("dyn_1", "https://app.example/cb"), ("https://shop.example/client", "https://shop.example/cb") })
        {
            Assert.That((await _host.RunAsync("clients", "show", id)).Output, Does.Contain(redirect).And.Contain("origin"));
            Assert.That((await _host.RunAsync("clients", "disable", id)).Error, Does.StartWith($"The client \"{id}\""));
            Assert.That((await _host.RunAsync("clients", "rotate-secret", id)).ExitCode, Is.EqualTo(CommandLine.Failed));
            Assert.That((await _host.RunAsync("clients", "delete", id, "--yes")).ExitCode, Is.Zero);
            Assert.That((await _host.RunAsync("clients", "show", id)).ExitCode, Is.EqualTo(CommandLine.Failed));
        }

        Assert.That(_host.Events.Count(told => told.Name is EventName.ClientRemoved), Is.EqualTo(2));
    }

    [Test]
    public async Task Secrets_may_have_an_end_of_their_own_and_there_are_not_too_many_of_them()
    {
        await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://shop.example/cb");
        for (var i = 0; i < 9; i++)
        {
            var rotated = await _host.RunAsync("clients", "rotate-secret", "web", "--overlap", "10.00:00:00", "--lifetime", "30.00:00:00", "--json");
            var end = rotated.Json["client"]!["secrets"]![0]!["expiresAt"]!.GetValue<DateTimeOffset>();
            Assert.That(end, Is.EqualTo(DateTimeOffset.UtcNow.AddDays(30)).Within(TimeSpan.FromMinutes(5)));
        }

        var refused = await _host.RunAsync("clients", "rotate-secret", "web", "--overlap", "10.00:00:00");
        Assert.That(refused.ExitCode, Is.EqualTo(CommandLine.Failed));
        Assert.That(refused.Error, Does.Contain("10 secrets that still work"));
        Assert.That((await _host.RunAsync("clients", "rotate-secret", "web", "--overlap", "0")).ExitCode, Is.Zero);
    }

    [TestCase("rotate-secret", "web", "--overlap", "365.00:00:01")]
    [TestCase("rotate-secret", "web", "--overlap", "-00:00:01")]
    [TestCase("rotate-secret", "web", "--lifetime", "3650.00:00:01")]
    [TestCase("rotate-secret", "web", "--lifetime", "00:00:00")]
    [TestCase("list", "--size", "0")]
    [TestCase("list", "--size", "10001")]
    public async Task What_is_beyond_its_limit_is_wrongly_used(params string[] words)
    {
        await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://shop.example/cb");
        var refused = await _host.RunAsync(["clients", .. words]);
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((CommandLine.WronglyUsed, "")));
        Assert.That(refused.Error, Does.Contain($"{words[^2]} must be"));
    }

    [Test]
    public async Task What_a_client_had_ends_with_it()
    {
        await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://shop.example/cb");
        await using (var scope = _host.App.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IGrantStore>().AddAsync(KeyAndGrantCommandsTests.NewGrant("alice", "web"), default);
        }

        Assert.That((await _host.RunAsync("clients", "delete", "web", "--yes")).Output, Does.Contain("ended 1 grants"));
        Assert.That((await _host.RunAsync("grants", "list", "--subject", "alice", "--json")).Json["grants"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Who_adds_a_client_that_the_host_does_not_look_for_there_is_told_so()
    {
        await using var host = ManagedHost.Build(change: builder => builder.Services.AddSingleton(Mock.Of<IClientStore>()));
        var added = await host.RunAsync("clients", "add", "spa", "--public", "--redirect-uri", "https://spa.example/cb");
        Assert.That(added.Output, Does.StartWith("Added the client \"spa\"."));
        Assert.That(added.Error, Does.Contain("IClientStore does not find it there: AddClientStore<EfClientStore<TContext>>()"));
        Assert.That((await _host.RunAsync("clients", "add", "spa", "--public", "--redirect-uri", "https://spa.example/cb")).Error, Is.Empty);
    }
}
