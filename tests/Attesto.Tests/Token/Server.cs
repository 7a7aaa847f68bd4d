using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Testing;
using Attesto.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Attesto.Tests.Token;

/// <summary>The whole token side over in-memory stores, with a clock that stands still and policies that a test can change.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Issuer = "https://as.example";
    public const string Api = "https://api.example";
    public const string Redirect = "https://app.example/cb";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    public const string Key = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"; // the shape of a thumbprint
    public const string Secret = "a-secret-of-256-bits-made-by-a-machine";

    private readonly ServiceProvider _services;
    private readonly Lazy<AsyncServiceScope> _scope;

    public Server(Action<IServiceCollection>? configure = null, InMemoryGrantStore? grants = null)
    {
        Grants = grants ?? new InMemoryGrantStore(Clock);
        var services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Options.Create(Settings))
            .AddSingleton<IKeystore>(TestKeys.Keystore())
            .AddSingleton<IClientStore>(Clients)
            .AddSingleton<IClientSecretVerifier>(Clients)
            .AddSingleton<IPrincipalPolicy>(Principals)
            .AddSingleton<IClaimsPolicy>(Claims)
            .AddSingleton<IScopePolicy>(Policies)
            .AddSingleton<IRefreshTokenPolicy>(Policies)
            .AddSingleton<ISenderConstraints>(Constraints)
            .AddSingleton<IGrantStore>(Grants)
            .AddSingleton<IAuthorizationCodeStore>(Codes = new InMemoryAuthorizationCodeStore(Grants, Clock))
            .AddSingleton<IAccessTokenRevocationStore>(new InMemoryAccessTokenRevocationStore(Clock))
            .AddSingleton<IDeviceCodeStore>(new InMemoryDeviceCodeStore(Grants, Clock))
            .AddSingleton<IReplayStore>(new InMemoryReplayStore(Clock))
            .AddSingleton<IDpopNonceStore>(new InMemoryDpopNonceStore());
        configure?.Invoke(services);
        _services = services.AddAttestoProtocol().BuildServiceProvider();
        _scope = new(_services.CreateAsyncScope);
    }

    public FakeClock Clock { get; } = new();

    public AttestoOptions Settings { get; } = new()
    {
        Issuer = Issuer,
        Audience = Issuer,
        Scopes = { Supported = ["profile", "email", "offline_access", "read:reports", "write:reports", "trackers.read"] },
        Resources = { Supported = [Api, "https://files.example"] },
        Subjects = { PrincipalKinds = [new() { Value = "user", SubPrefix = "usr_" }, new() { Value = "client", SubPrefix = "cli_" }] },
    };

    public Registry Clients { get; } = new();

    public Principals Principals { get; } = new();

    public ClaimsOfPeople Claims { get; } = new();

    public GenerousPolicies Policies { get; } = new();

    public Proofs Constraints { get; } = new();

    public IAuthorizationCodeStore Codes { get; }

    public InMemoryGrantStore Grants { get; }

    public T Get<T>()
        where T : notnull => _scope.Value.ServiceProvider.GetRequiredService<T>();

    public Task<Outcome<TokenResponse>> TokenAsync(params (string Name, string Value)[] body) => TokenAsync(Post(body));

    public Task<Outcome<TokenResponse>> TokenAsync(OAuthRequest request) => Get<TokenService>().HandleAsync(request, CancellationToken.None);

    public static OAuthRequest Post(params (string Name, string Value)[] body) => new()
    {
        Method = "POST",
        Url = $"{Issuer}/oauth/token",
        IsHttps = true,
        Parameters = Of(body),
        ClientIp = "192.0.2.1",
    };

    public static RequestParameters Of(params (string Name, string Value)[] pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    public static string Basic(string clientId, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}"));

    public Authorization NewAuthorization(string clientId = "app", string scope = "openid offline_access read:reports") => new()
    {
        ClientId = clientId,
        Subject = "alice",
        Scope = ScopeSet.Of(scope.Split(' ')),
        GrantId = GrantId.New(),
        AuthTime = Clock.Now,
        Acr = "gold",
    };

    public async Task<string> CodeAsync(Authorization? authorization = null, Func<AuthorizationCode, AuthorizationCode>? change = null)
    {
        var text = Attesto.Secret.New();
        var code = new AuthorizationCode
        {
            Hash = TokenHash.Of(text),
            Authorization = (authorization ?? NewAuthorization()) with { GrantId = GrantId.New() },
            RedirectUri = Redirect,
            Challenge = CodeChallenge.TryParse(Challenge, out var challenge) ? challenge : null,
            Nonce = "n-1",
            ExpiresAt = Clock.Now + TimeSpan.FromSeconds(60),
            KeepUntil = Clock.Now + TimeSpan.FromMinutes(16),
        };
        await Codes.AddAsync(change is null ? code : change(code), CancellationToken.None);
        return text;
    }

    public static (string, string)[] Redeem(string code, string clientId = "app", string? verifier = Verifier, string redirectUri = Redirect) =>
        [.. verifier is null ? Array.Empty<(string, string)>() : [("code_verifier", verifier)],
            ("grant_type", "authorization_code"), ("client_id", clientId), ("code", code), ("redirect_uri", redirectUri)];

    public static (string, string)[] Refresh(string refreshToken, string clientId = "app", string? scope = null) =>
        [.. scope is null ? Array.Empty<(string, string)>() : [("scope", scope)],
            ("grant_type", "refresh_token"), ("client_id", clientId), ("refresh_token", refreshToken)];

    public async Task<TokenResponse> FirstTokensAsync(Authorization? authorization = null, string? key = null) =>
        Tokens(await TokenAsync(Post(Redeem(await CodeAsync(authorization), authorization?.ClientId ?? "app")) with { Dpop = key is null ? [] : [key] }));

    public static TokenResponse Tokens(Outcome<TokenResponse> outcome) => Answer(outcome);

    public static T Answer<T>(Outcome<T> outcome)
        where T : class => outcome.Answer.TryGet(out var answer, out var error) ? answer : throw new AssertionException($"{error.Code}: {error.Description} {error.Fault}");

    public static OAuthError Error<T>(Outcome<T> outcome)
        where T : class => outcome.Answer.TryGet(out _, out var error) ? throw new AssertionException("no error") : error;

    public static JsonObject Payload(string jwt) =>
        JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[1]))!.AsObject();

    public async ValueTask DisposeAsync()
    {
        if (_scope.IsValueCreated)
        {
            await _scope.Value.DisposeAsync();
        }

        await _services.DisposeAsync();
    }
}

