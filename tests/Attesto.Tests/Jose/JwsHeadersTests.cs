using Attesto.Jose;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

/// <summary>What is kept may only save work: it must never change an answer, grow without end, or be won by a forger.</summary>
public sealed class JwsHeadersTests
{
    private static readonly string Es256 = Forge.Segment("""{"alg":"ES256"}""");
    private static readonly string Es384 = Forge.Segment("""{"alg":"ES384"}""");

    [Test]
    public void A_kept_header_is_found_by_its_text_alone()
    {
        var headers = new JwsHeaders(capacity: 1);
        var kept = Read(headers, Es256);
        headers.Keep(Es256, kept);
        Assert.That(Read(headers, Es256), Is.SameAs(kept));
        Assert.That(Read(headers, Es384).Algorithm, Is.EqualTo("ES384"), "it would stand in the same slot");
    }

    [Test]
    public void A_newer_header_takes_the_slot()
    {
        var headers = new JwsHeaders(capacity: 1);
        var (older, newer) = (Read(headers, Es256), Read(headers, Es384));
        headers.Keep(Es256, older);
        headers.Keep(Es384, newer);
        Assert.That(Read(headers, Es384), Is.SameAs(newer));
        Assert.That(Read(headers, Es256), Is.Not.SameAs(older));
        headers.Keep(Es256, older);
        Assert.That(Read(headers, Es256), Is.SameAs(older), "and gives it back");
    }

    [Test]
    public void The_headers_of_two_thousand_clients_stay()
    {
        var headers = new JwsHeaders(capacity: 8192);
        var clients = Enumerable.Range(0, 2000).Select(number => Forge.Segment($$"""{"alg":"ES256","kid":"{{number}}"}""")).ToList();
        var kept = clients.ConvertAll(client => Read(headers, client));
        foreach (var (client, header) in clients.Zip(kept))
        {
            headers.Keep(client, header);
        }

        var found = clients.Zip(kept).Count(pair => ReferenceEquals(Read(headers, pair.First), pair.Second));
        Assert.That(found, Is.GreaterThan(1900), "a few may share their slots with too many");
    }

    [Test]
    public void A_header_in_use_outlives_those_that_came_once()
    {
        var headers = new JwsHeaders(capacity: 8);
        var kept = Read(headers, Es256);
        headers.Keep(Es256, kept);
        for (var passer = 0; passer < 100; passer++)
        {
            var segment = Forge.Segment($$"""{"alg":"ES256","kid":"{{passer}}"}""");
            headers.Keep(segment, Read(headers, segment));
            Assert.That(Read(headers, Es256), Is.SameAs(kept), $"after {passer}");
        }
    }

    [Test]
    public void A_long_header_is_not_kept()
    {
        var headers = new JwsHeaders(capacity: 1);
        var text = Forge.Segment($$"""{"alg":"ES256","kid":"{{new string('k', JwsHeaders.MaxLength)}}"}""");
        var header = Read(headers, text);
        headers.Keep(text, header);
        Assert.That(Read(headers, text), Is.Not.SameAs(header));
    }

    [TestCase("""{"alg":"ES256","crit":[]}""", JoseFault.Critical)]
    [TestCase("""{"alg":1}""", JoseFault.BadHeader)]
    [TestCase("""{"alg":"ES256","alg":"ES256"}""", JoseFault.NotJson)]
    public void A_bad_header_stays_bad(string json, JoseFault expected)
    {
        var headers = new JwsHeaders(capacity: 1);
        var good = Read(headers, Es256);
        headers.Keep(Es256, good);
        Assert.That(headers.TryRead(Forge.Segment(json), out var header), Is.EqualTo(expected));
        Assert.That(header, Is.Null);
    }

    [Test]
    public void Only_a_signature_that_verifies_keeps_a_header()
    {
        var key = TestKeys.Es256;
        var json = $$"""{"alg":"ES256","kid":"{{Secret.NewId()}}"}""";
        var header = Forge.Segment(json);

        Assert.That(Parse($"{header}.e30.{new string('A', 86)}").IsSignedBy(TestKeys.Algorithms.Find(key.PublicKey)), Is.False);
        Assert.That(Read(JwsHeaders.Shared, header), Is.Not.SameAs(Read(JwsHeaders.Shared, header)), "a forger left nothing behind");

        var signed = Forge.Signed(key, json, "{}");
        Assert.That(Parse(signed).IsSignedBy(TestKeys.Algorithms.Find(key.PublicKey)), Is.True);
        Assert.That(Read(JwsHeaders.Shared, header), Is.SameAs(Read(JwsHeaders.Shared, header)));

        Assert.That(Parse($"{header}.e30.{new string('A', 86)}").IsSignedBy(TestKeys.Algorithms.Find(key.PublicKey)), Is.False, "known or not, the signature counts");
        Assert.That(Parse(Forge.Signed(TestKeys.NewEs256(), json, "{}")).IsSignedBy(TestKeys.Algorithms.Find(key.PublicKey)), Is.False);
        Assert.That(CompactJws.TryParse($"{header}.e31.{signed.Split('.')[2]}", out _, out var fault) ? JoseFault.None : fault, Is.EqualTo(JoseFault.NotCompact));
    }

    [Test(Description = "Two senders fight for one slot, and their keys are freed while others verify with them.")]
    public void Answers_do_not_depend_on_who_holds_the_slot()
    {
        var headers = new JwsHeaders(capacity: 1);
        var senders = new[] { new Sender(), new Sender(), new Sender() };
        Parallel.For(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var (own, other) = (senders[i % 3], senders[(i + 1) % 3]);
            var header = Read(headers, own.Header);
            Assert.That(Verifies(header, own.Input, own.Signature), Is.True);
            Assert.That(Verifies(header, own.Input, other.Signature), Is.False);
            headers.Keep(own.Header, header);
            header.Release();
        });
    }

    private static bool Verifies(JwsHeader header, byte[] input, byte[] signature) =>
        header.FindEmbeddedKey(TestKeys.Algorithms)!.Verify("ES256", input, input.Length, signature);

    private sealed class Sender
    {
        public Sender()
        {
            var key = TestKeys.NewEs256();
            Header = Forge.Segment($$"""{"alg":"ES256","jwk":{{Attesto.Tests.Dpop.Proof.Jwk(key).ToJsonString()}}}""");
            Signature = key.Sign(Input);
        }

        public string Header { get; }

        public byte[] Input { get; } = [1, 2, 3];

        public byte[] Signature { get; }
    }

    private static JwsHeader Read(JwsHeaders headers, string segment) =>
        headers.TryRead(segment, out var header) is var fault && header is not null ? header : throw new AssertionException($"{fault}");

    private static CompactJws Parse(string text) => CompactJws.TryParse(text, out var jws, out var fault) ? jws : throw new AssertionException($"{fault}");
}
