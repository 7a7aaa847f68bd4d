namespace Attesto.AspNetCore.Tests.Interaction;

/// <summary>What a page shows of a client and of the way back to it.</summary>
public sealed class DisplayTests
{
    [TestCase("https://app.example/cb", "app.example", RedirectTargetKind.Site)]
    [TestCase("https://app.example:8443/cb", "app.example:8443", RedirectTargetKind.Site)]
    [TestCase("http://127.0.0.1:49152/cb", "127.0.0.1:49152", RedirectTargetKind.ThisDevice)]
    [TestCase("http://[::1]/cb", "::1", RedirectTargetKind.ThisDevice)]
    [TestCase("com.example.app:/cb", "com.example.app", RedirectTargetKind.Application)]
    [TestCase("cursor://anysphere.cursor/cb", "cursor", RedirectTargetKind.Application)]
    [TestCase("https://[x/cb", "https", RedirectTargetKind.Application, Description = "nothing throws")]
    [TestCase("", "", RedirectTargetKind.Application)]
    public void Every_redirect_has_a_target(string redirectUri, string name, RedirectTargetKind kind) =>
        Assert.That(RedirectTarget.Of(redirectUri), Is.EqualTo(new RedirectTarget(name, kind)));

    [TestCase("Acme", "Acme")]
    [TestCase("  Acme \u2028\n Bank ", "Acme Bank")]
    [TestCase("\u202Eknab ym\u202C", "knab ym")]
    [TestCase("Ac\u200Bme\u2066", "Acme")]
    [TestCase("\u202E\u200B", "web")]
    [TestCase(null, "web")]
    public void A_name_is_one_line_that_turns_nothing_around(string? name, string shown) =>
        Assert.That(ClientDisplay.Of(new Client { Id = "web", Name = name }, []).Name, Is.EqualTo(shown));

    [Test]
    public void A_long_name_is_cut()
    {
        var shown = ClientDisplay.Of(new Client { Id = "web", Name = new string((char)110, 500) }, []).Name;
        Assert.That((shown.Length, shown[^1]), Is.EqualTo((64, '…')));
    }

    [Test]
    public void A_stranger_shows_its_verified_host_and_nobody_elses_logo()
    {
        var client = new Client
        {
            Id = "https://app.example/client.json",
            Origin = ClientOrigin.MetadataDocument,
            Name = "Your bank",
            LogoUri = "https://bank.example/logo.png",
            Uri = "javascript:alert(1)"
        };
        var shown = ClientDisplay.Of(client, []);
        Assert.That((shown.VerifiedHost, shown.LogoUri, shown.Uri, shown.IsSelfDescribed), Is.EqualTo(("app.example", (string?)null, (string?)null, true)));
        Assert.That(ClientDisplay.Of(client with { Id = "web", Origin = ClientOrigin.Host }, []).LogoUri, Is.EqualTo("https://bank.example/logo.png"));
    }
}
