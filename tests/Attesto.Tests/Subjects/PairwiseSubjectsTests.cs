using Attesto.Profiles;
using Attesto.Subjects;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using NUnit.Framework;

namespace Attesto.Tests.Subjects;

/// <summary>The <c>sub</c> of a sector (OpenID Connect Core §8.1).</summary>
public sealed class PairwiseSubjectsTests
{
    private const string Salt = "0123456789abcdef0123456789abcdef";

    private static readonly Client App = new() { Id = "app", SubjectType = SubjectType.Pairwise, RedirectUris = ["https://app.example/cb"] };

    [Test]
    public void A_public_client_is_told_the_persons_own() =>
        Assert.That(Subjects(Salt).Of(App with { SubjectType = SubjectType.Public }, "usr_alice"), Is.EqualTo("usr_alice"));

    [Test]
    public void It_is_stable_keeps_the_prefix_and_says_nothing_of_the_person()
    {
        var told = Subjects(Salt).Of(App, "usr_alice");
        Assert.That(Subjects(Salt).Of(App, "usr_alice"), Is.EqualTo(told));
        Assert.That(told, Does.Match("^usr_[A-Za-z0-9_-]{43}$").And.Not.Contain("alice"));
        Assert.That(new[] { told, Subjects(Salt).Of(App, "usr_bob"), Subjects(Salt.Replace('0', '1')).Of(App, "usr_alice") }, Is.Unique);
    }

    [TestCase("https://app.example/other", null, true, Description = "the same host")]
    [TestCase("https://APP.example:8443/", null, true, Description = "as a host is compared")]
    [TestCase("https://other.example/cb", null, false)]
    [TestCase("https://other.example/cb", "https://app.example/redirects.json", true)]
    [TestCase("https://app.example/cb", "https://sector.example/redirects.json", false)]
    public void Clients_of_one_sector_are_told_the_same(string redirect, string? identifier, bool same) => Assert.That(
        Subjects(Salt).Of(App with { Id = "second", RedirectUris = [redirect], SectorIdentifierUri = identifier }, "usr_alice") == Subjects(Salt).Of(App, "usr_alice"),
        Is.EqualTo(same));

    [TestCase("com.example.app:/cb", ApplicationType.Native)]
    [TestCase("http://127.0.0.1/cb", ApplicationType.Native)]
    [TestCase(null, ApplicationType.Web)]
    public void A_client_without_a_host_of_its_own_is_a_sector_by_itself(string? redirect, ApplicationType type)
    {
        var client = App with { RedirectUris = redirect is null ? [] : [redirect], ApplicationType = type };
        Assert.That(Subjects(Salt).Of(client, "usr_alice"), Is.Not.EqualTo(Subjects(Salt).Of(client with { Id = "second" }, "usr_alice")));
    }

    [Test]
    public void What_cannot_be_done_is_said_and_never_half_done()
    {
        var wide = App with { RedirectUris = ["https://app.example/cb", "https://other.example/cb"] };
        Assert.That(Subjects(Salt).FaultOf(wide), Does.Contain("sector_identifier_uri"));
        Assert.That(Subjects(null).FaultOf(App), Does.Contain("Attesto:Subjects:PairwiseSalt"));
        Assert.That(Subjects(null).FaultOf(App with { SubjectType = SubjectType.Public }), Is.Null);
        Assert.That(() => Subjects(Salt).Of(wide, "usr_alice"), Throws.InvalidOperationException);
        Assert.That(() => Subjects(null).Of(App, "usr_alice"), Throws.InvalidOperationException);
    }

    [TestCase(Salt, true)]
    [TestCase(null, false)]
    public async Task A_client_that_cannot_have_them_is_unknown(string? salt, bool isServed)
    {
        var store = new Mock<IClientStore>(MockBehavior.Strict);
        store.Setup(clients => clients.FindAsync("app", It.IsAny<CancellationToken>())).ReturnsAsync(App);
        var conforming = new ConformingClients(store.Object, Subjects(salt), Options.Create(new AttestoOptions()), NullLogger<ConformingClients>.Instance);
        Assert.That(await conforming.FindAsync("app", CancellationToken.None) is not null, Is.EqualTo(isServed));
    }

    private static PairwiseSubjects Subjects(string? salt) => new(Options.Create(new AttestoOptions
    {
        Subjects =
        {
            PairwiseSalt = salt,
            PrincipalKinds = [new() { Value = "user", SubPrefix = "usr_" }, new() { Value = "client", SubPrefix = "cli_" }],
        },
    }));
}
