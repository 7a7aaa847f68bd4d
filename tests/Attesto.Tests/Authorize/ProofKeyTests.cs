using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Who may leave PKCE out (RFC 9700 §2.1.1, RFC 7636 §4.4.1).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProofKeyTests
{
    private readonly FrontChannel _server = new();

    private static IEnumerable<TestCaseData> Clients() =>
    [
        new TestCaseData((Client client) => client, true, false).SetName("By_default"),
        new TestCaseData((Client client) => client, false, true).SetName("Where_the_server_demands_none"),
        new TestCaseData((Client client) => client with { RequirePkce = false }, true, true).SetName("For_an_exempt_confidential_client"),
        new TestCaseData((Client client) => client with { RequirePkce = true }, false, false).SetName("For_a_client_that_must"),
        new TestCaseData((Client client) => client with { IsPublic = true, RequirePkce = false }, false, false).SetName("For_a_public_client"),
        new TestCaseData((Client client) => client with { RequireDpop = true, RequirePkce = false }, false, false).SetName("For_a_DPoP_client"),
        new TestCaseData((Client client) => client with { RequireMtls = true, RequirePkce = false }, false, false).SetName("For_an_mTLS_client"),
    ];

    [TestCaseSource(nameof(Clients))]
    public async Task A_challenge_may_be_left_out(Func<Client, Client> change, bool isRequired, bool mayBeLeftOut)
    {
        _server.Options.Authorization.RequirePkce = isRequired ? PkceRequirement.Required : PkceRequirement.NotRequired;
        _server.App = change(_server.App);
        var outcome = await _server.AuthorizeAsync(("code_challenge", null), ("code_challenge_method", null));
        Assert.That(outcome.SentOrNull("code") is not null, Is.EqualTo(mayBeLeftOut));
        Assert.That((await _server.AuthorizeAsync()).SentOrNull("code"), Is.Not.Null);
    }

    [TestCase("n-1", "openid", false, true, Description = "RFC 9700 §2.1.1: a confidential OpenID Connect client")]
    [TestCase(null, "openid", false, false)]
    [TestCase("", "openid", false, false)]
    [TestCase("n-1", "read:reports", false, false, Description = "no ID token will carry the nonce")]
    [TestCase("n-1", "openid", true, false, Description = "a public client")]
    public async Task A_nonce_may_stand_in_for_a_challenge_where_the_host_says_so(string? nonce, string scope, bool isPublic, bool mayBeLeftOut)
    {
        _server.Options.Authorization.RequirePkce = PkceRequirement.RequiredUnlessNonce;
        _server.App = _server.App with { IsPublic = isPublic };
        var outcome = await _server.AuthorizeAsync(("code_challenge", null), ("code_challenge_method", null), ("nonce", nonce), ("scope", scope));
        Assert.That(outcome.SentOrNull("code") is not null, Is.EqualTo(mayBeLeftOut));
    }

    [TestCase("plain")]
    [TestCase(null)]
    public async Task A_challenge_that_is_sent_is_enforced_even_for_an_exempt_client(string? method)
    {
        _server.App = _server.App with { RequirePkce = false };
        Assert.That((await _server.AuthorizeAsync(("code_challenge_method", method))).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_method_without_a_challenge_is_a_stripped_challenge()
    {
        _server.App = _server.App with { RequirePkce = false };
        Assert.That((await _server.AuthorizeAsync(("code_challenge", null))).Sent("error"), Is.EqualTo("invalid_request"));
    }
}
