using System.Text.Json.Nodes;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.Testing;
using Attesto.Tests.Keys;
using Microsoft.Extensions.Options;

namespace Attesto.Tests.Tokens;

/// <summary>A server's token side, assembled from its real parts on a fake clock.</summary>
internal sealed class Issuer
{
    public const string Url = "https://as.example";
    public const string Audience = "https://api.example";

    public Issuer(IKeystore? keys = null)
    {
        Keys = keys ?? TestKeys.Keystore();
        Options = new AttestoOptions
        {
            Issuer = Url,
            Audience = Audience,
            Subjects = { PrincipalKinds = [new PrincipalKind { Value = "user", SubPrefix = "usr_" }, new PrincipalKind { Value = "client", SubPrefix = "cli_" }] },
        };
        new Attesto.Clients.ClientSigningDefaults(TestKeys.Algorithms).PostConfigure(null, Options);
    }

    public AttestoOptions Options { get; }

    public FakeClock Clock { get; } = new();

    public IKeystore Keys { get; }

    public IOptions<AttestoOptions> Wrapped => Microsoft.Extensions.Options.Options.Create(Options);

    public JwtProfiles Profiles => new(Wrapped, TestKeys.Algorithms);

    public AccessTokenIssuer AccessTokens => new(Keys, Wrapped, Clock);

    public AccessTokenVerifier Verifier => new(new KeystoreKeySource(Keys), Profiles, TestKeys.Algorithms, Wrapped, Clock);

    public IdTokenIssuer IdTokens => new(Keys, Wrapped, Clock);

    public IdTokenVerifier Hints => new(Keys, Profiles, TestKeys.Algorithms, Wrapped, Clock);

    public long Now => Clock.Now.ToUnixTimeSeconds();

    public static AccessTokenRequest ARequest(JsonObject? claims = null) => new()
    {
        Principal = new Principal("user", "usr_alice") { Claims = claims },
        ClientId = "app",
        Scope = ScopeSet.Of("read", "write"),
    };

    public async Task<IssuedAccessToken> IssueAsync(AccessTokenRequest? request = null) =>
        (await AccessTokens.IssueAsync(request ?? ARequest(), default)).TryGet(out var token, out var error) ? token : throw new InvalidOperationException($"{error}");

    public async Task<Enum?> FaultOfAsync(string token) =>
        (await Verifier.VerifyAsync(token, [Audience], default)).TryGet(out _, out var error) ? null : error.Fault;
}
