namespace Attesto.Clients.Tests;

/// <summary>docs/clients.md has a row for every client that this project runs.</summary>
public sealed class ClientTableTests
{
    [Test]
    public void The_page_of_clients_has_what_is_run_here()
    {
        if (!ClientTable.IsWritten)
        {
            Assert.That(ClientTable.FindFaults(typeof(ClientTableTests).Assembly), Is.Empty, "ATTESTO_APPROVE=1 and a run of the fixture write its rows anew");
        }
    }
}
