using Attesto.Authorize;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Redirect matching (RFC 6749 §3.1.2.3, RFC 8252 §7, RFC 9700 §4.1).</summary>
public sealed class RedirectUrisTests
{
    [TestCase("https://app.example/cb")]
    [TestCase("https://app.example/cb?x=%2f&y")]
    [TestCase("https://app.example:8443/cb")]
    public void A_registered_uri_matches_itself_only(string uri)
    {
        Assert.That(Matches(Web(uri), uri));
        foreach (var near in (string[])[uri + "/", uri + "?", uri + "&", uri + "#", uri + "#f", uri.ToUpperInvariant(), uri.Replace("cb", "CB"),
            uri.Replace("cb", "%63b"), uri.Replace("/cb", "/./cb"), uri.Replace("/cb", "/x/../cb"), uri.Replace("/cb", "/x/%2e%2e/cb"), uri.Replace("/cb", "//cb"),
            uri.Replace("https://app.example", "https://app.example:443"), uri.Replace("https:", "http:"), " " + uri, uri + "\n", uri + "\0",
            uri.Replace("app.example", "app.example@evil.example"), uri.Replace("app.example", "evil.example\\@app.example"), uri.Replace("app.", "www.app.")])
        {
            Assert.That(Matches(Web(uri), near), Is.False, near);
        }
    }

    [TestCase("https://user@app.example/cb")]
    [TestCase("https://app.example/cb#fragment")]
    [TestCase("https://app.example\\.evil.example/cb")]
    [TestCase("https:app.example/cb")]
    [TestCase("https:///cb")]
    [TestCase("https://[x/cb")]
    [TestCase("https://app%2eexample/cb")]
    [TestCase("javascript:alert(1)")]
    [TestCase("JavaScript:alert(1)")]
    [TestCase("data:text/html,x")]
    [TestCase("file:///etc/passwd")]
    [TestCase("//app.example/cb")]
    [TestCase("app.example/cb")]
    [TestCase("https://äpp.example/cb")]
    public void What_parsers_read_differently_never_matches_even_if_registered(string uri) => Assert.That(Matches(Web(uri), uri), Is.False);

    [TestCase("com.example.app:/cb")]
    [TestCase("com.example.app:/c%20b")]
    [TestCase("com.example.app:///cb")]
    [TestCase("com.example.app://host/cb")]
    [TestCase("cursor://anysphere.cursor/cb")]
    public void A_private_use_scheme_matches_where_it_is_registered(string uri)
    {
        Assert.That(Matches(Native(uri), uri));
        Assert.That(Matches(Native("com.example.other:/cb"), uri), Is.False);
    }

    [TestCase("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb")]
    [TestCase("http://127.0.0.1:80/cb", "http://127.0.0.1:65535/cb")]
    [TestCase("http://127.0.0.1:80/cb", "http://127.0.0.1/cb")]
    [TestCase("http://[::1]/cb", "http://[::1]:49152/cb")]
    [TestCase("http://127.0.0.1", "http://127.0.0.1:1")]
    [TestCase("http://127.0.0.1/cb?x=1", "http://127.0.0.1:1/cb?x=1")]
    public void A_native_client_may_use_any_port_of_its_loopback_redirect(string registered, string presented)
    {
        Assert.That(Matches(Native(registered), presented));
        Assert.That(Matches(Web(registered) with { IsPublic = true }, presented), "an installed application that registered no type");
        Assert.That(Matches(Web(registered), presented), Is.False, "a web client's redirect is exact");
    }

