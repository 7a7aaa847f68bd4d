using NUnit.Framework;

namespace Attesto.Tests.Scopes;

public sealed class ScopeSetTests
{
    [TestCase("", "")]
    [TestCase(" ", "")]
    [TestCase("openid", "openid")]
    [TestCase("openid read:reports", "openid read:reports")]
    [TestCase(" openid", "openid")]
    [TestCase("openid ", "openid")]
    [TestCase("openid  read:reports", "openid read:reports")]
    [TestCase("openid read:reports openid", "openid read:reports")]
    public void The_wire_form_is_tidy_however_it_came(string text, string expected)
    {
        Assert.That(ScopeSet.TryParse(text, out var scope), Is.True);
        Assert.That(scope!.ToString(), Is.EqualTo(expected));
    }
}
