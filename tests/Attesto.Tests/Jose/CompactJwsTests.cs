using System.Security.Cryptography;
using System.Text;
using Attesto.Jose;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

public sealed class CompactJwsTests
{
    private const string Es256 = """{"alg":"ES256"}""";

    [TestCase("", JoseFault.NotCompact)]
    [TestCase("a.b", JoseFault.NotCompact)]
    [TestCase("..", JoseFault.NotCompact)]
    [TestCase("e30.e30.", JoseFault.NotCompact, Description = "no signature, as with none")]
    [TestCase("e30..AAAA", JoseFault.NotCompact)]
    [TestCase("e30.e30.AAAA.AAAA", JoseFault.NotCompact)]
    [TestCase("e30=.e30.AAAA", JoseFault.NotCompact)]
    [TestCase("eyJhbGciOiJFUzI1NiJ9. e30.AAAA", JoseFault.NotCompact)]
    [TestCase("e31.e30.AAAA", JoseFault.NotCompact, Description = "stray bits in the header")]
    [TestCase("e30.e30.AAB", JoseFault.NotCompact, Description = "stray bits in the signature")]
    [TestCase("e30.e30.AAAA", JoseFault.BadHeader, Description = "no alg")]
    public void A_malformed_text_is_refused(string text, JoseFault expected) => Assert.That(FaultOf(text), Is.EqualTo(expected));

    [TestCase("""{"alg":"ES256","crit":[]}""", JoseFault.Critical)]
    [TestCase("""{"alg":"ES256","crit":["exp"],"exp":1}""", JoseFault.Critical)]
    [TestCase("""{"alg":""}""", JoseFault.BadHeader)]
    [TestCase("""{"alg":1}""", JoseFault.BadHeader)]
    [TestCase("""{"alg":"ES256","kid":1}""", JoseFault.BadHeader)]
    [TestCase("""{"alg":"ES256","typ":null}""", JoseFault.BadHeader)]
    [TestCase("""{"alg":"ES256","alg":"none"}""", JoseFault.NotJson)]
    [TestCase("""["alg"]""", JoseFault.NotJson)]
    public void A_header_with_tricks_is_refused(string header, JoseFault expected) =>
        Assert.That(FaultOf(Forge.Unsigned(header, "{}")), Is.EqualTo(expected));

    [TestCase("""{"sub":"a","sub":"b"}""")]
    [TestCase("""{"sub":"\ud800"}""")]
    [TestCase("null")]
    [TestCase("Payload")]
    public void A_payload_with_tricks_is_refused(string payload) =>
        Assert.That(FaultOf(Forge.Unsigned(Es256, payload)), Is.EqualTo(JoseFault.NotJson));

    [Test]
    public void A_megabyte_is_not_even_looked_at() => Assert.That(FaultOf(new string('e', 1 << 20)), Is.EqualTo(JoseFault.TooLarge));

    [Test]
    public void None_never_verifies()
    {
        var jws = Parse(Forge.Unsigned("""{"alg":"none"}""", "{}"));
        Assert.That(IsSigned(jws, TestKeys.Es256), Is.False);
    }

    [Test(Description = "RFC 8725 §2.1")]
    public void A_MAC_keyed_with_the_public_key_never_verifies()
    {
        var key = TestKeys.Rs256;
        var input = $"{Forge.Segment("""{"alg":"HS256"}""")}.{Forge.Segment("{}")}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Json), Encoding.ASCII.GetBytes(input));
        Assert.That(IsSigned(Parse($"{input}.{System.Buffers.Text.Base64Url.EncodeToString(mac)}"), key), Is.False);
    }

    [Test]
    public void The_key_and_not_the_header_decides_the_algorithm()
    {
        var rs256 = Parse(Forge.Signed(TestKeys.Rs256, """{"alg":"RS256"}""", "{}"));
        Assert.That(IsSigned(rs256, TestKeys.Rs256), Is.True);
        Assert.That(IsSigned(rs256, TestKeys.Ps256), Is.False, "the same RSA key, registered for PS256");
        var lie = Parse(Forge.Signed(TestKeys.Rs256, """{"alg":"PS256"}""", "{}"));
        Assert.That(IsSigned(lie, TestKeys.Ps256), Is.False);
    }

    [Test]
    public void A_key_of_another_curve_never_verifies()
    {
        var jws = Parse(Forge.Signed(TestKeys.Es256, """{"alg":"ES384"}""", "{}"));
        Assert.That(IsSigned(jws, TestKeys.Es256), Is.False);
        Assert.That(IsSigned(jws, TestKeys.Signing(TestKeys.P384Pem)), Is.False);
    }

    [Test]
    public void A_signature_of_any_length_is_only_wrong([Values("ES256", "RS256", "PS256", "EdDSA")] string algorithm, [Values(1, 3, 64, 256, 4096)] int length)
    {
        var key = TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm);
        var signature = System.Buffers.Text.Base64Url.EncodeToString(new byte[length]);
        Assert.That(IsSigned(Parse(Forge.Unsigned($$"""{"alg":"{{algorithm}}"}""", "{}", signature)), key), Is.False);
    }

    [Test]
    public void Every_algorithm_signs_and_verifies([ValueSource(typeof(JoseAlgorithms), nameof(JoseAlgorithms.Known))] string algorithm)
    {
        var key = TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm);
        var token = JwsWriter.SignAsync(key.Credentials, "x+jwt", writer => writer.WriteString("sub", "é😀<\""), default).AsTask().GetAwaiter().GetResult();
        var jws = Parse(token);
        Assert.That((jws.Algorithm, jws.KeyId, jws.Type, jws.Payload.GetProperty("sub").GetString()), Is.EqualTo((algorithm, key.KeyId, "x+jwt", "é😀<\"")));
        Assert.That(IsSigned(jws, key), Is.True);
        Assert.That(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0])), Does.Contain("\"x+jwt\""));
    }

    [Test]
    public void Keys_are_safe_under_concurrency([Values("ES256", "RS256", "EdDSA")] string algorithm)
    {
        var key = TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var token = JwsWriter.SignAsync(key.Credentials, null, i, static (writer, i) => writer.WriteNumber("i", i), default).AsTask().GetAwaiter().GetResult();
            var jws = Parse(token);
            Assert.That((IsSigned(jws, key), jws.Payload.GetProperty("i").GetInt32()), Is.EqualTo((true, i)));
        });
    }

    private static bool IsSigned(CompactJws jws, TestKey key) => jws.IsSignedBy(TestKeys.Algorithms.Find(key.PublicKey));

    private static JoseFault FaultOf(string text) => CompactJws.TryParse(text, out _, out var fault) ? JoseFault.None : fault;

    private static CompactJws Parse(string text) => CompactJws.TryParse(text, out var jws, out var fault) ? jws : throw new AssertionException($"{fault}");
}