/// <summary>A public app, a confidential service, and what a test adds.</summary>
internal sealed class Registry : IClientStore, IClientSecretVerifier
{
    private static readonly ScopeSet Catalogue = ScopeSet.Of("openid", "profile", "email", "offline_access", "read:reports", "write:reports", "trackers.read");

    public static readonly ImmutableArray<string> EveryGrant =
    [
        GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange,
    ];

    private readonly Dictionary<string, Client> _clients = new[]
    {
        new Client { Id = "app", IsPublic = true, RedirectUris = [Server.Redirect] },
        new Client { Id = "other", IsPublic = true, RedirectUris = [Server.Redirect] },
        new Client { Id = "service", Secrets = [ClientSecret.Of(Server.Secret)], RedirectUris = [Server.Redirect] },
    }.ToDictionary(client => client.Id, client => client with { GrantTypes = EveryGrant, AllowedScope = Catalogue }, StringComparer.Ordinal);

    public int SecretChecks { get; private set; }

    public Client this[string id]
    {
        get => _clients[id];
        set => _clients[id] = value;
    }

    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_clients.GetValueOrDefault(clientId));

    public ValueTask<bool> VerifyAsync(Client client, string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        SecretChecks++;
        var wanted = TokenHash.Of(secret);
        return ValueTask.FromResult(client.Secrets.Any(stored => stored.Hash == wanted && !(stored.ExpiresAt <= now)));
    }
}

internal sealed class Principals : IPrincipalPolicy
{
    public Func<PrincipalContext, Principal?> Find { get; set; } = request =>
        request.Subject is { } subject ? new Principal("user", "usr_" + subject) : new Principal("client", "cli_" + request.Client.Id);

    public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Find(context));
}

internal sealed class ClaimsOfPeople : IClaimsPolicy
{
    public JsonObject? UserInfo { get; set; }

    public JsonObject? IdToken { get; set; }

    public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken) => ValueTask.FromResult(UserInfo);

    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken) => ValueTask.FromResult(IdToken);
}

/// <summary>Proofs in short: a DPoP header <c>key</c> or <c>key#proof</c> proves that key; the same proof twice is a replay. A certificate stands for itself.</summary>
internal sealed class Proofs : ISenderConstraints
{
    private readonly HashSet<TokenHash> _used = [];

    public int Committed => _used.Count;

    public ValueTask<Result<SenderConstraint>> ResolveAsync(
        OAuthRequest request, Client client, string endpointUrl, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<SenderConstraint>>(request.Dpop switch
        {
            [var header] => new SenderConstraint.Dpop(
                header.Split('#')[0], TokenHash.Of(header.Contains('#') ? header : Attesto.Secret.New()), DateTimeOffset.MaxValue),
            [] when request.ClientCertificate is { } certificate => new SenderConstraint.Mtls(CertificateThumbprint.Of(certificate)),
            _ => SenderConstraint.Unbound,
        });

    public ValueTask<OAuthError?> CommitAsync(SenderConstraint constraint, CancellationToken cancellationToken)
    {
        lock (_used)
        {
            return ValueTask.FromResult(constraint is not SenderConstraint.Dpop dpop || _used.Add(dpop.ReplayId)
                ? null
                : new OAuthError(ErrorCodes.InvalidDpopProof, "replay"));
        }
    }
}

/// <summary>Grants what is asked, and a refresh token where <c>offline_access</c> is part of it.</summary>
internal sealed class GenerousPolicies : IScopePolicy, IRefreshTokenPolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested);

    public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.Authorization.Scope.Contains(StandardScopes.OfflineAccess));
}
