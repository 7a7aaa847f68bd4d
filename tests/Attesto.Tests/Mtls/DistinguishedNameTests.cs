using Attesto.SenderConstraints;
using NUnit.Framework;

namespace Attesto.Tests.Mtls;

/// <summary>The text form of a name, as a client registers it (RFC 4514 §2, §3).</summary>
public sealed class DistinguishedNameTests
{
    [TestCase("CN=client", "client")]
    [TestCase("CN= client", "client", Description = "RFC 4514 §4: blanks around a value do not count")]
    [TestCase("CN=client  ,C=DE", "client")]
    [TestCase("CN=a client", "a client")]
    [TestCase("CN=client\\ ", "client ", Description = "RFC 4514 §2.4: an escaped blank at the end does")]
    [TestCase("CN=\\ client", " client")]
    [TestCase("CN=a\\+b\\3Dc", "a+b=c")]
    [TestCase("CN=Lu\\C4\\8Di\\C4\\87", "Lučić", Description = "RFC 4514 §4")]
    [TestCase("CN=a\\4", "a4", Description = "no pair of hex digits: the character itself")]
    [TestCase("CN=a\\4g", "a4g")]
    [TestCase("2.5.4.3=client", "client")]
    public void A_value_is_what_was_meant(string text, string value)
    {
        Assert.That(DistinguishedName.TryParse(text, out var name), Is.True);
        Assert.That(name!.Value[0], Is.EqualTo(("2.5.4.3", value)));
    }

    [TestCase("")]
    [TestCase("client")]
    [TestCase("=client", Description = "no type")]
    [TestCase("CN=")]
    [TestCase("CN= ")]
    [TestCase("CN=client\\", Description = "nothing is escaped")]
    [TestCase("NOPE=client")]
    [TestCase("2.5.x=client")]
    [TestCase("CN=a+OU=b", Description = "several values in one part")]
    [TestCase("CN=a;b")]
    [TestCase("CN=a\"b")]
    [TestCase("CN=a<b")]
    [TestCase("CN=a>b")]
    public void What_is_no_name_is_refused(string text) =>
        Assert.That((DistinguishedName.TryParse(text, out var name), name), Is.EqualTo((false, (object?)null)));

    [Test]
    public void A_name_has_1024_characters_at_most()
    {
        Assert.That(DistinguishedName.TryParse("CN=" + new string('x', 1021), out _), Is.True);
        Assert.That(DistinguishedName.TryParse("CN=" + new string('x', 1022), out _), Is.False);
    }
}
