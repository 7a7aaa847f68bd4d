using Moq;

namespace Attesto.Management.Tests;

/// <summary>What no identifier of a person is.</summary>
public sealed class AdminPeopleTests
{
    [TestCase("a\0b")]
    [TestCase("a\r\n")]
    [TestCase("\uD83D")]
    public async Task No_store_is_asked_for_what_no_identifier_is(string subject)
    {
        var people = new AdminPeople(new Mock<IGrantStore>(MockBehavior.Strict).Object, managed: null!, sessions: null, consents: null);
        Assert.That((await people.FindAsync(subject, null, CancellationToken.None)).IsEmpty, Is.True);
        Assert.That(await people.EndAsync(subject, null, null, "root", CancellationToken.None), Is.EqualTo("There is nobody with that identifier."));
    }

    [Test]
    public async Task Nor_for_one_that_is_longer_than_a_sub()
    {
        var grants = new Mock<IGrantStore>(MockBehavior.Strict);
        var longest = new string('a', 255);
        grants.Setup(store => store.ListAsync(new GrantFilter { Subject = longest }, 50, null, CancellationToken.None)).ReturnsAsync(new GrantPage([], null));
        var people = new AdminPeople(grants.Object, managed: null!, sessions: null, consents: null);
        Assert.That((await people.FindAsync(longest, "nonsense", CancellationToken.None)).IsEmpty, Is.True);
        Assert.That((await people.FindAsync(longest + "a", null, CancellationToken.None)).IsEmpty, Is.True);
        grants.Verify(store => store.ListAsync(It.IsAny<GrantFilter>(), 50, null, CancellationToken.None), Times.Once);
    }
}
