using Attesto.Clients;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

/// <summary>A client_id is VSCHAR (RFC 6749 appendix A.1), and has an end.</summary>
public sealed class ClientIdentifierTests
{
    [TestCase("a")]
    [TestCase(" ~")]
    [TestCase("https://app.example/client.json")]
    public void Visible_characters_and_blanks_name_a_client(string text) => Assert.That(ClientIdentifier.IsWellFormed(text), Is.True);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("a\u007f")]
    [TestCase("a\u001f")]
    [TestCase("a\n")]
    [TestCase("clïent")]
    public void Nothing_else_does(string? text) => Assert.That(ClientIdentifier.IsWellFormed(text), Is.False);

    [Test]
    public void It_has_2048_characters_at_most() =>
        Assert.That((ClientIdentifier.IsWellFormed(new string('a', 2048)), ClientIdentifier.IsWellFormed(new string('a', 2049))), Is.EqualTo((true, false)));
}
