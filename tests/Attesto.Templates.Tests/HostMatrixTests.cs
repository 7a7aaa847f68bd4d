using System.Collections.Concurrent;
using System.Diagnostics;

namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-server</c> into the hosts that people have: each builds without a warning, migrates, starts and signs a person in, and does what
/// it did before. A covering set by default; all of them with <c>ATTESTO_HOSTS=all</c>.</summary>
public sealed class HostMatrixTests
{
    private static readonly bool All = Environment.GetEnvironmentVariable("ATTESTO_HOSTS") == "all";

    private static readonly bool Writes = Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1";

    private static readonly ConcurrentDictionary<string, TimeSpan> Times = new();

    /// <summary>A run of all of them writes the page, where it is asked to.</summary>
    [OneTimeTearDown]
    public Task WritePage() => All && Writes && HostKind.Every.All(kind => Times.ContainsKey(kind.Name)) ? HostPage.WriteAsync(Times) : Task.CompletedTask;

    [Test]
    public async Task The_page_of_hosts_has_every_host()
    {
        if (!Writes)
        {
            var page = await HostPage.ReadAsync();
            Assert.That(HostPage.Lines.Where(line => !page.Contains(line, StringComparison.Ordinal)), Is.Empty, "ATTESTO_HOSTS=all ATTESTO_APPROVE=1 writes it anew");
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task A_host_signs_a_person_in_and_does_what_it_did_before(HostKind kind)
    {
        var began = Stopwatch.GetTimestamp();
        await using var host = await EmittedHost.AddToAsync(kind.Name, kind.Made, kind.Change, kind.Options, kind.Https);
        await host.FillInAsync();
        await host.BuildAsync();
        await (kind.HasTool ? host.UpdateDatabaseAsync() : host.MigrateAsync());
        await host.StartAsync();
        using var flow = new CodeFlow(host.Address);
        Assert.That($"{(await flow.DiscoverAsync())["issuer"]}", Is.EqualTo(host.Address), host.Log);
        var tokens = await flow.SignInAsync();
        Times[kind.Name] = Stopwatch.GetElapsedTime(began);
        Assert.That($"{(await flow.UserInfoAsync(tokens))["name"]}", Is.EqualTo("Alice"), tokens.ToJsonString());
        Assert.That((await flow.SignOutAsync()).Html, Does.Contain("id=\"logged-out\""));

        using var http = DevelopmentCertificate.CreateClient();
        foreach (var (path, status, text) in kind.Probes)
        {
            using var answer = await http.GetAsync(new Uri(host.Address + path));
            Assert.That(
                ((int)answer.StatusCode, $"{answer.Headers.Location}{await answer.Content.ReadAsStringAsync()}"), Is.EqualTo((status, text)).Using<(int Status, string Text)>(
                (was, expected) => was.Status == expected.Status && was.Text.Contains(expected.Text, StringComparison.Ordinal)), path);
        }
    }

    private static IEnumerable<TestCaseData> Kinds => HostKind.Every.Where(kind => All || kind.IsCovering).Select(kind => new TestCaseData(kind).SetArgDisplayNames(kind.Name));
}
