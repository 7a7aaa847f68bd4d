using Attesto.AspNetCore;
using Attesto.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace Attesto.Management.Tests;

/// <summary><c>doctor</c>: every check finds what it is for, and nothing where nothing is.</summary>
public sealed class DoctorTests
{
    private static readonly Uri Issuer = new(ManagedHost.Issuer);

    private static IEnumerable<string> Hosts => DoctorFixtures.All.Keys;

    [Test]
    public void Every_check_has_a_fixture_that_fails_it()
    {
        var fixtures = DoctorFixtures.All.Keys.Concat(LiveFixtures.All.Keys).Concat(LiveFixtures.Tls.Keys);
        Assert.That(Doctor.Checks.Select(check => check.Id).ToList(), Is.Unique.And.EquivalentTo(fixtures).And.Count.GreaterThan(50));
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task A_host_that_fails_a_check_is_told_so(string id)
    {
        await using var host = DoctorFixtures.All[id]();
        var ran = await host.RunAsync("doctor", "--json");
        Assert.That(ran.ExitCode, Is.EqualTo(CommandLine.Failed), ran.Error);
        Assert.That(ran.Json.AsArray().Select(finding => $"{finding!["id"]}"), Does.Contain(id), ran.Output);
    }

    [Test]
    public async Task A_host_in_order_has_no_finding()
    {
        await using var host = DoctorFixtures.WithCookie(_ => { })();
        var ran = await host.RunAsync("doctor");
        Assert.That((ran.ExitCode, ran.Output.TrimEnd(), ran.Error), Is.EqualTo((CommandLine.Done, "Nothing found.", "")));
    }

    [Test]
    public async Task A_running_server_in_order_has_none_and_each_answer_that_fails_a_check_is_told()
    {
        await using var host = ManagedHost.Build();
        host.App.UseHsts();
        host.App.MapAttesto();
        await host.App.StartAsync();
        Assert.That((await LookAsync(host, _ => Task.CompletedTask)).Select(finding => finding.Message), Is.Empty);
        foreach (var (id, change) in LiveFixtures.All)
        {
            Assert.That((await LookAsync(host, change)).Select(finding => finding.Check.Id), Does.Contain(id));
        }

        await host.App.StopAsync();
    }

    [Test]
    public void Each_handshake_that_fails_a_check_is_told()
    {
        var now = DateTimeOffset.UnixEpoch;
        foreach (var (id, judge) in LiveFixtures.Tls)
        {
            Assert.That(judge(now).Select(finding => finding.Check.Id), Is.EqualTo(new[] { id }));
        }
    }

    [Test]
    public async Task A_server_that_is_not_there_is_one_finding()
    {
        await using var host = ManagedHost.Build();
        var ran = await host.RunAsync("doctor", "--url", "https://127.0.0.1:1", "--json");
        Assert.That(ran.Json.AsArray().Select(finding => $"{finding!["id"]}"), Is.EqualTo(new[] { "live.reached" }), ran.Output);
    }

    [TestCase("auth.example")]
    [TestCase("ftp://auth.example")]
    public async Task Another_url_is_wrong_use(string url)
    {
        await using var host = ManagedHost.Build(migrated: false);
        Assert.That((await host.RunAsync("doctor", "--url", url)).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));
    }

    [Test]
    public async Task Text_says_what_is_so_where_it_is_written_and_what_to_do()
    {
        await using var host = DoctorFixtures.All["pkce.required"]();
        var ran = await host.RunAsync("doctor");
        Assert.That(ran.Output,
            Does.StartWith("warning pkce.required (RFC 9700 §2.1.1)").And.Contain("Attesto:Authorization:RequirePkce is off").And.EndWith($"1 finding.{Environment.NewLine}"));
    }

    [Test]
    public async Task Sarif_names_every_rule_and_each_result()
    {
        await using var host = DoctorFixtures.All["pkce.required"]();
        var run = (await host.RunAsync("doctor", "--sarif")).Json["runs"]![0]!;
        Assert.That(run["tool"]!["driver"]!["rules"]!.AsArray().Select(rule => $"{rule!["id"]}"), Is.EqualTo(Doctor.Checks.Select(check => check.Id)));
        Assert.That(run["results"]!.AsArray().Select(result => $"{result!["ruleId"]} {result["level"]}"), Is.EqualTo(new[] { "pkce.required warning" }));
    }

    [Test]
    public async Task The_document_lists_every_check()
    {
        var file = Path.Combine(Checkout.Root, "docs", "doctor.md");
        var rows = Doctor.Checks.Select(check => $"| `{check.Id}` | {CheckEntry.Word(check.Severity)} | {check.Rule} | {check.Clause} | {check.Fix} |").ToList();
        if (Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1")
        {
            var rest = (await File.ReadAllLinesAsync(file)).TakeWhile(line => !line.StartsWith("| `", StringComparison.Ordinal));
            await File.WriteAllLinesAsync(file, rest.Concat(rows));
        }

        Assert.That((await File.ReadAllLinesAsync(file)).Where(line => line.StartsWith("| `", StringComparison.Ordinal)), Is.EqualTo(rows));
        await using var host = ManagedHost.Build(migrated: false);
        Assert.That((await host.RunAsync("doctor", "--list", "--json")).Json.AsArray(), Has.Count.EqualTo(rows.Count));
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(ManagedHost host, Func<HttpResponseMessage, Task> change)
    {
        using var handler = new Altered(host.App.GetTestServer().CreateHandler(), change);
        return await LiveServer.FindAsync(Issuer, handler, TimeProvider.System, CancellationToken.None);
    }

    private sealed class Altered(HttpMessageHandler inner, Func<HttpResponseMessage, Task> change) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.RequestMessage = request;
            await change(answer);
            return answer;
        }
    }
}
