using Attesto.Grants;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>What a person typed is read as what they meant (RFC 8628 §6.1).</summary>
public sealed class UserCodeTests
{
    [TestCase("WDJB-MJHT", "WDJBMJHT")]
    [TestCase(" wdjb mjht. ", "WDJBMJHT")]
    [TestCase("ＷＤＪＢ－ＭＪＨＺ", "WDJBMJHZ", Description = "the wide forms of East Asian keyboards")]
    [TestCase("ｗｄｊｂｍｊｈｚ", "WDJBMJHZ")]
    [TestCase("WDJB--------------------------------------------------------MJHT", "WDJBMJHT", Description = "64 characters")]
    public void A_code_is_read(string typed, string code) => Assert.That((UserCode.TryRead(typed, out var read), read), Is.EqualTo((true, code)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("WDJBMJH", Description = "too short")]
    [TestCase("WDJBMJHTB", Description = "too long")]
    [TestCase("WDJBMJHA", Description = "no vowels")]
    [TestCase("WDJBMJH7")]
    [TestCase("WDJB---------------------------------------------------------MJHT", Description = "65 characters")]
    public void Anything_else_is_none(string? typed) => Assert.That((UserCode.TryRead(typed, out var read), read), Is.EqualTo((false, (string?)null)));
}
