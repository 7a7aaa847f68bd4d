using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attesto.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Attesto.Management.Tests;

/// <summary>What every command has in common.</summary>
[NonParallelizable] // one test looks at the console
public sealed partial class CommandLineTests
{
    [TestCase(null, "--urls", "http://127.0.0.1:1")]
    [TestCase(null)]
    [TestCase(null, "clinets", "list")]
    [TestCase(null, "--migrate")]
    [TestCase(null, "--migrate", "clients")]
    [TestCase("clients list", "clients", "list")]
    [TestCase("clients list --help", "clients", "list", "--help")]
    [TestCase("help", "--help")]
    [TestCase("help", "--urls", "http://127.0.0.1:1", "-h")]
    [TestCase("help", "-?")]
    [TestCase("keys list --json", "--urls", "http://127.0.0.1:1", "--environment=Production", "keys", "list", "--json")]
    public void Settings_of_the_host_come_first_and_other_arguments_are_the_hosts(string? words, params string[] args) =>
        Assert.That(CommandLine.Find(args) is { } found ? string.Join(' ', found) : null, Is.EqualTo(words));

    [TestCase("clients")]
    [TestCase("clients", "ad", "web")]
    [TestCase("clients", "add")]
    [TestCase("clients", "list", "--size", "0")]
    [TestCase("clients", "list", "--size", "many")]
    [TestCase("clients", "rotate-secret", "web", "--overlap", "-1")]
    [TestCase("clients", "list", "--jsno")]
    [TestCase("clients", "list", "--origin", "7")]
    [TestCase("clients", "list", "--origin", "none")]
    [TestCase("keys", "retire")]
    public async Task Wrong_use_is_told_with_where_to_read_on(params string[] words)
    {
        await using var host = ManagedHost.Build(migrated: false);
        var ran = await host.RunAsync(words);
        Assert.That((ran.ExitCode, ran.Output), Is.EqualTo((CommandLine.WronglyUsed, "")), ran.Error);
        Assert.That(ran.Error, Does.Contain($"See: help {words[0]}"));
    }

    [Test]
    public async Task Help_lists_commands_and_explains_each()
    {
        await using var host = ManagedHost.Build(migrated: false);
        var all = await host.RunAsync("help");
        Assert.That(all.ExitCode, Is.Zero, all.Error);
        Assert.That(all.Output, Does.Contain("clients").And.Contain("keys").And.Contain("grants"));
        Assert.That((await host.RunAsync("help", "clients", "rotate-secret")).Output, Does.Contain("--overlap"));
        Assert.That((await host.RunAsync("keys", "rotate", "--help")).Output, Does.Contain("--now"));
    }

    [TestCase("nonsense")]
    [TestCase("clients", "ad")]
    [TestCase("clients", "add", "web")]
    public async Task Help_on_what_is_no_command_is_wrong_use(params string[] about)
    {
        await using var host = ManagedHost.Build(migrated: false);
        var ran = await host.RunAsync(["help", .. about]);
        Assert.That(ran, Is.EqualTo(new Ran(CommandLine.WronglyUsed, "", $"There is no command \"{string.Join(' ', about)}\". See: help{Environment.NewLine}")));
    }

    [Test]
    public async Task A_database_that_is_away_is_one_sentence()
    {
        await using var host = ManagedHost.Build(migrated: false, database: "Data Source=not-there.db;Mode=ReadWrite");
        string[][] commands =
        [
            ["clients", "list"], ["keys", "list"], ["grants", "end", "--subject", "alice"], ["clients", "add", "a", "--public", "--redirect-uri", "https://a.example"],
        ];
        foreach (var words in commands)
        {
            var ran = await host.RunAsync(words);
            Assert.That((ran.ExitCode, ran.Output), Is.EqualTo((CommandLine.Failed, "")), words[0]);
            Assert.That(ran.Error, Does.StartWith("The database cannot be reached:"));
            Assert.That(ran.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), ran.Error);
        }
    }

    [Test]
    public async Task A_database_without_tables_is_named_with_what_makes_them()
    {
        await using var host = ManagedHost.Build(migrated: false);
        var ran = await host.RunAsync("clients", "list");
        Assert.That(ran.ExitCode, Is.EqualTo(CommandLine.Failed));
        Assert.That(ran.Error, Does.Contain("no such table").And.Contain("--migrate"));
    }

    [Test]
    public async Task A_command_runs_without_the_host_and_other_arguments_run_the_host()
    {
        await using var host = ManagedHost.Build();
        var before = Console.Out;
        await using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            Assert.That(await host.App.RunAttestoCommandAsync(["--urls", "http://127.0.0.1:1", "clients", "list", "--json"]), Is.Zero);
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.That(JsonNode.Parse(output.ToString())!["clients"]!.AsArray(), Is.Empty);
        Assert.That(await host.App.RunAttestoCommandAsync(["--urls", "http://127.0.0.1:1"]), Is.Null);
        Assert.That(host.App.Lifetime.ApplicationStarted.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Every_command_in_the_documents_is_one()
    {
        await using var host = ManagedHost.Build(migrated: false);
        var line = new CommandLine(host.App.Services, new Terminal(TextWriter.Null, TextWriter.Null, null));
        var commands = new[] { "commands.md", "doctor.md", "management.md" }
            .SelectMany(page => Command().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", page))))
            .Select(match => match.Groups["words"].Value)
            .ToList();
        Assert.That(commands, Has.Count.GreaterThan(12));
        foreach (var command in commands)
        {
            Assert.That(line.Parse([.. Word().Matches(command).Select(word => word.Value.Trim('"'))]).Errors.Select(error => error.Message), Is.Empty, command);
        }
    }

    [GeneratedRegex(@"^dotnet MyAuth\.dll (?<words>[^#\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"|[^ \\\\]+")]
    private static partial Regex Word();
}
