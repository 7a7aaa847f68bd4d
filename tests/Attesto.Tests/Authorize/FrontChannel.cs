using System.Security.Cryptography;
using Attesto.Authorize;
using Attesto.Events;
using Attesto.Interaction;
using Attesto.Issuing;
using Attesto.Keys;
using Attesto.Outbound;
using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;


namespace Attesto.Tests.Authorize;

/// <summary>A server with its real parts in memory, one confidential web client, and one person at the browser.</summary>
internal sealed class FrontChannel
{
    public const string Issuer = "https://as.example";
    public const string Callback = "https://app.example/cb";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // RFC 7636 appendix B
    public const string Secret = "app-secret-app-secret-app-secret-app-secret";

    private static readonly string ServerPem = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem();

    private static readonly string RsaPem = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    private IServiceProvider? _services;

    public FakeClock Clock { get; } = new();

    public AttestoOptions Options { get; } = new()
    {
        Issuer = Issuer,
        Audience = "https://api.example",
        Scopes = { Supported = ["read:reports", "write:reports", "offline_access"] },
        Resources = { Supported = ["https://files.example"] },
    };

    public Client App { get; set; } = new()
    {
        Id = "app",
        Secrets = [ClientSecret.Of(Secret)],
        RedirectUris = [Callback],
        AllowedScope = ScopeSet.Of("openid", "read:reports", "write:reports", "offline_access"),
    };

    public List<Client> Others { get; } = [new() { Id = "other", Secrets = [ClientSecret.Of(Secret)], RedirectUris = ["https://other.example/cb"] }];

    public Person Person { get; } = new();

    public FakeConstraints Constraints { get; } = new();

    public IOutboundClient Outbound { get; set; } = new ClosedOutboundClient();

    public IServiceProvider Services => _services ??= Build();

    public InMemoryAuthorizationCodeStore Codes => (InMemoryAuthorizationCodeStore)Services.GetRequiredService<IAuthorizationCodeStore>();

    /// <summary>A good authorization request, changed as told; null takes a parameter out.</summary>
    public static OAuthRequest Request(params (string Name, string? Value)[] changes) => new()
    {
        Method = "GET",
        Url = $"{Issuer}/oauth/authorize",
        IsHttps = true,
        ClientIp = "192.0.2.7",
        Parameters = new RequestParameters(Changed(
            [
                ("response_type", "code"), ("client_id", "app"), ("redirect_uri", Callback), ("scope", "openid read:reports"),
                ("state", "xyz"), ("nonce", "n-0S6"), ("code_challenge", Challenge), ("code_challenge_method", "S256"),
            ],
            changes)),
    };

    public static OAuthRequest Raw(params (string Name, string Value)[] parameters) =>
        Request() with { Parameters = new RequestParameters(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) };

    public static OAuthRequest Push(params (string Name, string? Value)[] changes)
    {
        var request = Request(changes.Any(change => change.Name == "client_secret") ? changes : [("client_secret", Secret), .. changes]);
        return request with { Method = "POST", Url = $"{Issuer}/oauth/par" };
    }

    public Task<AuthorizeOutcome> AuthorizeAsync(params (string Name, string? Value)[] changes) => AuthorizeAsync(Request(changes));

