using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.Tests.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

/// <summary>Another library validates what we mint, from the key set that we publish.</summary>
public sealed class IndependentJudgeTests
{
    // Not EdDSA: the judge does not know it.
    private static readonly string[] Algorithms = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    [Test]
    public async Task An_access_token_is_valid_to_others([ValueSource(nameof(Algorithms))] string algorithm)
    {
        var issuer = Issuing(algorithm);
        var result = await ValidateAsync(issuer, (await issuer.IssueAsync()).Token, Issuer.Audience, "at+jwt");
        Assert.That(result.IsValid, Is.True, $"{result.Exception}");
        Assert.That((result.Claims["sub"], result.Claims["client_id"], result.Claims["scope"]), Is.EqualTo(((object)"usr_alice", (object)"app", (object)"read write")));
        Assert.That(((JsonWebToken)result.SecurityToken).Alg, Is.EqualTo(algorithm));
    }

    [Test]
    public async Task An_ID_token_is_valid_to_others([ValueSource(nameof(Algorithms))] string algorithm)
    {
        var issuer = Issuing(algorithm);
        var request = new IdTokenRequest { Client = new Client { Id = "app", IdTokenSignedResponseAlg = algorithm }, Subject = "usr_alice", Nonce = "n", Amr = ["pwd"] };
        Assert.That((await issuer.IdTokens.IssueAsync(request, default)).TryGet(out var token, out _), Is.True);
        var result = await ValidateAsync(issuer, token!, "app", "JWT");
        Assert.That(result.IsValid, Is.True, $"{result.Exception}");
        Assert.That((result.Claims["sub"], result.Claims["nonce"]), Is.EqualTo(((object)"usr_alice", (object)"n")));
    }

    [Test]
    public async Task The_judge_can_say_no()
    {
        var issuer = Issuing("ES256");
        var result = await ValidateAsync(issuer, (await issuer.IssueAsync()).Token, "https://other.example", "at+jwt");
        Assert.That(result.Exception, Is.InstanceOf<SecurityTokenInvalidAudienceException>());
    }

    // The judge reads the real clock.
    private static Issuer Issuing(string algorithm)
    {
        var issuer = new Issuer(new StaticKeystore(ServerKey.FromText(TestKeys.PemFor(algorithm), algorithm: algorithm)));
        issuer.Clock.Advance(TimeProvider.System.GetUtcNow() - issuer.Clock.Now);
        return issuer;
    }

    private static async Task<TokenValidationResult> ValidateAsync(Issuer issuer, string token, string audience, string type)
    {
        var keys = await issuer.Keys.GetVerificationKeysAsync(default);
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer.Url,
            ValidAudience = audience,
            ValidTypes = [type],
            IssuerSigningKeys = new JsonWebKeySet(TestKey.JsonOf(writer => JsonWebKeyWriter.WriteSet(writer, keys))).GetSigningKeys(),
        });
    }
}
