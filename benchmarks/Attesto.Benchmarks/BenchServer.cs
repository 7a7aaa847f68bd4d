using System.Security.Cryptography;
using Attesto.DpopClient;
using Attesto.Issuing;
using Attesto.Keys;
using Attesto.SenderConstraints;
using Attesto.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Attesto.Benchmarks;

/// <summary>The token side over in-memory stores, one confidential client, ES256 throughout.</summary>
internal sealed class BenchServer : IDisposable
{
    public const string Issuer = "https://as.example";

    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Redirect = "https://app.example/cb";
    private static readonly string ClientSecretText = Secret.New();

    private static readonly CodeChallenge Challenge =
        CodeChallenge.TryParse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", out var challenge) ? challenge : throw new InvalidOperationException();

    private readonly ServiceProvider _services;

    public BenchServer(Action<IServiceCollection>? decorate = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var grants = new InMemoryGrantStore(TimeProvider.System);
        var services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(Options.Create(Settings()))
            .AddSingleton<IKeystore>(new StaticKeystore(ServerKey.FromText(key.ExportPkcs8PrivateKeyPem())))
            .AddSingleton<IClientStore, OneClient>()
            .AddSingleton<IPrincipalPolicy, PrefixedSubjects>()
            .AddSingleton<IScopePolicy, WholeRequest>()
            .AddSingleton<IRefreshTokenPolicy, WholeRequest>()
            .AddSingleton<IGrantStore>(grants)
            .AddSingleton<IAuthorizationCodeStore>(new InMemoryAuthorizationCodeStore(grants, TimeProvider.System))
            .AddSingleton<IAccessTokenRevocationStore>(new InMemoryAccessTokenRevocationStore(TimeProvider.System))
            .AddSingleton<IDeviceCodeStore>(new InMemoryDeviceCodeStore(grants, TimeProvider.System))
            .AddSingleton<IReplayStore>(new InMemoryReplayStore(TimeProvider.System))
            .AddSingleton<IDpopNonceStore>(new InMemoryDpopNonceStore());
        decorate?.Invoke(services);
        _services = services.AddAttestoProtocol().BuildServiceProvider();
    }

    public IKeystore Keystore => _services.GetRequiredService<IKeystore>();

    public IServiceScope NewScope() => _services.CreateScope();

    public async Task<OAuthRequest> CodeRequestAsync()
    {
        var code = Secret.New();
        await _services.GetRequiredService<IAuthorizationCodeStore>().AddAsync(
            new AuthorizationCode
            {
                Hash = TokenHash.Of(code),
                Authorization = new Authorization
                {
                    ClientId = "app",
                    Subject = "alice",
                    Scope = ScopeSet.Of("openid", "offline_access", "read:reports"),
                    GrantId = GrantId.New(),
                    AuthTime = TimeProvider.System.GetUtcNow(),
                },
                RedirectUri = Redirect,
                Challenge = Challenge,
                Nonce = Secret.New(),
                ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(1),
                KeepUntil = TimeProvider.System.GetUtcNow().AddMinutes(16),
            },
            CancellationToken.None);
        return Post(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier));
    }

    public static OAuthRequest ClientCredentialsRequest() => Post(("grant_type", "client_credentials"), ("scope", "read:reports"));

    public async Task<OAuthRequest> RefreshRequestAsync() =>
        Post(("grant_type", "refresh_token"), ("refresh_token", (await TokensAsync(await CodeRequestAsync())).RefreshToken!));

    public async Task<OAuthRequest> ExchangeRequestAsync() => Post(
        ("grant_type", GrantTypes.TokenExchange),
        ("subject_token", (await TokensAsync(await CodeRequestAsync())).AccessToken),
        ("subject_token_type", TokenTypes.AccessToken));

    public async Task<OAuthRequest> DeviceRequestAsync()
    {
        var (code, store) = (Secret.New(), _services.GetRequiredService<IDeviceCodeStore>());
        var stored = new DeviceCode
        {
            Hash = TokenHash.Of(code),
            UserCode = TokenHash.Of(Secret.New()),
            ClientId = "app",
            Scope = ScopeSet.Of("openid", "offline_access", "read:reports"),
            RequestedAt = TimeProvider.System.GetUtcNow(),
            ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(1),
        };
        await store.AddAsync(stored, CancellationToken.None);
        await store.ApproveAsync(
            stored.UserCode,
            new Authorization { ClientId = "app", Subject = "alice", Scope = stored.Scope, GrantId = GrantId.New() },
            CancellationToken.None);
        return Post(("grant_type", GrantTypes.DeviceCode), ("device_code", code));
    }

    /// <summary>An access token of a person, bound to the key if there is one. It comes without a token request, so that the key stays unknown.</summary>
    public async Task<string> AccessTokenAsync(DpopKey? key)
    {
        using var scope = NewScope();
        var request = new AccessTokenRequest
        {
            Principal = new Principal("user", "usr_alice"),
            ClientId = "app",
            Scope = ScopeSet.Of("openid", "offline_access", "read:reports"),
            AuthTime = TimeProvider.System.GetUtcNow(),
            SenderConstraint = key is null ? SenderConstraint.Unbound : new SenderConstraint.Dpop(key.Thumbprint, default, default),
        };
        var issued = await scope.ServiceProvider.GetRequiredService<AccessTokenIssuer>().IssueAsync(request, CancellationToken.None);
        return issued.TryGet(out var token, out var error) ? token.Token : throw new InvalidOperationException($"{error.Code} {error.Fault}");
    }

    public void Dispose() => _services.Dispose();

    private async Task<TokenResponse> TokensAsync(OAuthRequest request)
    {
        using var scope = NewScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<TokenService>().HandleAsync(request, CancellationToken.None);
        return outcome.Answer.TryGet(out var tokens, out var error) ? tokens : throw new InvalidOperationException($"{error.Code} {error.Fault}");
    }

    private static OAuthRequest Post(params (string Name, string Value)[] body) => new()
    {
        Method = "POST",
        Url = Issuer + "/oauth/token",
        IsHttps = true,
        Authorization = ["Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"app:{ClientSecretText}"))],
        Parameters = new RequestParameters(body.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        ClientIp = "192.0.2.1",
    };

    private static AttestoOptions Settings() => new()
    {
        Issuer = Issuer,
        Audience = Issuer,
        Scopes = { Supported = ["offline_access", "read:reports"] },
        Subjects = { PrincipalKinds = [new() { Value = "user", SubPrefix = "usr_" }, new() { Value = "client", SubPrefix = "cli_" }] },
        Device = { Enabled = true },
    };

    private sealed class OneClient : IClientStore
    {
        private readonly Client _client = new()
        {
            Id = "app",
            Secrets = [ClientSecret.Of(ClientSecretText)],
            RedirectUris = [Redirect],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.TokenExchange],
            AllowedScope = ScopeSet.Of("openid", "offline_access", "read:reports"),
        };

        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
            ValueTask.FromResult(clientId == _client.Id ? _client : null);
    }

    private sealed class WholeRequest : IScopePolicy, IRefreshTokenPolicy
    {
        public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested);

        public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(context.Authorization.Scope.Contains(StandardScopes.OfflineAccess));
    }

    private sealed class PrefixedSubjects : IPrincipalPolicy
    {
        public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Principal?>(
            context.Subject is { } subject ? new Principal("user", "usr_" + subject) : new Principal("client", "cli_" + context.Client.Id));
    }
}
