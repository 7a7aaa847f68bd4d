using System.Collections.Concurrent;
using Attesto.Logout;
using Attesto.Outbound;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Hosting;

public sealed class LogoutDeliveryServiceTests
{
    [Test, CancelAfter(300_000)]
    public async Task A_host_that_stops_delivers_what_waits(CancellationToken cancellationToken)
    {
        var outside = new Slow();
        await using var host = await StartAsync(outside);
        await EndSessionsAsync(host, 100); // more than are delivered at once
        await outside.Reached.Task.WaitAsync(cancellationToken);

        var stopped = host.App.StopAsync(cancellationToken);
        outside.Answers.SetResult();
        await stopped;

        Assert.That(outside.Delivered, Has.Count.EqualTo(100));
    }

    [Test, CancelAfter(300_000)]
    public async Task What_a_killed_node_left_another_delivers(CancellationToken cancellationToken)
    {
        var killed = new Slow();
        await using var first = await StartAsync(killed);
        var shared = first.App.Services.GetRequiredService<ILogoutSessionStore>();
        await EndSessionsAsync(first, 1);
        await killed.Reached.Task.WaitAsync(cancellationToken);
        await first.App.StopAsync(new CancellationToken(canceled: true)); // with the notice in its hands, and no time for it
        Assert.That(killed.Delivered, Is.Empty);

        var outside = new Slow();
        outside.Answers.SetResult();
        await using var second = await StartAsync(outside, shared);
        while (!outside.Reached.Task.IsCompleted)
        {
            first.Clock.Advance(TimeSpan.FromMinutes(1)); // the store's own clock; the first may only now let go of the notice, and name when it is due again
            await Task.WhenAny(outside.Reached.Task, Task.Delay(100, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static Task<TestHost> StartAsync(IOutboundClient outside, ILogoutSessionStore? sessions = null) => TestHost.StartAsync(
        attesto =>
        {
            attesto.Services.AddSingleton(outside);
            attesto.UseClients(
                (id, _) => ValueTask.FromResult(TestHost.Clients.GetValueOrDefault(id) is { } known ? known with { BackchannelLogoutUri = "https://web.example/logout" } : null));
            attesto.UseLogout((_, _, _) => ValueTask.FromResult<TerminationOutcome>(new TerminationOutcome.Cleared()));
            _ = sessions is null ? attesto.Services : attesto.Services.AddSingleton(sessions);
        },
        new() { ["Attesto:Logout:Enabled"] = "true" });

    private static async Task EndSessionsAsync(TestHost host, int count)
    {
        var sessions = host.App.Services.GetRequiredService<ILogoutSessionStore>();
        for (var i = 0; i < count; i++)
        {
            await sessions.AddAsync(new LogoutSession("web", $"usr_{i}", "s1", host.Clock.Now.AddDays(1)), default);
        }

        await using var scope = host.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BackchannelLogout>().NotifyAsync("s1", null);
    }

    private sealed class Slow : IOutboundClient
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentBag<string> Delivered { get; } = [];

        public async Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
        {
            Reached.TrySetResult();
            await Answers.Task.WaitAsync(cancellationToken);
            Delivered.Add(request.Url);
            return new OutboundAnswer.Answered(200, null, default, null);
        }
    }
}
