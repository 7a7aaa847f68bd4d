using NUnit.Framework;

namespace Attesto.Tests;

[TestFixture]
public sealed class RequestParametersTests
{
    [TestCase(2)]
    [TestCase(24)]
    [TestCase(25)]
    [TestCase(5000)]
    public void A_repeated_parameter_is_found_among_few_and_among_many(int count)
    {
        var names = Enumerable.Range(0, count - 1).Select(i => $"p{i}").ToList();

        Assert.That(Of(names).FindRepeated(), Is.Null);
        Assert.That(Of(names.Append("p0")).FindRepeated(), Is.EqualTo("p0"));
        Assert.That(Of(names.Append("resource").Append("resource").Append("audience").Append("audience")).FindRepeated(), Is.Null);
    }

    [Test(Description = "RFC 6749 §3.1: MUST be treated as if they were omitted")]
    public void A_parameter_without_a_value_counts_as_omitted()
    {
        var parameters = new RequestParameters([new("scope", ""), new("state", "s"), new("scope", "openid"), new("resource", "")]);
        Assert.That((parameters["scope"], parameters.Find("resource"), parameters.FindRepeated()), Is.EqualTo(("openid", (string?)null, (string?)null)));
        Assert.That(parameters.All("resource"), Is.Empty);
        Assert.That(parameters.Count(), Is.EqualTo(2));
    }

    private static RequestParameters Of(IEnumerable<string> names) => new(names.Select(name => KeyValuePair.Create(name, "x")));
}
