using Attesto.Clients;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

/// <summary>With what clients sign where the host says nothing, and where it does.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientSigningDefaultsTests
{
    private readonly AttestoOptions _options = new();

    [Test]
    public void Algorithms_that_the_host_names_stay_as_they_are()
    {
        _options.ClientAuthentication.SigningAlgorithms = ["ES256"];
        _options.RequestObjects.SigningAlgorithms = ["PS256"];
        new ClientSigningDefaults(TestKeys.Algorithms).PostConfigure(null, _options);
        Assert.That(
            (string.Join(' ', _options.ClientAuthentication.SigningAlgorithms!), string.Join(' ', _options.RequestObjects.SigningAlgorithms!)),
            Is.EqualTo(("ES256", "PS256")));
    }

    [Test]
    public void Without_a_word_there_are_defaults()
    {
        new ClientSigningDefaults(TestKeys.Algorithms).PostConfigure(null, _options);
        Assert.That(_options.ClientAuthentication.SigningAlgorithms, Does.Contain("ES256").And.Not.Contain("HS256"));
        Assert.That(_options.RequestObjects.SigningAlgorithms, Does.Contain("ES256").And.Not.Contain("none"));
    }
}
