using System.Globalization;
using Attesto.Issuing;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Benchmarks;

/// <summary>Bytes allocated and stores called per token request, against what we promise.</summary>
internal static class Budgets
{
    private static readonly Budget[] All =
    [
        new("client_credentials", 6 * 1024, 0, _ => Task.FromResult(BenchServer.ClientCredentialsRequest())),
        new("authorization_code", 16 * 1024, 2, server => server.CodeRequestAsync()),
        new("refresh_token", 14 * 1024, 2, server => server.RefreshRequestAsync()),
        new("token_exchange", 14 * 1024, 2, server => server.ExchangeRequestAsync()),
        new("device_code", 16 * 1024, 3, server => server.DeviceRequestAsync()),
    ];

    public static async Task<bool> CheckAsync(TextWriter output)
    {
        var holds = true;
        await output.WriteLineAsync("grant                  bytes  budget   with its scope  store calls  allowed");
        foreach (var budget in All)
        {
            var (bytes, withScope, calls) = (await MeasureAsync(budget, scoped: false), await MeasureAsync(budget, scoped: true), await CountAsync(budget));
            holds &= bytes <= budget.Bytes && calls <= budget.Calls;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{budget.Name,-20} {bytes,7} {budget.Bytes,7} {withScope,15} {calls,12} {budget.Calls,8}"));
        }

        return holds;
    }

    private static async Task<long> MeasureAsync(Budget budget, bool scoped)
    {
        using var server = new BenchServer();
        return await Allocations.MedianAsync(async () => MeasureOnce(server, await budget.Request(server), scoped));
    }

    // Synchronous, so that every byte falls on this thread.
    private static long MeasureOnce(BenchServer server, OAuthRequest request, bool scoped)
    {
        var opened = scoped ? null : server.NewScope();
        var service = opened?.ServiceProvider.GetRequiredService<TokenService>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (scoped)
        {
            opened = server.NewScope();
            service = opened.ServiceProvider.GetRequiredService<TokenService>();
        }

        var task = service!.HandleAsync(request, CancellationToken.None);
        var after = GC.GetAllocatedBytesForCurrentThread();
        opened!.Dispose();
        if (!task.IsCompletedSuccessfully || !task.GetAwaiter().GetResult().Answer.TryGet(out _, out var error))
        {
            throw new InvalidOperationException("the request failed");
        }

        _ = error;
        return after - before;
    }

    private static async Task<int> CountAsync(Budget budget)
    {
        var count = new CallCount();
        using var server = new BenchServer(services =>
        {
            CallCounter.Wrap<IAuthorizationCodeStore>(services, count);
            CallCounter.Wrap<IGrantStore>(services, count);
            CallCounter.Wrap<IAccessTokenRevocationStore>(services, count);
            CallCounter.Wrap<IDeviceCodeStore>(services, count);
            CallCounter.Wrap<IReplayStore>(services, count);
        });
        var request = await budget.Request(server);
        count.Value = 0;
        MeasureOnce(server, request, scoped: true);
        return count.Value;
    }

    private sealed record Budget(string Name, int Bytes, int Calls, Func<BenchServer, Task<OAuthRequest>> Request);
}
