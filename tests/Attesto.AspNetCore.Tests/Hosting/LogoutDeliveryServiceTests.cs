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
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<IOutboundClient>(outside));
        var queue = host.App.Services.GetRequiredService<ILogoutNotices>();
        var uris = Enumerable.Range(0, 100).Select(i => $"https://web.example/logout/{i}").ToList(); // more than are delivered at once
        Assert.That(uris.TrueForAll(uri => queue.TryAdd(new LogoutNotice("web", uri, "usr_alice", "s1"))));
        await outside.Reached.Task.WaitAsync(cancellationToken);

        var stopped = host.App.StopAsync(cancellationToken);
        outside.Answers.SetResult();
        await stopped;

        Assert.That(outside.Delivered, Is.EquivalentTo(uris));
        Assert.That(queue.TryAdd(new LogoutNotice("web", "https://web.example/late", "usr_alice", "s1")), Is.False, "nobody would deliver it");
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
