using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Claims that are asked for one by one (OpenID Connect Core §5.5): never more than server and client allow.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClaimsAllowanceTests
{
    private const string Asked = """{"userinfo":{"email":null,"salary":null},"id_token":{"name":{"essential":true},"salary":null,"acr":null,"auth_time":{"essential":true}}}""";

    private readonly FrontChannel _server = new();

    [SetUp]
    public void SetUp()
    {
        _server.Options.Claims.ParameterSupported = true;
        _server.Options.Scopes.Supported = ["profile", "email", "read:reports"];
        _server.App = _server.App with { AllowedScope = ScopeSet.Of("openid", "profile", "email", "read:reports") };
    }

    [Test]
    public async Task Without_more_a_client_may_ask_for_what_its_scopes_could_open() =>
        Assert.That(
            await KeptAsync(), Is.EqualTo(("""{"userinfo":{"email":null},"id_token":{"name":{"essential":true},"acr":null,"auth_time":{"essential":true}}}""", "email name")));

    [Test]
    public async Task A_scope_that_the_client_may_not_have_opens_no_claim_either()
    {
        _server.App = _server.App with { AllowedScope = ScopeSet.Of("openid", "read:reports", "email") };
        Assert.That((await KeptAsync()).Names, Is.EqualTo("email"));
    }

    [Test]
    public async Task A_claim_that_no_scope_opens_needs_the_word_of_server_and_client()
    {
        _server.Options.Claims.Supported = ["salary"];
        Assert.That((await KeptAsync()).Names, Is.EqualTo("email name"));
        _server.App = _server.App with { AllowedClaims = ["salary", "email", "shoe_size"] };
        Assert.That((await KeptAsync()).Names, Is.EqualTo("email salary"));
    }

    [Test]
    public async Task A_client_may_not_name_what_only_a_scope_that_the_server_has_not_would_open()
    {
        _server.Options.Scopes.Supported = ["read:reports"];
        _server.App = _server.App with { AllowedClaims = ["email", "name"] };
        Assert.That((await KeptAsync()).Names, Is.Empty);
    }

    [Test]
    public async Task What_a_requested_scope_opens_anyway_is_not_named_twice()
    {
        var names = (await KeptAsync(("scope", "openid email"))).Names;
        Assert.That(names, Is.EqualTo("name"));
    }

    [Test(Description = "RFC 6749 §3.3: who refuses a scope refuses what it opens, by whatever name the client asks for it")]
    public async Task What_a_refused_scope_would_open_is_not_released_by_name_either()
    {
        _server.Person.Consent = new ConsentOutcome.Granted(ScopeSet.Of("openid"));
        var code = await _server.CodeOfAsync(await _server.AuthorizeAsync(("scope", "openid email"), ("claims", Asked)));
        Assert.That(
            (code.Authorization.Scope.ToString(), code.Authorization.Claims),
            Is.EqualTo(("openid", """{"userinfo":{},"id_token":{"name":{"essential":true},"acr":null,"auth_time":{"essential":true}}}""")));
    }

    [Test]
    public async Task They_are_part_of_what_a_person_consents_to()
    {
        await KeptAsync();
        await _server.AuthorizeAsync(("scope", "openid"));
        var (with, without) = (_server.Person.AskedToAgree[0].Authorization!, _server.Person.AskedToAgree[1].Authorization!);
        Assert.That(ConsentBinding.Of("alice", with), Is.Not.EqualTo(ConsentBinding.Of("alice", without)));
    }

    [Test(Description = "a token carries the request, and must be read again")]
    public async Task Nesting_has_an_end()
    {
        var deep = "{\"userinfo\":{\"email\":" + string.Concat(Enumerable.Repeat("{\"a\":", 30)) + "1" + new string('}', 32);
        Assert.That((await _server.AuthorizeAsync(("claims", deep))).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [TestCase("""{"userinfo":{"name":null,"email":{"values":[1,[[[[1]]]]]}}}""", null)]
    [TestCase("""{"userinfo":{"name":null,"email":{"values":[1,[[[[[1]]]]]]}}}""", "invalid_request")]
    [TestCase("""{"userinfo":{"name":null,"email":{"a":{"b":{"c":{"d":{"e":{}}}}}}}}""", null)]
    [TestCase("""{"userinfo":{"name":null,"email":{"a":{"b":{"c":{"d":{"e":{"f":{}}}}}}}}}""", "invalid_request")]
    public async Task Eight_levels_are_enough_on_the_deepest_branch(string claims, string? error) =>
        Assert.That((await _server.AuthorizeAsync(("claims", claims))).SentOrNull("error"), Is.EqualTo(error));

    private async Task<(string? Claims, string Names)> KeptAsync(params (string, string?)[] more)
    {
        await _server.AuthorizeAsync([.. more.Length > 0 ? more : [("scope", "openid")], ("claims", Asked)]);
        var request = _server.Person.AskedToAgree[^1].Authorization!;
        return (request.Claims, string.Join(' ', request.ClaimNames.Order(StringComparer.Ordinal)));
    }
}
