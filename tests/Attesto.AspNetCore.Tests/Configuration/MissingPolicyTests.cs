using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests.Configuration;

/// <summary>A decision that the host has not made is a refusal, and the log says which call makes it.</summary>
public sealed class MissingPolicyTests
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // RFC 7636 appendix B

    [Test]
    public async Task Nobody_has_consented_where_nobody_is_asked()
    {
        await using var host = await WithoutAsync<IConsentPolicy>();
        var answer = await AuthorizeAsync(host, "openid");
        Assert.That((answer["error"], answer.ContainsKey("code")), Is.EqualTo(("access_denied", false)));
        Assert.That(host.Log, Has.Some.Contains("AddConsentPolicy<T>()"));
    }

    [Test]
    public async Task Without_a_scope_policy_no_scope_is_granted()
    {
        await using var host = await WithoutAsync<IScopePolicy>();
        using var token = await host.Host.PostAsync(
            "/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", "read:reports"));
        Assert.That(
            ((int)token.StatusCode, await token.Content.ReadAsStringAsync()), Is.EqualTo((400, """{"error":"invalid_scope","error_description":"this server grants no scope"}""")));
        Assert.That(host.Log, Has.Some.Contains("AddScopePolicy<T>()"));
    }

    [Test]
    public async Task Without_a_refresh_token_policy_there_is_no_refresh_token()
    {
        await using var host = await WithoutAsync<IRefreshTokenPolicy>(("Attesto:Scopes:Supported:1", "offline_access"));
        var code = (await AuthorizeAsync(host, "openid offline_access"))["code"];
        using var token = await host.Host.PostAsync(
            "/oauth/token", ("grant_type", "authorization_code"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("code", code!),
            ("redirect_uri", "https://app.example/cb"), ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        Assert.That(await token.Content.ReadAsStringAsync(), Does.Contain("access_token").And.Not.Contain("refresh_token"));
    }

    [TestCase("true", null, 1)]
    [TestCase("true", "true", 0, Description = "a token is demanded")]
    [TestCase("false", null, 0)]
    public async Task The_start_warns_while_anybody_may_register(string enabled, string? token, int warnings)
    {
        await using var host = await WithoutAsync<IRegistrationPolicy>(
            ("Attesto:Registration:Enabled", enabled),
            ("Attesto:Registration:RequireInitialAccessToken", token ?? "false"),
            ("Attesto:Registration:InitialAccessTokens:0", TokenHash.Of("first").Value));
        Assert.That(host.Log.Count(line => line.Contains("anybody may register", StringComparison.Ordinal)), Is.EqualTo(warnings));
    }

    private static async Task<LoggedHost> WithoutAsync<TPolicy>(params (string Name, string Value)[] options)
    {
        var log = new Lines();
        var host = await TestHost.StartAsync(
            attesto => attesto.Services.AddSingleton<ILoggerProvider>(log),
            options.ToDictionary(option => option.Name, option => (string?)option.Value, StringComparer.Ordinal),
            without: typeof(TPolicy));
        return new LoggedHost(host, log);
    }

    private static async Task<Dictionary<string, string>> AuthorizeAsync(LoggedHost host, string scope)
    {
        using var response = await host.Host.CreateClient().GetAsync(QueryHelpers.AddQueryString("/oauth/authorize", new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "web",
            ["redirect_uri"] = "https://app.example/cb",
            ["scope"] = scope,
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        }));
        return QueryHelpers.ParseQuery(response.Headers.Location!.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }

    private sealed record LoggedHost(TestHost Host, Lines Lines) : IAsyncDisposable
    {
        public IEnumerable<string> Log => Lines.Written;

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
