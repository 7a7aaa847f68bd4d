using System.Text;
using Attesto.Jose;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

public sealed class StrictJsonTests
{
    [TestCase("{}")]
    [TestCase("""{"a":{"a":1},"b":[{"a":2}]}""")]
    [TestCase("""{"a":"\ud83d\ude00","b":"\\ud800","c":"\\\\"}""", Description = "a pair; an escaped backslash before u")]
    public void An_object_is_read(string text) => Assert.That(Parses(text), Is.True);

    [TestCase("[]")]
    [TestCase("\"{}\"")]
    [TestCase("")]
    [TestCase("{")]
    [TestCase("{} {}")]
    [TestCase("{/**/}")]
    [TestCase("""{"a":1,}""")]
    [TestCase("""{"a":1,"a":1}""")]
    [TestCase("""{"a":1,"\u0061":2}""", Description = "the same member, spelled with an escape")]
    [TestCase("""{"x":[{"a":1,"a":2}]}""", Description = "at depth")]
    [TestCase("""{"a":"\ud800"}""")]
    [TestCase("""{"a":"\udc00"}""")]
    [TestCase("""{"a":"\ud800\ud800"}""")]
    [TestCase("""{"a":"\ud800x\udc00"}""")]
    [TestCase("""{"a":"x\ud800"}""")]
    [TestCase("""{"\udfff":1}""")]
    [TestCase("""{"a":"\ud83d\ude00\ude00"}""")]
    public void Anything_with_a_second_interpretation_is_refused(string text) => Assert.That(Parses(text), Is.False);

    [Test]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Assert.That(StrictJson.TryParseObject([(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}'], out _), Is.False);

    [Test]
    public void Depth_is_bounded() =>
        Assert.That(Parses($$"""{"a":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}"""), Is.False);

    private static bool Parses(string text) => StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out _);
}
