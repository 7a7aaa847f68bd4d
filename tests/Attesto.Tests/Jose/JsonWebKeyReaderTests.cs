using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;
using Attesto.Tests.Keys;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

public sealed class JsonWebKeyReaderTests
{
    [TestCase("ES256")]
    [TestCase("ES384")]
    [TestCase("ES512")]
    [TestCase("PS256")]
    [TestCase("EdDSA")]
    [TestCase("Ed25519")]
    public void A_published_key_is_read_back(string algorithm)
    {
        var key = TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm);
        Assert.That(JsonWebKeyReader.TryRead(JsonElement.Parse(key.Json), out var read, out _), Is.True);
        Assert.That(
            (read!.Kid, read.Alg, read.Use, read.Kty, read.Crv, VerificationKey.ThumbprintOf(read)),
            Is.EqualTo((key.Thumbprint, algorithm, "sig", key.PublicKey.Kty, key.PublicKey.Crv, key.Thumbprint)));
        Assert.That(JsonNode.Parse(key.Json)!.AsObject().Select(member => member.Key), Is.SubsetOf(new[] { "kty", "crv", "x", "y", "n", "e", "kid", "use", "alg" }));
    }

    [Test(Description = "RFC 8259 §8.3: an escaped character is the character")]
    public void A_member_may_be_written_with_escapes([Values("P-256", "RSA")] string kind)
    {
        var json = Json(kind);
        var member = kind is "RSA" ? "n" : "x";
        var digits = (string)json[member]!;
        var escaped = json.ToJsonString().Replace($"\"{digits}\"", $"\"\\u{(int)digits[0]:x4}{digits[1..]}\"", StringComparison.Ordinal);
        Assert.That(escaped, Does.Contain("\\u"));
        Assert.That(JsonWebKeyReader.TryRead(JsonElement.Parse(escaped), out var key, out _), Is.True);
        Assert.That(JsonWebKeyReader.TryRead(json.Deserialize<JsonElement>(), out var plain, out _), Is.True);
        Assert.That(VerificationKey.ThumbprintOf(key!), Is.EqualTo(VerificationKey.ThumbprintOf(plain!)));
    }

    [TestCase("P-256", "ES256", true)]
    [TestCase("P-256", "ES384", false)]
    [TestCase("RSA", "RS256", true)]
    [TestCase("RSA", "PS256", true, Description = "RFC 7517 §4.4")]
    [TestCase("RSA", "PS512", true)]
    [TestCase("RSA", "ES256", false)]
    public void A_key_without_alg_verifies_what_its_type_and_curve_can(string kind, string algorithm, bool accepts)
    {
        var json = Json(kind);
        json.Remove("alg");
        Assert.That(JsonWebKeyReader.TryRead(json.Deserialize<JsonElement>(), out var key, out _), Is.True);
        Assert.That(TestKeys.Algorithms.Open(key!).Accepts(algorithm), Is.EqualTo(accepts));
    }

    [Test]
    public void A_point_off_its_curve_verifies_nothing()
    {
        var json = Json("P-256");
        json["y"] = new string('A', 43);
        Assert.That(JsonWebKeyReader.TryRead(json.Deserialize<JsonElement>(), out var key, out _), Is.True, "it has the form of a key");
        Assert.That(TestKeys.Algorithms.Open(key!).Verify("ES256", [1], 1, new byte[64]), Is.False);
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
    [TestCase("y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", JoseFault.MalformedKey, Description = "stray bits")]
    [TestCase("y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", JoseFault.MalformedKey, Description = "padding")]
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
    [TestCase(4097, JoseFault.UnsupportedKey)]
    [TestCase(8200, JoseFault.UnsupportedKey)]
    public void An_RSA_key_has_2048_to_4096_bits(int bits, JoseFault expected)
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
        Assert.That(JsonWebKeyReader.TryReadSet(set.ToJsonString(), out var read), Is.True);
        Assert.That(read!.Keys.Select(key => key.Kid), Is.EqualTo(new[] { (string)good["kid"]! }));
        set["keys"]!.AsArray().Add(new JsonObject { ["kty"] = "oct", ["k"] = "AA" });
        Assert.That(JsonWebKeyReader.TryReadSet(set.ToJsonString(), out _), Is.False);
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"keys":{}}""")]
    [TestCase("""{"keys":[],"keys":[]}""")]
    public void A_document_that_is_no_set_is_refused(string text) => Assert.That(JsonWebKeyReader.TryReadSet(text, out _), Is.False);

    [TestCase("use", "\"enc\"")]
    [TestCase("key_ops", "[\"sign\"]")]
    [TestCase("key_ops", "[\"encrypt\",\"wrapKey\"]")]
    public void A_key_for_something_else_verifies_nothing(string member, string value)
    {
        var json = Json("P-256");
        json[member] = JsonNode.Parse(value);
        Assert.That(JsonWebKeyReader.TryRead(json.Deserialize<JsonElement>(), out var key, out _), Is.True);
        Assert.That(TestKeys.Algorithms.Open(key!).Accepts("ES256"), Is.False);
    }

    [TestCase("[]")]
    [TestCase("\"verify\"")]
    [TestCase("[1]")]
    [TestCase("[\"verify\",\"verify\"]", Description = "RFC 7517 §4.3: duplicates MUST NOT be present")]
    public void Malformed_operations_refuse_the_key(string value)
    {
        var json = Json("P-256");
        json["key_ops"] = JsonNode.Parse(value);
        Assert.That(FaultOf(json), Is.EqualTo(JoseFault.MalformedKey));
    }

    [TestCase("kid")]
    [TestCase("alg")]
    [TestCase("use")]
    [TestCase("crv")]
    [TestCase("n")]
    public void A_member_of_another_type_refuses_the_key(string member)
    {
        var json = Json("P-256");
        json[member] = 1;
        Assert.That(FaultOf(json), Is.EqualTo(JoseFault.MalformedKey));
    }

    [Test(Description = "The library itself takes all of these without a word.")]
    public void A_set_that_the_host_made_is_held_to_the_same_rules()
    {
        var good = TestKeys.Es256.PublicKey;
        JsonWebKey[] bad =
        [
            new(), new() { Kty = "oct", K = "AA" }, new(TestKeys.Es256.Json) { X = "AA" }, new(TestKeys.Es256.Json) { D = "AA" }, new(TestKeys.Es256.Json) { Use = "enc" },
                new(TestKeys.Es256.Json) { Alg = "RS256" },
        ];
        Assert.That(bad.Select(key => TestKeys.Algorithms.Find(key).Accepts("ES256")), Has.All.False);
        Assert.That(TestKeys.Algorithms.Find(good).Accepts("ES256"), Is.True);
    }

    private static JsonObject Json(string kind) =>
        JsonNode.Parse((kind == "RSA" ? TestKeys.Rs256 : TestKeys.Es256).Json)!.AsObject();

    private static JoseFault FaultOf(JsonObject json) =>
        JsonWebKeyReader.TryRead(json.Deserialize<JsonElement>(), out _, out var fault) ? JoseFault.None : fault;
}
