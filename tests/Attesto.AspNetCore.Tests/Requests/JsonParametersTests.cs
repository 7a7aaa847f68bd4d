using System.Text;

namespace Attesto.AspNetCore.Tests.Requests;

public sealed class JsonParametersTests
{
    [TestCase("""{"a":"1"}""", "a:1")]
    [TestCase("""{"a":1,"b":null,"c":["x"],"d":{"e":"f"},"g":true}""", "", Description = "what is no string counts as absent")]
    [TestCase("{}", "")]
    [TestCase("\uFEFF{\"a\":\"1\"}", "a:1", Description = "RFC 8259 §8.1: a byte order mark")]
    public void Reads(string json, string expected)
    {
        Assert.That(JsonParameters.Parse(Encoding.UTF8.GetBytes(json)).TryGet(out var parameters, out _), Is.True);
        Assert.That(string.Join('|', parameters!.Select(pair => $"{pair.Key}:{pair.Value}")), Is.EqualTo(expected));
    }

    [TestCase("", Description = "empty")]
    [TestCase("[]")]
    [TestCase("\"a\"")]
    [TestCase("{\"a\":\"1\"")]
    [TestCase("""{"a":"1","a":"1"}""", Description = "repeated")]
    [TestCase("""{"a":1,"a":2}""", Description = "repeated, though no strings")]
    [TestCase("""{"a":"\ud800"}""", Description = "a lone surrogate, escaped")]
    [TestCase("""{"\ud800":"a"}""", Description = "a lone surrogate in a name")]
    [TestCase("""{"a":"\u0000"}""", Description = "NUL")]
    [TestCase("{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", Description = "deep")]
    public void Refuses(string json)
    {
        Assert.That(JsonParameters.Parse(Encoding.UTF8.GetBytes(json)).TryGet(out _, out var error), Is.False);
        Assert.That(error!.Code, Is.EqualTo(ErrorCodes.InvalidRequest));
    }

    [Test]
    public void Refuses_invalid_utf8() =>
        Assert.That(JsonParameters.Parse("{\"a\":\"\xff\"}"u8.ToArray().Select(b => b is 0xc3 ? (byte)0xff : b).ToArray()).TryGet(out _, out _), Is.False);
}
