using System.Text;
using Attesto.Clients;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

/// <summary>The header of RFC 7617 §2 as RFC 6749 §2.3.1 fills it.</summary>
public sealed class BasicCredentialsTests
{
    [TestCase("app:secret", "app", "secret", null, null)]
    [TestCase("app:", "app", "", null, null)]
    [TestCase("app:a:b", "app", "a:b", null, null, Description = "RFC 7617 §2: the first colon divides")]
    [TestCase("a%3Ab:s%2B1", "a:b", "s+1", "a%3Ab", "s%2B1", Description = "RFC 6749 §2.3.1: both halves are form-urlencoded; who did not encode is read, too")]
    [TestCase("app:a+b", "app", "a b", null, "a+b")]
    [TestCase("app:100%", "app", "100%", null, null, Description = "a broken escape is none")]
    [TestCase("app:%4", "app", "%4", null, null)]
    [TestCase("app:%zz", "app", "%zz", null, null)]
    [TestCase("app:%4z", "app", "%4z", null, null)]
    public void Both_halves_are_read(string pair, string id, string secret, string? plainId, string? plainSecret)
    {
        Assert.That(BasicCredentials.TryParse(HeaderOf(Encoding.UTF8.GetBytes(pair)), out var read), Is.True);
        Assert.That((read!.ClientId, read.Secret, read.PlainClientId, read.PlainSecret), Is.EqualTo((id, secret, plainId, plainSecret)));
    }

    [TestCase("")]
    [TestCase("app", Description = "no colon")]
    [TestCase(":secret", Description = "nobody")]
    public void What_names_nobody_is_refused(string pair) =>
        Assert.That((BasicCredentials.TryParse(HeaderOf(Encoding.UTF8.GetBytes(pair)), out var read), read), Is.EqualTo((false, (BasicCredentials?)null)));

    [Test]
    public void Bytes_that_are_no_text_are_refused()
    {
        Assert.That(BasicCredentials.TryParse(HeaderOf([0xFF, (byte)':', (byte)'s']), out _), Is.False);
        Assert.That(BasicCredentials.TryParse(HeaderOf([(byte)'a', (byte)':', 0xFF]), out _), Is.False);
        Assert.That(BasicCredentials.TryParse("Basic ?", out _), Is.False);
        Assert.That(BasicCredentials.TryParse("Bearer YTpi", out _), Is.False);
    }

    private static string HeaderOf(byte[] pair) => "Basic " + Convert.ToBase64String(pair);
}
