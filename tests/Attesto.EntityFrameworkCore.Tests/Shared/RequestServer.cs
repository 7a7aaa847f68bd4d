using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Attesto.Issuing;
using Attesto.Keys;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The protocol over the stores of the database, as a host has it; it counts what its requests cost.</summary>
internal sealed class RequestServer : IAsyncDisposable
{
    private const string Redirect = "https://app.example/cb";
    private static readonly string ClientSecretText = Secret.New();

    private readonly ServiceProvider _services;
    private readonly StatementLog _log = new();
    private readonly Transactions _transactions = new();
    private int _contexts;

    public RequestServer()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(Options.Create(Settings()))
            .AddSingleton<IKeystore>(new StaticKeystore(ServerKey.FromText(key.ExportPkcs8PrivateKeyPem())))
            .AddSingleton<IClientStore, OneClient>()
            .AddSingleton<IPrincipalPolicy, Agreeable>()
            .AddSingleton<IScopePolicy, Agreeable>()
            .AddSingleton<IRefreshTokenPolicy, Agreeable>()
            .AddDbContext<AttestoDbContext>(options =>
            {
                _contexts++; // options are made with each context
                TestDatabase.Configure(options);
                options.AddInterceptors(_log, _transactions);
            })
            .AddAttestoEntityFrameworkStores<AttestoDbContext>()
            .AddAttestoProtocol();
        _services = services.BuildServiceProvider();
    }

    /// <summary>Sends a request to a service of its own scope, and says what it cost.</summary>
    public async Task<Cost> CostOfAsync<TService>(Func<TService, Task> request)
        where TService : notnull
    {
        _log.Statements.Clear();
        (_contexts, _transactions.Begun) = (0, 0);
        await using var scope = _services.CreateAsyncScope();
        await request(scope.ServiceProvider.GetRequiredService<TService>());
        return new(_contexts, string.Join(' ', _log.Statements.Select(statement => statement.Text.TrimStart().Split(' ')[0])), _transactions.Begun);
    }

    public async Task<TokenResponse> SignInAsync() => await RedeemAsync(await CodeRequestAsync());

    public Task<TokenResponse> TokenForTheClientAsync() => RedeemAsync(Post(("grant_type", "client_credentials")));

    public async Task<TokenResponse> RedeemAsync(OAuthRequest request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await RedeemAsync(scope.ServiceProvider.GetRequiredService<TokenService>(), request);
    }

    public static async Task<TokenResponse> RedeemAsync(TokenService service, OAuthRequest request) =>
        (await service.HandleAsync(request, default)).Answer.TryGet(out var tokens, out var error) ? tokens : throw new InvalidOperationException($"{error}");

    public async Task<OAuthRequest> CodeRequestAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        var (code, now) = (Secret.New(), TimeProvider.System.GetUtcNow());
        var verifier = Secret.New();
        _ = CodeChallenge.TryParse(System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), out var challenge);
        var issued = new AuthorizationCode
        {
            Hash = TokenHash.Of(code),
            Authorization = new Authorization { ClientId = "app", Subject = "alice", Scope = ScopeSet.Of("offline_access"), GrantId = GrantId.New(), AuthTime = now },
            RedirectUri = Redirect,
            Challenge = challenge,
            ExpiresAt = now.AddMinutes(1),
            KeepUntil = now.AddMinutes(16),
        };
        await scope.ServiceProvider.GetRequiredService<IAuthorizationCodeStore>().AddAsync(issued, default);
        return Post(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));
    }

    public static OAuthRequest Post(params (string Name, string Value)[] body) => new()
    {
        Method = "POST",
        Url = "https://as.example/oauth/token",
        IsHttps = true,
        Authorization = ["Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"app:{ClientSecretText}"))],
        Parameters = new RequestParameters(body.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
    };

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static AttestoOptions Settings() => new()
    {
        Issuer = "https://as.example",
        Audience = "https://as.example",
        Scopes = { Supported = ["offline_access"] },
        Subjects = { PrincipalKinds = [new() { Value = "user", SubPrefix = "usr_" }, new() { Value = "client", SubPrefix = "cli_" }] },
    };

    /// <summary>What a request cost.</summary>
    /// <param name="Contexts">How many contexts were made.</param>
    /// <param name="Statements">The first word of each statement.</param>
    /// <param name="Transactions">How many transactions were begun by name; each costs one more round trip, for its commit.</param>
    public sealed record Cost(int Contexts, string Statements, int Transactions);

    private sealed class Transactions : DbTransactionInterceptor
    {
        public int Begun { get; set; }

        public override ValueTask<DbTransaction> TransactionStartedAsync(
            DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        {
            Begun++;
            return new(result);
        }
    }

    private sealed class OneClient : IClientStore
    {
        private readonly Client _client = new()
        {
            Id = "app",
            Secrets = [ClientSecret.Of(ClientSecretText)],
            RedirectUris = [Redirect],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials],
            AllowedScope = ScopeSet.Of("offline_access"),
        };

        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult(clientId == _client.Id ? _client : null);
    }

    private sealed class Agreeable : IScopePolicy, IRefreshTokenPolicy, IPrincipalPolicy
    {
        public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested);

        public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Principal?>(
            context.Subject is { } subject ? new Principal("user", "usr_" + subject) : new Principal("client", "cli_" + context.Client.Id));
    }
}