    public async Task<AuthorizeOutcome> AuthorizeAsync(OAuthRequest request)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthorizeService>().HandleAsync(request, Person, CancellationToken.None);
    }

    public async Task<Outcome<PushedAuthorizationResponse>> PushAsync(OAuthRequest request)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PushedAuthorizationService>().HandleAsync(request, CancellationToken.None);
    }

    /// <summary>Pushes a good request and answers its reference.</summary>
    public async Task<string> PushedAsync(params (string Name, string? Value)[] changes) =>
        (await PushAsync(Push(changes))).Answer.TryGet(out var response, out var error)
            ? response.RequestUri
            : throw new AssertionException($"not pushed: {error.Code} {error.Description}");

    public IPushedRequestStore Pushed => Services.GetRequiredService<IPushedRequestStore>();

    public async Task<AuthorizationCode> CodeOfAsync(AuthorizeOutcome outcome) =>
        (await Codes.FindAsync(TokenHash.Of(outcome.Sent("code")), CancellationToken.None))!.Code;

    private static IEnumerable<KeyValuePair<string, string>> Changed((string Name, string? Value)[] good, (string Name, string? Value)[] changes) =>
        good.Where(pair => !changes.Any(change => change.Name == pair.Name)).Concat(changes)
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Name, pair.Value!));

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(Options));
        services.AddSingleton<IClientStore>(new ClientsOf(this));
        services.AddSingleton<IPrincipalPolicy>(new Principals());
        services.AddSingleton<ISenderConstraints>(Constraints);
        services.AddSingleton<IRemoteKeys>(new NoRemoteKeys());
        services.AddSingleton<IKeystore>(new StaticKeystore(ServerKey.FromText(ServerPem), ServerKey.FromText(RsaPem, algorithm: "PS256")));
        services.AddSingleton<InMemoryGrantStore>();
        services.AddSingleton<IAuthorizationCodeStore, InMemoryAuthorizationCodeStore>();
        services.AddSingleton<IPushedRequestStore, InMemoryPushedRequestStore>();
        services.AddSingleton<IReplayStore, InMemoryReplayStore>();
        services.AddSingleton<IDpopNonceStore, InMemoryDpopNonceStore>();
        services.AddSingleton<ILogoutSessionStore, InMemoryLogoutSessionStore>();
        services.AddSingleton(Outbound);
        services.AddSingleton<IConsentGrantStore, InMemoryConsentGrantStore>();
        services.AddSingleton(new OfferedGrants([], Microsoft.Extensions.Options.Options.Create(Options))); // the token endpoint is not here
        services.AddLogging();
        services.AddAttestoProtocol();
        services.AddScoped<IdTokenVerifier>();
        services.AddScoped<IdTokenIssuer>();
        return services.BuildServiceProvider();
    }

    private sealed class ClientsOf(FrontChannel server) : IClientStore
    {
        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
            ValueTask.FromResult(server.Others.Prepend(server.App).FirstOrDefault(client => client.Id == clientId));
    }

    private sealed class Principals : IPrincipalPolicy
    {
        public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(context.Subject is null ? null : new Principal("user", $"usr_{context.Subject}"));
    }

    private sealed class NoRemoteKeys : IRemoteKeys
    {
        public ValueTask<JsonWebKeySet?> FindAsync(string jwksUri, string? keyId, CancellationToken cancellationToken) => ValueTask.FromResult<JsonWebKeySet?>(null);
    }
}

/// <summary>The person at the browser, signed in and agreeable unless told otherwise.</summary>
internal sealed class Person : IInteraction
{
    public SignInOutcome SignIn { get; set; } = new SignInOutcome.Authenticated("alice");

    public ConsentOutcome Consent { get; set; } = new ConsentOutcome.Granted();

    public List<SignInRequest> Asked { get; } = [];

    public List<ConsentRequest> AskedToAgree { get; } = [];

    public Func<Task> OnConsent { get; set; } = () => Task.CompletedTask;

    public ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return ValueTask.FromResult(SignIn);
    }

    public async ValueTask<ConsentOutcome> ConsentAsync(ConsentRequest request, CancellationToken cancellationToken)
    {
        AskedToAgree.Add(request);
        await OnConsent();
        return Consent;
    }
}

/// <summary>Sender constraints as told, and what was committed.</summary>
internal sealed class FakeConstraints : ISenderConstraints
{
    public Result<SenderConstraint> Resolves { get; set; } = SenderConstraint.Unbound;

    public OAuthError? Commits { get; set; }

    public List<SenderConstraint> Committed { get; } = [];

    public List<string> Urls { get; } = [];

    public List<Client> Clients { get; } = [];

    public ValueTask<Result<SenderConstraint>> ResolveAsync(OAuthRequest request, Client client, string endpointUrl, CancellationToken cancellationToken)
    {
        Urls.Add(endpointUrl);
        Clients.Add(client);
        return ValueTask.FromResult(Resolves);
    }

    public ValueTask<OAuthError?> CommitAsync(SenderConstraint constraint, CancellationToken cancellationToken)
    {
        Committed.Add(constraint);
        return ValueTask.FromResult(Commits);
    }
}

/// <summary>What a test asks of an outcome.</summary>
internal static class OutcomeReading
{
    extension(AuthorizeOutcome outcome)
    {
        /// <summary>The response that leaves for the client; fails the test if there is none.</summary>
        public AuthorizationResponse Response => outcome.Answer is AuthorizeAnswer.Respond(var response)
            ? response
            : throw new AssertionException($"no response to the client but {outcome.Answer}");

        public OAuthError Shown => outcome.Answer is AuthorizeAnswer.Show(var error, _)
            ? error
            : throw new AssertionException($"not shown: {(outcome.Answer is AuthorizeAnswer.Respond(var sent) ? sent.ToLocation() : outcome.Answer)}");

        public string Sent(string name) => outcome.SentOrNull(name) ?? throw new AssertionException($"no {name} in {outcome.Response.ToLocation()}");

        public string? SentOrNull(string name) => outcome.Response.Parameters.Where(pair => pair.Key == name).Select(pair => pair.Value).SingleOrDefault();
    }

    extension(Outcome<PushedAuthorizationResponse> outcome)
    {
        public OAuthError Error => outcome.Answer.TryGet(out _, out var error) ? throw new AssertionException("it was pushed") : error;
    }
}
