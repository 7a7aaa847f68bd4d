using System.Collections.Immutable;
using Attesto.Catalog;
using NUnit.Framework;

namespace Attesto.Tests.Catalog;

/// <summary>What a scope or an API in the database may not be.</summary>
public sealed class CatalogRulesTests
{
    private static readonly CatalogRules Rules = new(new CatalogHost(options =>
    {
        options.Audience = "https://api.example";
        options.Scopes.Supported = ["read"];
        options.Resources.Supported = ["https://files.example"];
        options.Subjects.PrincipalKindClaim = "kind";
    }).Options);

    private static readonly HostScope Scope = new() { Name = "reports:read" };
    private static readonly HostApi Api = new() { Uri = "https://mail.example/v1" };

    [Test]
    public void What_is_right_has_no_fault()
    {
        var texts = Texts(("de", "Berichte lesen"), ("zh-Hant-TW", "報告"));
        Assert.That(
            Rules.FaultsOf(Scope with { Claims = ["team"], DisplayName = "read reports", LocalizedDisplayNames = texts, Description = "All.", LocalizedDescriptions = texts }),
            Is.Empty);
        Assert.That(Rules.FaultsOf(Api with { Claims = ["team"], DisplayName = "Mail", LocalizedDisplayNames = texts }), Is.Empty);
        Assert.That(Rules.FaultsOf(new HostScope { Name = "openid", DisplayName = "know you" }), Is.Empty, "it may be described");
        Assert.That(Rules.FaultsOf(new HostScope { Name = "read", DisplayName = "read" }), Is.Empty);
        Assert.That(Rules.FaultsOf(new HostScope { Name = "phone", IsEnabled = false }), Is.Empty);
        Assert.That(Rules.FaultsOf(new HostApi { Uri = "urn:example:mail" }), Is.Empty);
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a\"")]
    [TestCase("a\\")]
    [TestCase("a\n")]
    [TestCase("ä")]
    [TestCase("*")]
    [TestCase("reports:*", Description = "a wildcard")]
    public void A_name_must_be_a_scope_token(string name) => AssertFault(Rules.FaultsOf(Scope with { Name = name }), "Name");

    [TestCase("sub")]
    [TestCase("aud")]
    [TestCase("scope")]
    [TestCase("a b")]
    [TestCase("")]
    public void A_claim_of_the_protocols_is_no_claim_about_people(string claim)
    {
        AssertFault(Rules.FaultsOf(Scope with { Claims = [claim] }), "Claims");
        AssertFault(Rules.FaultsOf(Api with { Claims = [claim] }), "Claims");
    }

    [Test]
    public void Claims_are_few_and_each_once()
    {
        AssertFault(Rules.FaultsOf(Scope with { Claims = ["team", "team"] }), "Claims");
        AssertFault(Rules.FaultsOf(Scope with { Claims = [new string('a', 101)] }), "Claims");
        AssertFault(Rules.FaultsOf(Scope with { Claims = [.. Enumerable.Range(0, 101).Select(i => $"c{i}")] }), "Claims");
        AssertFault(Rules.FaultsOf(Api with { Claims = ["kind"] }), "Claims");
    }

    [TestCase("openid", Description = "OpenID Connect says it")]
    [TestCase("profile")]
    [TestCase("offline_access")]
    [TestCase("read", Description = "the configuration says it")]
    public void What_another_says_of_a_scope_is_not_said_again(string name) => AssertFault(Rules.FaultsOf(new HostScope { Name = name, Claims = ["team"] }), "Claims");

    [TestCase("read")]
    [TestCase("openid")]
    public void What_the_configuration_serves_is_not_switched_off(string name) => AssertFault(Rules.FaultsOf(new HostScope { Name = name, IsEnabled = false }), "IsEnabled");

    [TestCase("")]
    [TestCase("mail")]
    [TestCase("https://mail.example/#top")]
    [TestCase("https://api.example", Description = "the server's own audience")]
    [TestCase("https://files.example/", Description = "configured")]
    public void An_API_has_a_URI_of_its_own(string uri) => AssertFault(Rules.FaultsOf(new HostApi { Uri = uri }), "Uri");

    [TestCase("", "text")]
    [TestCase("de_DE", "text")]
    [TestCase("1", "text")]
    [TestCase("de-", "text")]
    [TestCase("de", "")]
    [TestCase("de", "two\nlines")]
    public void A_text_has_a_language_and_one_line(string language, string text)
    {
        AssertFault(Rules.FaultsOf(Scope with { LocalizedDisplayNames = Texts((language, text)) }), "LocalizedDisplayNames");
        AssertFault(Rules.FaultsOf(Scope with { LocalizedDescriptions = Texts((language, text)) }), "LocalizedDescriptions");
        AssertFault(Rules.FaultsOf(Api with { LocalizedDisplayNames = Texts((language, text)) }), "LocalizedDisplayNames");
    }

    [Test]
    public void Texts_are_short_and_each_language_has_one()
    {
        AssertFault(Rules.FaultsOf(Scope with { DisplayName = new string('a', 201) }), "DisplayName");
        AssertFault(Rules.FaultsOf(Scope with { Description = new string('a', 1001) }), "Description");
        AssertFault(Rules.FaultsOf(Scope with { LocalizedDisplayNames = Texts(("de", "a"), ("DE", "b")) }), "LocalizedDisplayNames");
    }

    private static ImmutableDictionary<string, string> Texts(params (string Language, string Text)[] texts) =>
        texts.ToImmutableDictionary(text => text.Language, text => text.Text, StringComparer.Ordinal);

    private static void AssertFault(ImmutableArray<ClientDataFault> faults, string field) =>
        Assert.That(faults.Select(fault => fault.Field).Distinct(), Is.EqualTo(new[] { field }));
}
