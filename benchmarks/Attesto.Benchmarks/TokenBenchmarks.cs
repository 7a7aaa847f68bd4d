using Attesto.Issuing;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Benchmarks;

/// <summary>How long token requests take.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private BenchServer _server = null!;
    private IServiceScope _scope = null!;

    [GlobalSetup]
    public void Setup()
    {
        _server = new BenchServer();
        _scope = _server.NewScope();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _scope.Dispose();
        _server.Dispose();
    }

    [Benchmark]
    public Task ClientCredentials() => HandleAsync(BenchServer.ClientCredentialsRequest());

    /// <summary>Stores a code first: subtract what that costs.</summary>
    [Benchmark]
    public async Task AuthorizationCode() => await HandleAsync(await _server.CodeRequestAsync());

    private async Task HandleAsync(OAuthRequest request)
    {
        var outcome = await _scope.ServiceProvider.GetRequiredService<TokenService>().HandleAsync(request, CancellationToken.None);
        if (!outcome.Answer.TryGet(out _, out var error))
        {
            throw new InvalidOperationException(error.Code);
        }
    }
}
