using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Attesto.Testing;

namespace Attesto.Management.Tests;

/// <summary>The newest events of a node.</summary>
public sealed class RecentEventsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_newest_are_kept_and_the_oldest_are_gone()
    {
        var (events, admin) = Make();
        for (var told = 1; told <= RecentEvents.Capacity + 5; told++)
        {
            await events.PublishAsync(new ServerEvent(EventName.TokenIssued), CancellationToken.None);
        }

        Assert.That(events.Read(null).Select(told => told.Number), Is.EqualTo(Enumerable.Range(6, RecentEvents.Capacity).Reverse().Select(number => (long)number)));
        var first = admin.List(new RecentEventFilter(), null);
        var second = admin.List(new RecentEventFilter(), first.Next);
        Assert.That(first.Events.Concat(second.Events).Select(told => told.Number), Is.EqualTo(Enumerable.Range(0, 200).Select(at => (long)(RecentEvents.Capacity + 5 - at))));
        Assert.That(admin.List(new RecentEventFilter(), 6).Events, Is.Empty);
        Assert.That(admin.List(new RecentEventFilter(), 8).Next, Is.Null);
    }

    [Test]
    public async Task They_are_found_by_event_client_and_whoever_it_is_about_or_did_it()
    {
        var (events, admin) = Make();
        await events.PublishAsync(Told(EventName.GrantsEnded, subject: "alice", client: "shop", actor: "root"), CancellationToken.None);
        await events.PublishAsync(Told(EventName.ClientChanged, subject: null, client: "app", actor: "alice"), CancellationToken.None);
        await events.PublishAsync(Told(EventName.TokenIssued, subject: "usr_bob", client: "shop", actor: null), CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(Found(new RecentEventFilter { Name = "grants_ended" }), Is.EqualTo(new[] { "grants_ended" }));
            Assert.That(Found(new RecentEventFilter { Client = "shop" }), Is.EqualTo(new[] { "token_issued", "grants_ended" }));
            Assert.That(Found(new RecentEventFilter { Person = "alice" }), Is.EqualTo(new[] { "client_changed", "grants_ended" }));
            Assert.That(Found(new RecentEventFilter { Person = "bob" }), Is.EqualTo(new[] { "token_issued" }));
            Assert.That(Found(new RecentEventFilter { Person = "usr_bob" }), Is.EqualTo(new[] { "token_issued" }));
            Assert.That(Found(new RecentEventFilter { Person = "ob" }), Is.Empty);
            Assert.That(Found(new RecentEventFilter { Person = "alice", Client = "shop", Name = "" }), Is.EqualTo(new[] { "grants_ended" }));
            Assert.That(Found(new RecentEventFilter { Name = "no_such" }), Is.Empty);
        });

        IEnumerable<string> Found(RecentEventFilter filter) => admin.List(filter, null).Events.Select(told => told.Name);
    }

    [Test(Description = "RFC 4180; OWASP CSV Injection")]
    public async Task A_file_holds_all_of_them_and_no_formula()
    {
        var (events, admin) = Make();
        var told = Told(EventName.ClientChanged, subject: "=cmd()", client: "a,\"b\"", actor: "root") with { Result = "success" };
        await events.PublishAsync(told with { Metadata = told.Metadata.Add("change", "disabled").Add("count", 2) }, CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(admin.Export(new RecentEventFilter(), asCsv: true)), Is.EqualTo(
            "at,event,subject,client_id,actor,scope,grant_type,result,details\r\n"
            + "2026-11-27T10:00:00.0000000Z,client_changed,'=cmd(),\"a,\"\"b\"\"\",root,,,success,change=disabled count=2\r\n"));

        var json = JsonNode.Parse(admin.Export(new RecentEventFilter(), asCsv: false))!;
        Assert.That(
            ($"{json[0]!["at"]}", $"{json[0]!["event"]!["name"]}", $"{json[0]!["event"]!["metadata"]!["actor"]}"),
            Is.EqualTo(("2026-11-27T10:00:00+00:00", "client_changed", "root")));
        Assert.That(Encoding.UTF8.GetString(admin.Export(new RecentEventFilter { Client = "none" }, asCsv: false)), Is.EqualTo("[]"));
    }

    private static ServerEvent Told(EventName name, string? subject, string? client, string? actor) => new(name)
    {
        Subject = subject,
        ClientId = client,
        Metadata = ImmutableDictionary<string, object?>.Empty.Add("actor", actor),
    };

    private static (RecentEvents Events, AdminEvents Admin) Make()
    {
        var events = new RecentEvents(new FakeClock(Start));
        return (events, new AdminEvents(events, new SubjectOptions { PrincipalKinds = [new PrincipalKind { Value = "user", SubPrefix = "usr_" }] }));
    }
}
