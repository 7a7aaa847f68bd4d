using System.Diagnostics;

namespace Attesto.AspNetCore.Tests.Events;

public sealed class EventPublisherTests
{
    [Test]
    public async Task A_sink_that_throws_or_hangs_changes_no_answer()
    {
        var hanging = new TaskCompletionSource();
        var host = await TestHost.StartAsync(attesto => attesto
            .UseEvents((_, _) => throw new InvalidOperationException("a broken sink"))
            .UseEvents((_, _) => new ValueTask(hanging.Task)));
        var watch = Stopwatch.StartNew();
        using (var response = await Issue(host))
        {
            Assert.That(response.IsSuccessStatusCode, Is.True);
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(4)), "the answer waited for a sink");
        }

        hanging.SetResult();
        await host.DisposeAsync();
        Assert.That(host.Events.Select(e => e.Name), Does.Contain(EventName.TokenIssued), "the healthy sink has it all the same");
    }

    [Test]
    public async Task A_sink_that_hangs_for_good_holds_up_the_others_once()
    {
        var host = await TestHost.StartAsync(attesto => attesto.UseEvents((_, _) => new ValueTask(new TaskCompletionSource().Task)));
        for (var i = 0; i < 5; i++)
        {
            using var response = await Issue(host);
        }

        var watch = Stopwatch.StartNew();
        await host.DisposeAsync(); // delivers what is queued
        Assert.That(host.Events.Count(e => e.Name is EventName.TokenIssued), Is.EqualTo(5));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(9)), "one patience, not five");
    }

    [Test]
    public async Task What_is_queued_is_delivered_before_the_server_ends()
    {
        var host = await TestHost.StartAsync(attesto => attesto.UseEvents(async (_, cancellationToken) => await Task.Delay(5, cancellationToken)));
        for (var i = 0; i < 20; i++)
        {
            using var response = await Issue(host);
        }

        await host.DisposeAsync();
        Assert.That(host.Events.Count(e => e.Name is EventName.TokenIssued), Is.EqualTo(20));
    }

    private static Task<HttpResponseMessage> Issue(TestHost host) =>
        host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret));
}
