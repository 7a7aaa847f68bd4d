using Attesto.DpopClient;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.ResourceServer;
using Attesto.Revocation;
using Attesto.SenderConstraints;
using Attesto.Services;
using Attesto.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Benchmarks;

/// <summary>An API of its own beside the server: it has the server's keys already, and verifies its tokens.</summary>
internal sealed class BenchApi : IDisposable
{
    private static readonly Uri Url = new("https://as.example/reports");

    private static readonly IOptions<AttestoOptions> Settings = Options.Create(new AttestoOptions { Issuer = BenchServer.Issuer, Audience = BenchServer.Issuer });

    private readonly BenchServer _server = new();
    private readonly DpopKey _key = new(TimeProvider.System);
    private readonly ServiceProvider _services;
    private JwtProfiles? _profiles;

    public BenchApi(Action<IServiceCollection>? decorate = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<IVerificationKeySource>(new KeystoreKeySource(_server.Keystore))
            .AddSingleton<IReplayStore>(new InMemoryReplayStore(TimeProvider.System));
        decorate?.Invoke(services);
        _services = services.AddAttestoResourceProtocol().BuildServiceProvider();
    }

    public async Task<OAuthRequest> BearerRequestAsync() => Get("Bearer " + await _server.AccessTokenAsync(key: null));

    public Task<OAuthRequest> DpopRequestAsync() => DpopRequestAsync(_key);

    public async Task<OAuthRequest> FirstDpopRequestAsync()
    {
        using var key = new DpopKey(TimeProvider.System);
        return await DpopRequestAsync(key);
    }

    public long Measure(OAuthRequest request)
    {
        using var scope = _services.CreateScope();
        var authenticator = Open(scope.ServiceProvider);
        ValueTask<Outcome<VerifiedAccessToken>> answered = default;
        var bytes = Allocations.Of(() => answered = authenticator.AuthenticateAsync(request, CancellationToken.None));
        return answered.IsCompletedSuccessfully && answered.Result.Answer.TryGet(out _, out var error)
            ? bytes
            : throw new InvalidOperationException("the request failed");
    }

    // As a scheme of AddAttestoBearer does.
    private AccessTokenAuthenticator Open(IServiceProvider request)
    {
        var algorithms = request.GetRequiredService<SignatureAlgorithms>();
        _profiles ??= new JwtProfiles(Settings, algorithms);
        return new(
            new AccessTokenVerifier(request.GetRequiredService<IVerificationKeySource>(), _profiles, algorithms, Settings, TimeProvider.System),
            new OnDemand<DpopProofVerifier>(request, _ => new DpopProofVerifier(Settings, _profiles, algorithms, TimeProvider.System)),
            _profiles,
            Settings,
            new OnDemand<TokenRevocation>(request),
            new OnDemand<IReplayStore>(request));
    }

    public void Dispose()
    {
        _services.Dispose();
        _server.Dispose();
        _key.Dispose();
    }

    private async Task<OAuthRequest> DpopRequestAsync(DpopKey key)
    {
        var token = await _server.AccessTokenAsync(key);
        return Get("DPoP " + token) with { Dpop = [key.Prove(HttpMethod.Get, Url, token, nonce: null)] };
    }

    private static OAuthRequest Get(string authorization) =>
        new() { Method = "GET", Url = Url.AbsoluteUri, IsHttps = true, Authorization = [authorization], ClientIp = "192.0.2.1" };
}
