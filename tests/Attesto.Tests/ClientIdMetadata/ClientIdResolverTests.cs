using System.Text;
using Attesto.Outbound;
using Attesto.Registration;
using Attesto.Stores;
using Attesto.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Attesto.ClientIdMetadata;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientIdResolverTests
{
    private const string Url = ClientIdDocumentTests.Url;

    private readonly FakeClock _clock = new();
    private readonly AttestoOptions _options = new() { ClientIdMetadata = { Enabled = true } };
    private readonly InMemoryClientMetadataCache _cache = new();
    private readonly ScriptedOutbound _outbound = new();
    private ClientIdDocumentSource _source = null!;

    [SetUp]
    public void SetUp() => _source = new ClientIdDocumentSource(_outbound, Options.Create(_options), _clock, NullLogger<ClientIdDocumentSource>.Instance);

    [TestCase(null, 60)]
    [TestCase(0, 60)]
    [TestCase(5, 60)]
    [TestCase(600, 600)]
    [TestCase(10_000_000, 86_400)]
    public async Task A_document_is_kept_as_long_as_its_response_allows_within_bounds(int? freshFor, int expected)
    {
        _outbound.Serve(Url, ClientIdDocumentTests.Document(), freshFor is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await FindAsync();
        _clock.Advance(TimeSpan.FromSeconds(expected - 1));
        Assert.That((await FindAsync() is not null, _outbound.Requests.Count), Is.EqualTo((true, 1)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await FindAsync() is not null, _outbound.Requests.Count), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task Many_who_ask_at_once_cause_one_fetch()
    {
        var gate = new TaskCompletionSource();
        _outbound.Serve(Url, async _ =>
        {
            await gate.Task;
            return new OutboundAnswer.Answered(200, "application/json", Encoding.UTF8.GetBytes(ClientIdDocumentTests.Document()), null);
        });
        var asking = Enumerable.Range(0, 32).Select(_ => FindAsync()).ToArray();
        gate.SetResult();
        Assert.That((await Task.WhenAll(asking)).Select(client => client?.Id), Has.All.EqualTo(Url));
        Assert.That(_outbound.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(404, "application/json")]
    [TestCase(201, "application/json")]
    [TestCase(302, "application/json")]
    [TestCase(200, "text/html")]
    [TestCase(200, "text/json")]
    [TestCase(200, null)]
    public async Task A_failure_is_no_client_and_is_remembered_for_seconds(int status, string? mediaType)
    {
        _outbound.Serve(Url, ClientIdDocumentTests.Document(), status: status, mediaType: mediaType);
        Assert.That(await FindAsync(), Is.Null);
        _outbound.Serve(Url, ClientIdDocumentTests.Document(), mediaType: "application/client+json");
        Assert.That((await FindAsync(), _outbound.Requests.Count), Is.EqualTo(((Client?)null, 1)), "nobody makes us ask at will");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await FindAsync(), Is.Not.Null);
    }

    [Test]
    public async Task A_document_that_is_forgotten_is_fetched_again_at_once()
    {
        Assert.That(await FindAsync(), Is.Null);
        _outbound.Serve(Url, ClientIdDocumentTests.Document());
        await Resolver().EvictAsync(Url, CancellationToken.None);
        Assert.That(await FindAsync(), Is.Not.Null);
    }

    [Test]
    public async Task An_invalid_document_is_not_kept_and_does_not_replace_a_valid_one()
    {
        _outbound.Serve(Url, "{}");
        Assert.That(await FindAsync(), Is.Null);
        Assert.That(await _cache.FindAsync(Url, CancellationToken.None), Is.Null);
    }

    [TestCase("""["https://client.example/cb"]""", true)]
    [TestCase("[]", false)]
    [TestCase(null, false)]
    public async Task A_sector_must_list_the_redirect_URIs(string? sector, bool expected)
    {
        _outbound.Serve(Url, ClientIdDocumentTests.Document("""
            "subject_type":"pairwise","sector_identifier_uri":"https://sector.example/"
            """));
        if (sector is not null)
        {
            _outbound.Serve("https://sector.example/", sector);
        }

        Assert.That((await FindAsync())?.SubjectType, Is.EqualTo(expected ? SubjectType.Pairwise : (SubjectType?)null));
    }

    [Test]
    public async Task The_limits_are_those_of_a_document()
    {
        await FindAsync();
        var request = _outbound.Requests.Single();
        Assert.That((request.MaxBodyLength, request.Timeout), Is.EqualTo((5120, TimeSpan.FromSeconds(5))));
    }

    [TestCase("client.example", "", false)]
    [TestCase("*.example", "", false)]
    [TestCase("CLIENT.example", "", false)]
    [TestCase("client.example", "client.example", false, Description = "the block list is stronger")]
    [TestCase("other.example", "", true)]
    [TestCase("", "other.example", false)]
    [TestCase("", "*.example", true)]
    [TestCase("", "*.client.example", false)]
    public async Task Host_rules_come_before_cache_and_network(string blocked, string allowed, bool expected)
    {
        await _cache.PutAsync(new CachedClientMetadata(Url, ClientIdDocumentTests.Document(), _clock.Now.AddHours(1)), CancellationToken.None);
        _options.ClientIdMetadata.BlockedHosts = blocked is "" ? [] : [blocked];
        _options.ClientIdMetadata.AllowedHosts = allowed is "" ? [] : [allowed];
        Assert.That(await FindAsync() is not null, Is.EqualTo(expected));
        Assert.That(_outbound.Requests, Is.Empty);
    }

    [Test]
    public async Task An_evicted_document_is_fetched_again()
    {
        _outbound.Serve(Url, ClientIdDocumentTests.Document(), TimeSpan.FromHours(1));
        await FindAsync();
        await Resolver().EvictAsync(Url, CancellationToken.None);
        await FindAsync();
        Assert.That(_outbound.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_rule_of_today_holds_for_a_document_of_yesterday()
    {
        _outbound.Serve(Url, ClientIdDocumentTests.Document(redirects: ["http://localhost/cb"]), TimeSpan.FromHours(1));
        Assert.That((await FindAsync())!.RedirectUris, Has.Length.EqualTo(1));
        _options.ClientIdMetadata.AllowLocalhostRedirects = false;
        Assert.That(await FindAsync(), Is.Null);
    }

    [Test]
    public async Task A_server_that_does_not_offer_it_fetches_nothing()
    {
        _options.ClientIdMetadata.Enabled = false;
        _outbound.Serve(Url, ClientIdDocumentTests.Document());
        Assert.That((await FindAsync(), _outbound.Requests.Count), Is.EqualTo(((Client?)null, 0)));
    }

    private ClientIdResolver Resolver() => new(_cache, _source, Options.Create(_options), _clock, limit: null);

    private Task<Client?> FindAsync() =>
        ClientIdUrl.TryParse(Url, out var url) ? Resolver().FindAsync(url, CancellationToken.None) : throw new InvalidOperationException();
}
