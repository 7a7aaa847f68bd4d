using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Attesto.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>The newest events of a node, where nothing keeps those of all nodes.</summary>
public sealed class RecentEventsTests : EventStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);

    private RecentEvents _shared = null!;

    [SetUp]
    public void Begin() => _shared = new RecentEvents(Clock);

    protected override IEventStore Open() => _shared;

    [Test]
    public async Task The_newest_are_kept_and_the_oldest_are_gone()
    {
        var (events, admin) = Make();
        for (var told = 1; told <= RecentEvents.Capacity + 5; told++)
        {
            await events.PublishAsync(new ServerEvent(EventName.TokenIssued) { Result = $"{told}" }, default);
        }

        var (kept, after) = (new List<string?>(), (string?)null);
        do
        {
            var page = await admin.ListAsync(new AdminEventFilter(), after, default);
            Assert.That(page.Events, Has.Length.EqualTo(100));
            kept.AddRange(page.Events.Select(told => told.Result));
            after = page.Next?.ToString();
        }
        while (after is not null);
        Assert.That(kept, Is.EquivalentTo(Enumerable.Range(6, RecentEvents.Capacity).Select(number => $"{number}")));
        Assert.That(admin.AreOfAllNodes, Is.False);
    }

    [Test]
    public async Task They_are_found_by_event_client_time_and_whoever_it_is_about_or_did_it()
    {
        var (events, admin) = Make();
        await events.PublishAsync(Told(EventName.GrantsEnded, subject: "alice", client: "shop", actor: "root"), default);
        await events.PublishAsync(Told(EventName.ClientChanged, subject: null, client: "app", actor: "alice"), default);
        await events.PublishAsync(Told(EventName.TokenIssued, subject: "usr_bob", client: "shop", actor: null), default);
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await FoundAsync(new AdminEventFilter { Name = "grants_ended" }), Is.EqualTo(new[] { "grants_ended" }));
            Assert.That(await FoundAsync(new AdminEventFilter { Client = "shop" }), Is.EquivalentTo(new[] { "token_issued", "grants_ended" }));
            Assert.That(await FoundAsync(new AdminEventFilter { Person = "alice" }), Is.EquivalentTo(new[] { "client_changed", "grants_ended" }));
            Assert.That(await FoundAsync(new AdminEventFilter { Person = "bob" }), Is.EqualTo(new[] { "token_issued" }));
            Assert.That(await FoundAsync(new AdminEventFilter { Person = "usr_bob" }), Is.EqualTo(new[] { "token_issued" }));
            Assert.That(await FoundAsync(new AdminEventFilter { Person = "ob" }), Is.Empty);
            Assert.That(await FoundAsync(new AdminEventFilter { Person = "alice", Client = "shop", Name = "" }), Is.EqualTo(new[] { "grants_ended" }));
            Assert.That(await FoundAsync(new AdminEventFilter { Name = "no_such" }), Is.Empty);
            Assert.That(await FoundAsync(new AdminEventFilter { From = Start.DateTime, Until = Start.DateTime }), Is.Empty);
            Assert.That(await FoundAsync(new AdminEventFilter { From = Start.DateTime, Until = Start.DateTime.AddSeconds(1) }), Has.Length.EqualTo(3));
        });

        async Task<string[]> FoundAsync(AdminEventFilter filter) => [.. (await admin.ListAsync(filter, null, default)).Events.Select(told => told.Name)];
    }

    [Test(Description = "RFC 4180; OWASP CSV Injection")]
    public async Task A_file_holds_all_of_them_and_no_formula()
    {
        var (events, admin) = Make();
        var told = Told(EventName.ClientChanged, subject: "=cmd()", client: "a,\"b\"", actor: "\uff0broot") with { Result = "success" };
        await events.PublishAsync(told with { Metadata = told.Metadata.Add("change", "disabled").Add("count", 2) }, default);
        Assert.That(await FileAsync(admin, new AdminEventFilter(), asCsv: true), Is.EqualTo(
            "at,event,subject,client_id,actor,scope,grant_type,result,reason,client_ip,details\r\n"
            + "2026-11-27T10:00:00.0000000Z,client_changed,'=cmd(),\"a,\"\"b\"\"\",'\uff0broot,,,success,,,change=disabled count=2\r\n"));

        var json = JsonNode.Parse(await FileAsync(admin, new AdminEventFilter(), asCsv: false))![0]!;
        Assert.That(($"{json["at"]}", $"{json["name"]}", $"{json["details"]!["count"]}"), Is.EqualTo(("2026-11-27T10:00:00+00:00", "client_changed", "2")));
        Assert.That(await FileAsync(admin, new AdminEventFilter { Client = "none" }, asCsv: false), Is.EqualTo("[]"));
    }

    [TestCase("=1", "'=1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@1", "'@1")]
    [TestCase("\t1", "'\t1")]
    [TestCase("\r1", "\"'\r1\"")]
    [TestCase("a\rb", "\"a\rb\"")]
    [TestCase("a\nb", "\"a\nb\"")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("a\"b", "\"a\"\"b\"")]
    [TestCase("a=b", "a=b")]
    [TestCase("", "")]
    public async Task A_cell_is_one_text_and_no_formula(string client, string cell)
    {
        var (events, admin) = Make();
        await events.PublishAsync(Told(EventName.TokenIssued, subject: null, client, actor: null), CancellationToken.None);
        Assert.That(await FileAsync(admin, new AdminEventFilter(), asCsv: true), Does.EndWith($",token_issued,,{cell},,,,,,,\r\n"));
    }

    [Test]
    public async Task A_page_is_full_before_another_follows()
    {
        var (events, admin) = Make();
        for (var told = 1; told <= 101; told++)
        {
            await events.PublishAsync(new ServerEvent(EventName.TokenIssued), CancellationToken.None);
        }

        var first = await admin.ListAsync(new AdminEventFilter(), null, default);
        var second = await admin.ListAsync(new AdminEventFilter(), first.Next?.ToString(), default);
        Assert.That((first.Events.Length, second.Events.Length, second.Next), Is.EqualTo((100, 1, (EventCursor?)null)));
        var whole = Make();
        for (var told = 1; told <= 100; told++)
        {
            await whole.Events.PublishAsync(new ServerEvent(EventName.TokenIssued), CancellationToken.None);
        }

        Assert.That((await whole.Admin.ListAsync(new AdminEventFilter(), null, default)).Next, Is.Null);
    }

    private static async Task<string> FileAsync(AdminEvents admin, AdminEventFilter filter, bool asCsv)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        await (await admin.ExportAsync(filter, asCsv, default)).ExecuteAsync(http);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static ServerEvent Told(EventName name, string? subject, string? client, string? actor) => new(name)
    {
        Subject = subject,
        ClientId = client,
        Metadata = ImmutableDictionary<string, object?>.Empty.Add("actor", actor),
    };

    private static (RecentEvents Events, AdminEvents Admin) Make()
    {
        var clock = new FakeClock(Start);
        var events = new RecentEvents(clock);
        return (events, new AdminEvents(events, new SubjectOptions { PrincipalKinds = [new PrincipalKind { Value = "user", SubPrefix = "usr_" }] }, clock));
    }
}