    [TestCase("http://127.0.0.1:49152/other")]
    [TestCase("http://127.0.0.1:49152/cb/")]
    [TestCase("http://127.0.0.1:49152")]
    [TestCase("https://127.0.0.1:49152/cb")]
    [TestCase("http://127.0.0.2:49152/cb")]
    [TestCase("http://[::1]:49152/cb")]
    [TestCase("http://localhost:49152/cb")]
    [TestCase("http://127.0.0.1:49152@evil.example/cb")]
    [TestCase("http://127.0.0.1.evil.example/cb")]
    [TestCase("http://127.0.0.1:/cb")]
    [TestCase("http://127.0.0.1:0/cb")]
    [TestCase("http://127.0.0.1:65536/cb")]
    [TestCase("http://127.0.0.1:4a/cb")]
    [TestCase("http://127.0.0.1:99999999999999999999/cb")]
    [TestCase("http://127.0.0.1:1:2/cb")]
    [TestCase("http://127.0.0.1\\@evil.example/cb")]
    [TestCase("http://0x7f.1:49152/cb")]
    public void Nothing_but_the_port_may_differ(string presented) => Assert.That(Matches(Native("http://127.0.0.1/cb"), presented), Is.False);

    [Test]
    public void A_name_that_begins_like_a_loopback_address_is_none() =>
        Assert.That(Matches(Native("http://127.0.0.1.evil.example/cb"), "http://127.0.0.1:80.evil.example/cb"), Is.False);

    [Test]
    public void Localhost_on_any_port_is_opt_in()
    {
        var client = Native("http://localhost/cb");
        Assert.That(Matches(client, "http://localhost/cb"), "as registered it is exact");
        Assert.That(Matches(client, "http://localhost:4000/cb"), Is.False);
        Assert.That(RedirectUris.IsRegistered(client, "http://localhost:4000/cb", allowLocalhost: true));
        Assert.That(RedirectUris.IsRegistered(client, "http://localhost.evil.example:4000/cb", allowLocalhost: true), Is.False);
        Assert.That(RedirectUris.IsRegistered(client, "http://127.0.0.1:4000/cb", allowLocalhost: true), Is.False);
    }

    [TestCase("http://127.0.0.1/bye", "http://127.0.0.1:49152/bye", true)]
    [TestCase("http://127.0.0.1/bye", "http://127.0.0.1:49152/other", false)]
    [TestCase("http://localhost/bye", "http://localhost:49152/bye", false)]
    [TestCase("https://app.example/bye", "https://app.example:8443/bye", false)]
    public void The_port_rule_holds_for_the_place_after_logout_too(string registered, string presented, bool matches)
    {
        var client = Native("com.example.app:/cb") with { PostLogoutRedirectUris = [registered] };
        Assert.That(RedirectUris.IsRegisteredForLogout(client, presented, allowLocalhost: false), Is.EqualTo(matches));
        Assert.That(RedirectUris.IsRegisteredForLogout(client with { ApplicationType = ApplicationType.Web }, presented, allowLocalhost: false), Is.False);
    }

    [TestCase(true, false, true)]
    [TestCase(false, true, false)]
    [TestCase(null, true, true)]
    public async Task A_clients_own_word_on_localhost_counts_before_the_servers(bool? own, bool servers, bool matches)
    {
        var server = new FrontChannel();
        server.Options.Clients.AllowLocalhostRedirects = servers;
        server.App = server.App with
        {
            ApplicationType = ApplicationType.Native,
            RedirectUris = ["http://localhost/cb"],
            PostLogoutRedirectUris = ["http://localhost/bye"],
            AllowLocalhostRedirects = own,
        };
        Assert.That((await server.AuthorizeAsync(("redirect_uri", "http://localhost:4000/cb"))).Answer is AuthorizeAnswer.Respond, Is.EqualTo(matches));
        Assert.That(RedirectUris.IsRegisteredForLogout(server.App, "http://localhost:4000/bye", servers), Is.EqualTo(matches));
    }

    [TestCase("")]
    [TestCase(":80")]
    [TestCase("[::1")]
    public void An_authority_has_a_host(string authority) => Assert.That(UriAuthority.IsPlain(authority), Is.False);

    private static bool Matches(Client client, string uri) => RedirectUris.IsRegistered(client, uri, allowLocalhost: false);

    private static Client Web(string uri) => new() { Id = "app", RedirectUris = [uri] };

    private static Client Native(string uri) => Web(uri) with { ApplicationType = ApplicationType.Native };
}
