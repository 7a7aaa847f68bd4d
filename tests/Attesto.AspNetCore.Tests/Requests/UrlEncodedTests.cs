using System.Text;

namespace Attesto.AspNetCore.Tests.Requests;

public sealed class UrlEncodedTests
{
    [TestCase("a=1&b=2", "a:1|b:2")]
    [TestCase("a=1+2%2B3", "a:1 2+3")]
    [TestCase("a=%E2%82%AC", "a:€")]
    [TestCase("a=€", "a:€")]
    [TestCase("a", "")]
    [TestCase("&&a=1&", "a:1")]
    [TestCase("a=1&a=2", "a:1|a:2")]
    [TestCase("a=b=c", "a:b=c")]
    [TestCase("", "")]
    public void Reads(string text, string expected)
    {
        Assert.That(UrlEncoded.Parse(text).TryGet(out var parameters, out _), Is.True);
        Assert.That(string.Join('|', parameters!.Select(pair => $"{pair.Key}:{pair.Value}")), Is.EqualTo(expected));
    }

    [TestCase("a=%", Description = "cut escape")]
    [TestCase("a=%4", Description = "cut escape")]
    [TestCase("a=%zz", Description = "no hex")]
    [TestCase("%=1", Description = "in a name")]
    [TestCase("a=%FF", Description = "no UTF-8")]
    [TestCase("a=%C0%AF", Description = "overlong")]
    [TestCase("a=%ED%A0%80", Description = "a lone surrogate, encoded")]
    [TestCase("a=%00", Description = "NUL, which no database text holds")]
    public void Refuses(string text) => Assert.That(UrlEncoded.Parse(text).TryGet(out _, out _), Is.False);

    [Test]
    public void Refuses_a_lone_surrogate() => Assert.That(UrlEncoded.Parse("a=" + '\ud800').TryGet(out _, out _), Is.False);

    [Test]
    public void Refuses_raw_bytes_that_are_no_text() => Assert.That(UrlEncoded.Parse([(byte)'a', (byte)'=', 0xff]).TryGet(out _, out _), Is.False);

    [Test]
    public void Refuses_more_fields_than_any_honest_request_has()
    {
        var text = string.Join('&', Enumerable.Range(0, 5000).Select(i => $"f{i}=1"));
        Assert.That(UrlEncoded.Parse(Encoding.ASCII.GetBytes(text)).TryGet(out _, out var error), Is.False);
        Assert.That(error!.Code, Is.EqualTo(ErrorCodes.InvalidRequest));
    }
}
