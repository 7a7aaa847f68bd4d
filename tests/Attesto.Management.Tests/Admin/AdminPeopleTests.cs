using Microsoft.Extensions.Logging.Abstractions;
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
    public async Task Nothing_ends_at_what_no_client_is()
    {
        var people = new AdminPeople(new Mock<IGrantStore>(MockBehavior.Strict).Object, managed: null!, sessions: null, consents: null);
        Assert.That(await people.EndAsync("alice", "a\0b", null, "root", CancellationToken.None), Is.EqualTo("There is no client with that identifier."));
    }

    [Test]
    public async Task Of_a_browser_that_session_alone_ends_and_what_came_of_it()
    {
        var (sessions, terminator, told) = (new Mock<IServerSideSessionStore>(), new Mock<IAuthorizationTerminator>(), new List<GrantFilter>());
        var here = new ServerSideSession(TokenHash.Of("here"), "alice", "sid1", DateTimeOffset.MaxValue);
        var plain = new ServerSideSession(TokenHash.Of("plain"), "alice", null, DateTimeOffset.MaxValue);
        sessions.Setup(store => store.ListAsync("alice", default)).ReturnsAsync([here, plain]);
        sessions.Setup(store => store.ListAsync("bob", default)).ReturnsAsync([]);
        terminator.Setup(all => all.EndAsync(Capture.In(told), default)).ReturnsAsync(new EndedAuthorizations(1, 2, 3, 4));
        var grants = new Mock<IGrantStore>(MockBehavior.Strict).Object;
        var managed = new ManagedGrants(grants, terminator.Object, new AuditTrail([], NullLogger<AuditTrail>.Instance));
        var people = new AdminPeople(grants, managed, sessions.Object, consents: null);

        Assert.That(await people.EndAsync("bob", null, here.Hash.Value, "root", default), Is.EqualTo("That browser was signed out already."), "it is another's");
        Assert.That(told, Is.Empty);
        Assert.That(await people.EndAsync("alice", null, here.Hash.Value, "root", default), Does.StartWith("Ended 2 grants, 1 codes, 4 sessions at browsers and 4 at clients"));
        await people.EndAsync("alice", null, plain.Hash.Value, "root", default);
        Assert.That(told.Select(filter => (filter.Subject, filter.ClientId, filter.SessionId)), Is.EqualTo(new[]
        {
            ("alice", (string?)null, "sid1"), ("alice", null, plain.Hash.Value), // never all that the person has
        }));
        sessions.Verify(store => store.EndAsync(here.Hash, default), Times.Once);
        sessions.Verify(store => store.EndAsync(plain.Hash, default), Times.Once);
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
