using NUnit.Framework.Interfaces;

namespace Attesto.Tests.Shared.Clients;

/// <summary>Says which client that other people wrote a fixture runs. A run of all its tests that passed is a row of docs/clients.md, where writing is asked for.</summary>
/// <param name="client">Its name, as its registry has it.</param>
/// <param name="kind">What kind of application it is part of.</param>
/// <param name="walks">What the fixture walks with it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RunsClientAttribute(string client, string kind, string walks) : CategoryAttribute("Clients"), ITestAction
{
    public string Client => client;

    public string Kind => kind;

    public string Walks => walks;

    /// <summary>Its package in Debian, where it has none in a registry that the tests restore from.</summary>
    public string? DebianPackage { get; init; }

    public ActionTargets Targets => ActionTargets.Suite;

    public void BeforeTest(ITest test)
    {
        // Nothing is known yet.
    }

    public void AfterTest(ITest test)
    {
        if (ClientTable.IsWritten && test.Fixture is { } fixture && TestContext.CurrentContext.Result.PassCount == test.TestCaseCount)
        {
            ClientTable.Write(this, fixture.GetType().Name);
        }
    }
}
