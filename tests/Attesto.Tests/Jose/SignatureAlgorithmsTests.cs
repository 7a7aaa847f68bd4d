using System.Text;
using Attesto.Jose;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

/// <summary>Ed25519 is there where Attesto.EdDsa is registered, and nowhere else.</summary>
public sealed class SignatureAlgorithmsTests
{
    private static readonly byte[] Input = Encoding.ASCII.GetBytes("e30.e30");

    [Test]
    public void A_key_that_is_read_anew_is_known_again()
    {
        var (algorithms, json) = (new SignatureAlgorithms([]), TestKeys.NewEs256().Json);
        var first = Read(json);
        Assert.That(algorithms.Find(first).Keys[0], Is.SameAs(algorithms.Find(Read(json)).Keys[0]));
        foreach (var member in new[] { "\"kid\":\"other\"", "\"use\":\"enc\"", "\"key_ops\":[\"sign\"]" })
        {
            var other = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
            foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse($"{{{member}}}")!.AsObject())
            {
                other[name] = value!.DeepClone();
            }

            Assert.That(algorithms.Find(Read(other.ToJsonString())).Keys.FirstOrDefault(), Is.Not.SameAs(algorithms.Find(first).Keys[0]), member);
        }

        static Microsoft.IdentityModel.Tokens.JsonWebKeySet Read(string key) =>
            JsonWebKeyReader.TryReadSet(System.Text.Json.JsonElement.Parse($$"""{"keys":[{{key}}]}"""), out var set) ? set : throw new AssertionException(key);
    }

    [TestCase("EdDSA")]
    [TestCase("Ed25519")]
    public void Without_the_package_Ed25519_is_neither_accepted_nor_advertised(string algorithm)
    {
        var key = TestKeys.Signing(TestKeys.Ed25519Pem, algorithm);
        var platform = new SignatureAlgorithms([]);
        Assert.That((platform.IsSupported(algorithm), platform.Supported.Contains(algorithm), platform.ClientDefaults.Contains(algorithm)), Is.EqualTo((false, false, false)));
        Assert.That(platform.Find(key.PublicKey).Verify(algorithm, Input, Input.Length, key.Sign(Input)), Is.False);
    }

    [Test(Description = "RFC 9864 §2.2: one algorithm with two names, whichever the key was registered under")]
    public void With_the_package_a_signature_counts_under_either_name([Values("EdDSA", "Ed25519")] string registered, [Values("EdDSA", "Ed25519")] string sent)
    {
        var key = TestKeys.Signing(TestKeys.Ed25519Pem, registered);
        Assert.That(TestKeys.Algorithms.ClientDefaults, Is.SupersetOf(new[] { "EdDSA", "Ed25519" }));
        Assert.That(TestKeys.Algorithms.Find(key.PublicKey).Verify(sent, Input, Input.Length, key.Sign(Input)), Is.True);
        Assert.That(TestKeys.Algorithms.Find(key.PublicKey).Verify("ES256", Input, Input.Length, key.Sign(Input)), Is.False);
    }
}
