using Attesto.Events;
using NUnit.Framework;

namespace Attesto.Tests.Events;

public sealed class EventTextTests
{
    [TestCase("x\nFORGED line", "x\ufffdFORGED line")]
    [TestCase("x\u2028FORGED\u0085", "x\ufffdFORGED\ufffd")]
    [TestCase("moc\u202e.live", "moc\ufffd.live", Description = "a bidirectional override turns the rest around")]
    [TestCase("\u001b[31m", "\ufffd[31m")]
    [TestCase("Grüße", "Grüße")]
    [TestCase(null, null)]
    public void Foreign_text_is_one_line_that_every_terminal_can_show(string? text, string? expected) => Assert.That(EventText.Echo(text), Is.EqualTo(expected));

    [Test]
    public void Half_a_surrogate_is_replaced() => Assert.That(EventText.Echo("x" + (char)0xd800), Is.EqualTo("x\ufffd"));

    [Test]
    public void Long_text_is_cut() => Assert.That(EventText.Echo(new string('x', 1000)), Has.Length.EqualTo(256));

    [Test]
    public void A_token_in_the_place_of_a_client_id_is_not_kept_whole()
    {
        Assert.That(EventText.EchoClientId("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"), Is.EqualTo("0ZcOCORZNYy-… (43 characters)"));
        foreach (var id in (string[])["shop", "6f1c1b1e-9d7c-4ff1-8b0a-0d2d1f1f2a3b", "https://client.example/a/long/path/to/metadata.json"])
        {
            Assert.That(EventText.EchoClientId(id), Is.EqualTo(id));
        }
    }
}
