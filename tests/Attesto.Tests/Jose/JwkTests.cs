using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

public sealed class JwkTests
{
    [TestCase("ES256")]
    [TestCase("ES384")]
    [TestCase("ES512")]
    [TestCase("PS256")]
    [TestCase("EdDSA")]
    public void A_published_key_is_read_back(string algorithm)
    {
        var key = TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm).PublicKey;
        Assert.That(Jwk.TryParse(JsonElement.Parse(key.Json()), out var read, out _), Is.True);
        Assert.That(
            (read!.KeyId, read.Algorithm, read.Use, read.KeyType, read.Curve, read.Thumbprint),
            Is.EqualTo((key.Thumbprint, algorithm, "sig", key.KeyType, key.Curve, key.Thumbprint)));
        Assert.That(JsonNode.Parse(key.Json())!.AsObject().Select(member => member.Key), Is.SubsetOf(new[] { "kty", "crv", "x", "y", "n", "e", "kid", "use", "alg" }));
    }

    [Test(Description = "RFC 8259 §8.3: an escaped character is the character")]
    public void A_member_may_be_written_with_escapes([Values("P-256", "RSA")] string kind)
    {
        var json = Json(kind);
        var member = kind is "RSA" ? "n" : "x";
        var digits = (string)json[member]!;
        var escaped = json.ToJsonString().Replace($"\"{digits}\"", $"\"\\u{(int)digits[0]:x4}{digits[1..]}\"", StringComparison.Ordinal);
        Assert.That(escaped, Does.Contain("\\u"));
        Assert.That(Jwk.TryParse(JsonElement.Parse(escaped), out var key, out _), Is.True);
        Assert.That(Jwk.TryParse(json.Deserialize<JsonElement>(), out var plain, out _), Is.True);
        Assert.That(key!.Thumbprint, Is.EqualTo(plain!.Thumbprint));
    }

    [TestCase("P-256", "ES256")]
    [TestCase("RSA", "RS256")]
    public void A_key_without_alg_is_bound_to_the_one_it_implies(string kind, string algorithm)
    {
        var json = Json(kind);
        json.Remove("alg");
        Assert.That(Jwk.TryParse(json.Deserialize<JsonElement>(), out var key, out _), Is.True);
        Assert.That((key!.BoundAlgorithm, key.IsUsableFor(algorithm), key.IsUsableFor("PS256")), Is.EqualTo((algorithm, true, false)));
    }

    [Test]
    public void A_private_or_symmetric_member_refuses_the_key([Values("d", "p", "q", "dp", "dq", "qi", "oth", "k")] string member, [Values("P-256", "RSA")] string kind)
    {
        var json = Json(kind);
        json[member] = "AA";
        Assert.That(FaultOf(json), Is.EqualTo(JoseFault.PrivateKey));
    }

    [TestCase("x", "AA", JoseFault.MalformedKey)]
    [TestCase("x", null, JoseFault.MalformedKey)]
    [TestCase("y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", JoseFault.MalformedKey, Description = "not on the curve")]
    [TestCase("crv", "P-384", JoseFault.MalformedKey)]
    [TestCase("crv", "secp256k1", JoseFault.UnsupportedKey)]
    [TestCase("kty", "oct", JoseFault.UnsupportedKey)]
    [TestCase("kty", null, JoseFault.MalformedKey)]
    [TestCase("alg", "ES384", JoseFault.MalformedKey)]
    [TestCase("alg", "ECDH-ES", JoseFault.UnsupportedKey)]
    public void A_bad_elliptic_curve_key_is_refused(string member, string? value, JoseFault expected)
    {
        var json = Json("P-256");
        json[member] = value;
        Assert.That(FaultOf(json), Is.EqualTo(expected));
    }

    [TestCase("e", "AA", JoseFault.MalformedKey)]
    [TestCase("e", "AQ", JoseFault.MalformedKey, Description = "one: every signature is its own message")]
    [TestCase("e", "Ag", JoseFault.MalformedKey, Description = "even")]
    [TestCase("e", "AQAAAAAAAAAAAAAB", JoseFault.MalformedKey, Description = "slow on purpose")]
    [TestCase("n", "AQAB", JoseFault.WeakKey)]
    public void A_bad_RSA_key_is_refused(string member, string value, JoseFault expected)
    {
        var json = Json("RSA");
        json[member] = value;
        Assert.That(FaultOf(json), Is.EqualTo(expected));
    }

    [TestCase(1024, JoseFault.WeakKey)]
    [TestCase(2047, JoseFault.WeakKey)]
    [TestCase(8200, JoseFault.UnsupportedKey)]
    public void An_RSA_key_has_2048_bits_at_least(int bits, JoseFault expected)
    {
        var modulus = new byte[(bits + 7) / 8];
        RandomNumberGenerator.Fill(modulus);
        modulus[0] = (byte)(0xFF >> ((8 - (bits % 8)) % 8));
        var json = Json("RSA");
        json["n"] = Base64Url.EncodeToString(modulus);
        Assert.That(FaultOf(json), Is.EqualTo(expected));
    }

    [Test]
    public void A_leading_zero_is_not_another_form_of_the_same_key()
    {
        var json = Json("RSA");
        json["n"] = Base64Url.EncodeToString([0, .. Base64Url.DecodeFromChars((string)json["n"]!)]);
        Assert.That(FaultOf(json), Is.EqualTo(JoseFault.MalformedKey));
    }

    [Test]
    public void A_set_leaves_out_what_it_cannot_use_and_refuses_secrets()
    {
        var good = Json("P-256");
        var set = new JsonObject { ["keys"] = new JsonArray(good, new JsonObject { ["kty"] = "oct2" }, new JsonObject { ["kty"] = "EC" }, 1) };
        Assert.That(JwkSet.TryParse(set.ToJsonString(), out var read), Is.True);
        Assert.That(read!.Keys.Select(key => key.KeyId), Is.EqualTo(new[] { (string)good["kid"]! }));
        set["keys"]!.AsArray().Add(new JsonObject { ["kty"] = "oct", ["k"] = "AA" });
        Assert.That(JwkSet.TryParse(set.ToJsonString(), out _), Is.False);
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"keys":{}}""")]
    [TestCase("""{"keys":[],"keys":[]}""")]
    public void A_document_that_is_no_set_is_refused(string text) => Assert.That(JwkSet.TryParse(text, out _), Is.False);

    [Test]
    public void A_key_for_encryption_verifies_nothing()
    {
        var json = Json("P-256");
        json["use"] = "enc";
        Assert.That(Jwk.TryParse(json.Deserialize<JsonElement>(), out var key, out _), Is.True);
        Assert.That(key!.IsUsableFor("ES256"), Is.False);
    }

    private static JsonObject Json(string kind) =>
        JsonNode.Parse((kind == "RSA" ? TestKeys.Rs256 : TestKeys.Es256).PublicKey.Json())!.AsObject();

    private static JoseFault FaultOf(JsonObject json) =>
        Jwk.TryParse(json.Deserialize<JsonElement>(), out _, out var fault) ? JoseFault.None : fault;
}
