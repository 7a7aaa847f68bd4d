using Attesto.SenderConstraints;
using NUnit.Framework;

namespace Attesto.Tests.Dpop;

/// <summary>The target of a request as <c>htu</c> names it (RFC 9449 §4.3).</summary>
public sealed class ProofUrlTests
{
    [TestCase("")]
    [TestCase("/oauth/token")]
    [TestCase("://as.example/oauth/token")]
    [TestCase("https://", Description = "no host")]
    [TestCase("https:///oauth/token")]
    [TestCase("https://?x")]
    [TestCase("https://user@as.example/oauth/token")]
    [TestCase("https://as.example\\x/oauth/token")]
    [TestCase("https://as.example x/oauth/token")]
    public void What_names_no_host_alone_is_no_target(string text) => Assert.That(ProofUrl.TryParse(text, out _), Is.False);

    [TestCase("https://as.example:443/t", "https://as.example/t", true)]
    [TestCase("http://as.example:80/t", "http://as.example/t", true, Description = "RFC 3986 §6.2.3: each scheme has its own default port")]
    [TestCase("http://as.example:443/t", "http://as.example/t", false)]
    [TestCase("https://as.example:80/t", "https://as.example/t", false)]
    [TestCase("http://as.example/t", "https://as.example/t", false)]
    public void A_default_port_is_like_none(string one, string other, bool same)
    {
        Assert.That((ProofUrl.TryParse(one, out var first), ProofUrl.TryParse(other, out var second)), Is.EqualTo((true, true)));
        Assert.That((first.Matches(second), second.Matches(first)), Is.EqualTo((same, same)));
    }
}
