using Attesto.Jose;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

public sealed class CanonicalBase64UrlTests
{
    [TestCase("", 0)]
    [TestCase("AA", 1)]
    [TestCase("AAA", 2)]
    [TestCase("_-_-", 3)]
    public void A_canonical_text_is_decoded(string text, int length)
    {
        Assert.That(CanonicalBase64Url.TryDecode(text, out var bytes), Is.True);
        Assert.That(bytes, Has.Length.EqualTo(length));
    }

    [TestCase("A", Description = "no byte has six bits")]
    [TestCase("AB", Description = "stray bits")]
    [TestCase("AAB", Description = "stray bits")]
    [TestCase("AA==", Description = "padding")]
    [TestCase("AA%3D%3D")]
    [TestCase("A A", Description = "white space")]
    [TestCase("AAA\n")]
    [TestCase("++//", Description = "the other alphabet")]
    [TestCase("AAÄ")]
    public void Anything_else_is_refused(string text) => Assert.That(CanonicalBase64Url.TryDecode(text, out _), Is.False);
}
