using Attesto.Registration;
using NUnit.Framework;

namespace Attesto.ClientIdMetadata;

public sealed class ClientIdUrlTests
{
    [TestCase("https://client.example/app")]
    [TestCase("https://client.example/app.json?v=1")]
    [TestCase("https://client.example:8443/a/b/")]
    [TestCase("https://client.example/a..b/.well-known/x")]
    [TestCase("https://127.0.0.1:5000/doc", Description = "a URL all the same; the guard decides whether it is fetched")]
    public void An_https_URL_with_a_path_is_a_client_id_URL(string clientId) => Assert.That(ClientIdUrl.TryParse(clientId, out _), Is.True);

    [TestCase("my-client")]
    [TestCase("http://client.example/app")]
    [TestCase("https://client.example")]
    [TestCase("https://client.example/")]
    [TestCase("https://client.example/?x=/y")]
    [TestCase("https:///app")]
    [TestCase("https://client.example/app#frag")]
    [TestCase("https://client.example/app#")]
    [TestCase("https://user@client.example/app")]
    [TestCase("https://user:pw@client.example/app")]
    [TestCase("https://client.example/./app")]
    [TestCase("https://client.example/a/../app")]
    [TestCase("https://client.example/a/..")]
    [TestCase("https://client.example/a/%2e%2E/app")]
    [TestCase("https://client.example/a/.%2e")]
    [TestCase("https://client.example\\@evil.example/app")]
    [TestCase("https://client.example/a b")]
    [TestCase("https://client.example/\u00e4")]
    [TestCase("https://client.example/\ud800")]
    [TestCase("javascript:alert(1)")]
    [TestCase("data:application/json,{}")]
    [TestCase("")]
    public void Anything_else_belongs_to_the_ordinary_registry(string clientId) => Assert.That(ClientIdUrl.TryParse(clientId, out _), Is.False);

    [Test]
    public void A_URL_of_two_kilobytes_is_read_and_a_longer_one_is_not()
    {
        var url = "https://client.example/" + new string('a', 2048 - "https://client.example/".Length);
        Assert.That((ClientIdUrl.TryParse(url, out _), ClientIdUrl.TryParse(url + "a", out _)), Is.EqualTo((true, false)));
    }

    [TestCase("https://client.example/cb", true)]
    [TestCase("https://CLIENT.example/cb", true)]
    [TestCase("https://client.example:443/cb", true)]
    [TestCase("https://client.example.:443/cb", true)]
    [TestCase("https://client.example?x", true)]
    [TestCase("https://client.example:8443/cb", false)]
    [TestCase("http://client.example/cb", false)]
    [TestCase("https://evil.example/cb", false)]
    [TestCase("https://client.example.evil.example/cb", false)]
    [TestCase("https://client.example@evil.example/cb", false)]
    [TestCase("https://evil.example\\@client.example/cb", false)]
    [TestCase("https://evil.example\\.client.example/cb", false)]
    [TestCase("https://client.example\\.evil.example/cb", false)]
    [TestCase("https://evil.example%2f@client.example/cb", false)]
    [TestCase("https://evil.example#@client.example/cb", false)]
    [TestCase("https://client.example\t.evil.example/cb", false)]
    [TestCase("javascript://client.example/%0aalert(1)", false)]
    public void Origins_are_compared_only_where_no_two_parsers_can_differ(string other, bool expected)
    {
        Assert.That(ClientIdUrl.TryParse("https://client.example/app", out var url));
        Assert.That(url!.IsSameOrigin(other), Is.EqualTo(expected));
    }
}
