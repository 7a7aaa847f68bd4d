using System.Collections.Immutable;
using Attesto.Resources;
using NUnit.Framework;

namespace Attesto.Tests.Resources;

[TestFixture]
public sealed class ResourceIndicatorsTests
{
    private static readonly AttestoOptions Options = new() { Audience = "https://as.example", Resources = { Supported = ["https://api.example"] } };

    private static readonly Client Client = new() { Id = "app", AllowedResources = ["urn:example:files"] };

    [TestCase("https://as.example")]
    [TestCase("https://api.example")]
    [TestCase("urn:example:files")]
    public void The_servers_the_listed_and_the_clients_resources_are_served(string resource) =>
        Assert.That(ResourceIndicators.Parse([resource], Client, Options).TryGet(out _, out _), Is.True);

    [Test(Description = "RFC 3986 §6.2.3: clients add the root slash, or drop it")]
    public void With_and_without_the_root_slash_a_resource_is_one()
    {
        var client = Client with { AllowedResources = ["https://files.example/", "https://mcp.example/mcp"] };
        ImmutableArray<string> asked = ["https://api.example/", "https://files.example", "https://api.example", "https://as.example/"];
        Assert.That(ResourceIndicators.Parse(asked, client, Options).TryGet(out var resources, out _), Is.True);
        Assert.That(resources!.Values, Is.EqualTo(new[] { "https://api.example", "https://files.example/", "https://as.example" }), "as the host writes them, each once");
        Assert.That(
            ResourceIndicators.Parse(["https://api.example/"]).TryGet(out var later, out _) && later.Narrow(["https://api.example"], Options).TryGet(out _, out _), Is.True);
        Assert.That(CodeOf(ResourceIndicators.Parse(["https://mcp.example/mcp/"], client, Options)), Is.EqualTo("invalid_target"), "a path is a path");
    }

    [Test]
    public void What_is_refused_is_named_unless_it_is_long()
    {
        ImmutableArray<string> asked = ["https://api.example", "https://elsewhere.example"];
        Assert.That(DescriptionOf(asked), Is.EqualTo("the resource https://elsewhere.example is unknown or beyond what was granted"));
        Assert.That(DescriptionOf([$"https://elsewhere.example/{new string('x', 200)}"]), Is.EqualTo("the resource is unknown or beyond what was granted"));
    }

    private static string? DescriptionOf(ImmutableArray<string> asked) => ResourceIndicators.Parse(asked, Client, Options).TryGet(out _, out var error) ? null : error.Description;

    [TestCase("", "https://reports.example", Description = "RFC 8707 §2: the client's default")]
    [TestCase("resource=https://api.example", "https://api.example")]
    [TestCase("audience=https://api.example", "https://reports.example", Description = "the parameter of other servers is not ours")]
    public void A_client_may_have_a_default_resource(string parameters, string expected) =>
        Assert.That(Named(parameters, Options, Client with { DefaultResource = "https://reports.example" }), Is.EqualTo(expected));

    [TestCase("audience=https://api.example", "https://api.example")]
    [TestCase("audience=https://elsewhere.example", "invalid_target")]
    [TestCase("", "")]
    public void Where_the_host_says_so_audience_is_another_word_for_resource(string parameters, string expected) => Assert.That(
        Named(parameters, new AttestoOptions { Audience = "https://as.example", Resources = { Supported = ["https://api.example"], AudienceParameterSupported = true } }, Client),
        Is.EqualTo(expected));

    private static string Named(string parameters, AttestoOptions options, Client client)
    {
        var pairs = parameters.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => KeyValuePair.Create(pair.Split('=')[0], pair.Split('=')[1]));
        return ResourceIndicators.Parse(new RequestParameters(pairs), client, options).TryGet(out var resources, out var error) ? string.Join(' ', resources.Values) : error.Code;
    }

    [TestCase("https://api.example//")]
    [TestCase("https://api.example/?")]
    [TestCase("https://API.example")]
    [TestCase("urn:example:other")]
    public void Others_are_not_however_alike(string resource) =>
        Assert.That(CodeOf(ResourceIndicators.Parse([resource], Client, Options)), Is.EqualTo("invalid_target"));

    [TestCase("")]
    [TestCase("api.example")]
    [TestCase("//api.example")]
    [TestCase("https://api.example#f")]
    [TestCase("https://api.example#")]
    [TestCase("https://api.example/%2")]
    [TestCase("https://api.example/%zz")]
    [TestCase("https://api.example/a b")]
    [TestCase("https://api.example/\u00e4")]
    [TestCase("https://api.example/\ud800")]
    [TestCase("1https://api.example")]
    public void What_is_no_absolute_uri_without_fragment_is_refused(string resource) =>
        Assert.That(CodeOf(ResourceIndicators.Parse([resource])), Is.EqualTo("invalid_target"));

    [Test]
    public void Too_long_and_too_many_are_refused()
    {
        Assert.That(CodeOf(ResourceIndicators.Parse(["https://api.example/" + new string('a', 1 << 20)])), Is.EqualTo("invalid_target"));
        Assert.That(CodeOf(ResourceIndicators.Parse([.. Enumerable.Repeat("https://api.example", 5000)])), Is.EqualTo("invalid_target"));
    }

    [Test]
    public void Nothing_named_keeps_what_was_granted_and_the_servers_audience_is_always_in_an_open_grant()
    {
        ResourceIndicators.Parse([]).TryGet(out var none, out _);
        ResourceIndicators.Parse(["https://as.example"]).TryGet(out var own, out _);

        Assert.That(none!.Narrow(["https://api.example"], Options).TryGet(out var kept, out _) ? kept!.Values : [], Is.EqualTo(new[] { "https://api.example" }));
        Assert.That(own!.Narrow([], Options).TryGet(out _, out _), Is.True);
        Assert.That(CodeOf(own.Narrow(["https://api.example"], Options)), Is.EqualTo("invalid_target"));
    }

    private static string? CodeOf(Result<ResourceIndicators> result) => result.TryGet(out _, out var error) ? null : error.Code;
}
