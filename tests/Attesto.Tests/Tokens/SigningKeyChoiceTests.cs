using System.Text.Json;
using Attesto.Keys;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

/// <summary>An access token is signed with ES256 where there is such a key, in whatever order the keys stand; else with the first (RFC 9068 §2.1).</summary>
public sealed class SigningKeyChoiceTests
{
    [Test]
    public async Task Es256_signs_before_the_first_key()
    {
        var issuer = new Issuer(new StaticKeystore(ServerKey.FromText(TestKeys.RsaPem), ServerKey.FromText(TestKeys.P256Pem)));
        Assert.That(AlgorithmOf((await issuer.IssueAsync()).Token), Is.EqualTo("ES256"));
    }

    [Test]
    public async Task Without_it_the_first_key_signs()
    {
        var issuer = new Issuer(new StaticKeystore(ServerKey.FromText(TestKeys.P384Pem), ServerKey.FromText(TestKeys.RsaPem)));
        Assert.That(AlgorithmOf((await issuer.IssueAsync()).Token), Is.EqualTo("ES384"));
    }

    private static string AlgorithmOf(string token) =>
        JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0])).GetProperty("alg").GetString()!;
}
