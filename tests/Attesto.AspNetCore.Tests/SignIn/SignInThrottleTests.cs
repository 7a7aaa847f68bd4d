using System.Diagnostics;
using Attesto.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.SignIn;

/// <summary>A sign-in page under attack: who guesses is stopped, at every node, and the owner of the account gets in.</summary>
public sealed class SignInThrottleTests
{
    private const int MaxFailures = 3;

    private readonly List<TestHost> _hosts = [];
    private InMemoryReplayStore? _shared;
    private int _checked;

    [SetUp]
    public void Forget() => (_shared, _checked) = (null, 0);

    [TearDown]
    public async Task Stop()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _hosts.Clear();
    }

    [Test]
    public async Task Who_guesses_is_stopped_and_nobody_else_is()
    {
        var host = await StartAsync();
        for (var i = 0; i < MaxFailures; i++)
        {
            Assert.That((await TryAsync(host, i == 0 ? " ALICE " : "alice", "wrong")).Text, Is.EqualTo("wrong"), "names are compared as people write them");
        }

        var refused = await TryAsync(host, "alice", "right");
        Assert.That((refused.Text, refused.Status, refused.RetryAfter > TimeSpan.Zero), Is.EqualTo(("refused", 429, true)));
        Assert.That((await TryAsync(host, "bob", "right")).Text, Is.EqualTo("in"));
        Assert.That((await TryAsync(host, "alice", "right", address: "203.0.113.2")).Text, Is.EqualTo("in"));
        host.Clock.Advance(refused.RetryAfter!.Value);
        Assert.That((await TryAsync(host, "alice", "right")).Text, Is.EqualTo("in"));
    }

    [Test]
    public async Task One_address_cannot_try_a_password_on_every_name()
    {
        var host = await StartAsync(("MaxFailuresPerAddress", "5"));
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await TryAsync(host, $"person-{i}", "wrong", address: $"2001:db8:0:1::{i}")).Text, Is.EqualTo("wrong"));
        }

        Assert.That((await TryAsync(host, "person-6", "wrong", address: "2001:db8:0:1:ffff::1")).Text, Is.EqualTo("refused"), "one subscriber has a /64");
        Assert.That((await TryAsync(host, "person-6", "wrong", address: "2001:db8:0:2::1")).Text, Is.EqualTo("wrong"));
    }

    [Test]
    public async Task The_owner_gets_in_however_many_attack_the_account()
    {
        var host = await StartAsync(("MaxFailuresPerName", "5"));
        var known = (await TryAsync(host, "alice", "right")).Cookie;
        for (var i = 0; i < 6; i++)
        {
            await TryAsync(host, "alice", "wrong", address: $"203.0.113.{i + 10}");
        }

        Assert.That((await TryAsync(host, "alice", "right", address: "198.51.100.1")).Text, Is.EqualTo("refused"), "a browser that nobody knows");
        Assert.That((await TryAsync(host, "alice", "right", known, "198.51.100.1")).Text, Is.EqualTo("in"));
        Assert.That((await TryAsync(host, "bob", "right", known)).Text, Is.EqualTo("in"));
        Assert.That((await TryAsync(host, "alice", "right", known + "x", "198.51.100.1")).Text, Is.EqualTo("refused"), "a forged one");
        for (var i = 0; i < MaxFailures; i++)
        {
            await TryAsync(host, "alice", "wrong", known, "198.51.100.1");
        }

        Assert.That((await TryAsync(host, "alice", "right", known, "198.51.100.1")).Text, Is.EqualTo("refused"), "nor may the browser guess for ever");
    }

    [Test]
    public async Task Right_passwords_are_never_counted()
    {
        var host = await StartAsync();
        for (var i = 0; i < MaxFailures * 3; i++)
        {
            Assert.That((await TryAsync(host, "alice", "right")).Text, Is.EqualTo("in"));
        }
    }

    [Test]
    public async Task Racing_guesses_at_two_nodes_test_no_more_passwords_than_the_limit()
    {
        _shared = new InMemoryReplayStore(TimeProvider.System);
        var hosts = new[] { await StartAsync(), await StartAsync() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => TryAsync(hosts[i % 2], "alice", "wrong"))));
        Assert.That((_checked, answers.Count(answer => answer.Status == 429)), Is.EqualTo((MaxFailures, 40 - MaxFailures)));
    }

    [Test]
    public async Task A_failure_is_told_without_what_was_typed()
    {
        var host = await StartAsync();
        await TryAsync(host, "hunter2-in-the-wrong-field", "wrong");
        await TryAsync(host, "alice", "wrong");
        await host.App.StopAsync(); // delivers what is queued
        Assert.That(host.Events.Select(told => (told.Name, told.Subject, told.Result)), Is.EqualTo(new[]
        {
            (EventName.SignInFailed, (string?)null, "wrong_credentials"), (EventName.SignInFailed, "alice", "wrong_credentials"),
        }));
        Assert.That(host.Events.Select(told => told.Metadata["client_ip"]), Has.All.EqualTo("203.0.113.1"));
        Assert.That(string.Concat(host.Events), Does.Not.Contain("hunter2"));
    }

    [TestCase("alice")]
    [TestCase("nobody")]
    public async Task A_failure_takes_its_time_whoever_it_is_about(string name)
    {
        var host = await StartAsync(("FailureTime", "00:00:00.3"));
        var watch = Stopwatch.StartNew();
        await TryAsync(host, name, "wrong");
        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(0.28)));
    }

    private async Task<TestHost> StartAsync(params (string Option, string Value)[] options)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Attesto:TrustedProxies"] = "any",
            ["Attesto:SignIn:MaxFailures"] = $"{MaxFailures}",
            ["Attesto:SignIn:FailureTime"] = "00:00:00",
        };
        foreach (var (option, value) in options)
        {
            configuration[$"Attesto:SignIn:{option}"] = value;
        }

        var host = await TestHost.StartAsync(
            attesto =>
            {
                if (_shared is not null)
                {
                    attesto.Services.AddSingleton<IReplayStore>(_shared);
                }
            },
            configuration,
            app => app.MapPost("/try/{name}/{password}", HandleAsync));
        _hosts.Add(host);
        return host;
    }

    private async Task<string> HandleAsync(HttpContext http, SignInThrottle throttle, string name, string password)
    {
        using var attempt = await throttle.BeginAsync(http, name, default);
        if (attempt.IsRefused)
        {
            return "refused";
        }

        Interlocked.Increment(ref _checked);
        if (password is "right")
        {
            attempt.Succeed();
            return "in";
        }

        await attempt.FailAsync(name is "alice" ? "alice" : null, default);
        return "wrong";
    }

    private static async Task<Answer> TryAsync(TestHost host, string name, string password, string? cookie = null, string address = "203.0.113.1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/try/{Uri.EscapeDataString(name)}/{password}");
        request.Headers.Add("X-Forwarded-For", address);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await host.CreateClient().SendAsync(request);
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single().Split(';')[0] : null;
        return new(await response.Content.ReadAsStringAsync(), (int)response.StatusCode, response.Headers.RetryAfter?.Delta, set);
    }

    private sealed record Answer(string Text, int Status, TimeSpan? RetryAfter, string? Cookie);
}
