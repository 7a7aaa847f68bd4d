using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>A namespace is a room: one may look from it into the next, but no way leads back. What is in a circle can only be understood, tested and changed as a whole.</summary>
public sealed class NamespaceTests
{
    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void No_circle_leads_through_the_namespaces_of_a_package(string package)
    {
        var graph = NamespaceGraph.Of(package);
        var circles = graph.Circles().Select(circle => string.Join(Environment.NewLine, graph.Edges(circle)));
        Assert.That(circles, Is.Empty);
    }

    [Test]
    public void The_graph_sees_what_the_engine_is_made_of()
    {
        var graph = NamespaceGraph.Of("Attesto");
        Assert.Multiple(() =>
        {
            Assert.That(graph.Namespaces, Has.Length.GreaterThan(20));
            Assert.That(graph.Next("Attesto.Grants"), Is.SupersetOf(new[] { "Attesto.Issuing", "Attesto.SenderConstraints" }));
        });
        TestContext.Out.WriteLine(graph);
    }
}
