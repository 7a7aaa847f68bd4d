using System.Buffers.Text;
using System.Security.Cryptography;
using Attesto.Jose;
using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.Outbound;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RemoteKeysTests
{
    private const string Url = "https://client.example/jwks";

    private readonly FakeClock _clock = new();
    private ScriptedOutbound _outbound = null!;
    private IRemoteKeys _keys = null!;

    [SetUp]
    public void SetUp()
    {
        _outbound = new ScriptedOutbound();
        _keys = new RemoteKeys(_outbound, _clock);
    }

    [TestCase(null, 300, Description = "at least 300 s")]
    [TestCase(0, 300)]
    [TestCase(10, 300)]
    [TestCase(1000, 1000)]
    [TestCase(999_999, 86_400)]
    public async Task A_set_is_kept_as_long_as_its_response_allows_within_bounds(int? freshFor, int expected)
    {
        _outbound.Serve(Url, Set("a"), freshFor is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await FindAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(expected - 1));
        Assert.That((await FindAsync("a"), _outbound.Requests.Count), Is.EqualTo(("a", 1)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await FindAsync("a"), _outbound.Requests.Count), Is.EqualTo(("a", 2)));
    }

    [Test]
    public async Task An_unknown_kid_fetches_again_but_not_at_the_callers_pace()
    {
        _outbound.Serve(Url, Set("old"), TimeSpan.FromHours(1));
        await FindAsync("old");
        _outbound.Serve(Url, Set("new"), TimeSpan.FromHours(1));
        for (var i = 0; i < 50; i++)
        {
            await FindAsync($"invented-{i}");
        }

        Assert.That(_outbound.Requests, Has.Count.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That((await FindAsync("new"), _outbound.Requests.Count), Is.EqualTo(("new", 2)));
    }

    [Test]
    public async Task Many_who_ask_at_once_cause_one_fetch()
    {
        var gate = new TaskCompletionSource();
        _outbound.Serve(Url, async _ =>
        {
            await gate.Task;
            return new OutboundAnswer.Answered(200, null, System.Text.Encoding.UTF8.GetBytes(Set("a")), null);
        });
        var asking = Enumerable.Range(0, 32).Select(_ => FindAsync("a")).ToArray();
        gate.SetResult();
        Assert.That(await Task.WhenAll(asking), Has.All.EqualTo("a"));
        Assert.That(_outbound.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_who_stops_waiting_does_not_end_the_fetch_for_the_others()
    {
        var gate = new TaskCompletionSource();
        _outbound.Serve(Url, async _ =>
        {
            await gate.Task;
            return new OutboundAnswer.Answered(200, null, System.Text.Encoding.UTF8.GetBytes(Set("a")), null);
        });
        using var impatient = new CancellationTokenSource();
        var first = _keys.FindAsync(Url, "a", impatient.Token).AsTask();
        var second = FindAsync("a");
        await impatient.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult();
        Assert.That(await second, Is.EqualTo("a"));
    }

    [Test]
    public async Task A_failed_refresh_keeps_what_is_known_for_a_day()
    {
        _outbound.Serve(Url, Set("a"));
        await FindAsync("a");
        _outbound.Remove(Url);
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That((await FindAsync("a"), _outbound.Requests.Count), Is.EqualTo(("a", 2)), "no longer fresh, and not to be had");
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.That(await FindAsync("a"), Is.EqualTo("a"));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(() => FindAsync("a"), Throws.InstanceOf<RemoteKeysUnavailableException>());
    }

    [Test]
    public async Task A_failing_server_is_not_asked_with_every_request()
    {
        Assert.That(() => FindAsync("a"), Throws.InstanceOf<RemoteKeysUnavailableException>());
        Assert.That(() => FindAsync("a"), Throws.InstanceOf<RemoteKeysUnavailableException>());
        Assert.That(_outbound.Requests, Has.Count.EqualTo(1));
        _outbound.Serve(Url, Set("a"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await FindAsync("a"), Is.EqualTo("a"));
    }

    [TestCase("""{"keys":[],"keys":[]}""", 200)]
    [TestCase("""{"keys":[{"kty":"oct","k":"AAAA"}]}""", 200)]
    [TestCase("<html/>", 200)]
    [TestCase("""{"keys":[]}""", 404)]
    [TestCase("""{"keys":[]}""", 302)]
    public async Task What_is_not_a_set_of_public_keys_is_no_set(string body, int status)
    {
        _outbound.Serve(Url, body, status: status);
        Assert.That(await _keys.FindAsync(Url, null, CancellationToken.None), Is.Null);
    }

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(429)]
    public void A_server_that_is_out_of_order_is_away(int status)
    {
        _outbound.Serve(Url, "", status: status);
        Assert.That(() => FindAsync("a"), Throws.InstanceOf<RemoteKeysUnavailableException>());
    }

    [TestCase(nameof(OutboundFault.Unresolvable), true)]
    [TestCase(nameof(OutboundFault.ConnectionFailed), true)]
    [TestCase(nameof(OutboundFault.TimedOut), true)]
    [TestCase(nameof(OutboundFault.ForbiddenAddress), false)]
    [TestCase(nameof(OutboundFault.MalformedUrl), false)]
    [TestCase(nameof(OutboundFault.TooLarge), false)]
    public async Task What_can_never_be_had_is_not_away(string fault, bool isAway)
    {
        _outbound.Serve(Url, _ => Task.FromResult<OutboundAnswer>(new OutboundAnswer.Failed(Enum.Parse<OutboundFault>(fault))));
        if (isAway)
        {
            Assert.That(() => FindAsync("a"), Throws.InstanceOf<RemoteKeysUnavailableException>());
            return;
        }

        Assert.That(await _keys.FindAsync(Url, "a", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task The_limits_are_those_of_a_key_set()
    {
        _outbound.Serve(Url, Set("a"));
        await FindAsync("a");
        Assert.That(_outbound.Requests.Single().MaxBodyLength, Is.EqualTo(16_384));
    }

    [Test]
    public async Task A_clients_own_keys_need_no_fetch()
    {
        Assert.That(JsonWebKeyReader.TryReadSet(Set("a"), out var keys));
        var client = new Client { Id = "c", Jwks = keys, JwksUri = Url };
        Assert.That(await _keys.FindAsync(client, "a", CancellationToken.None), Is.SameAs(keys));
        Assert.That(await _keys.FindAsync(new Client { Id = "c" }, "a", CancellationToken.None), Is.Null);
        Assert.That(_outbound.Requests, Is.Empty);
    }

    internal static string Set(string kid)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"{{kid}}","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}]}""";
    }

    private async Task<string?> FindAsync(string kid) =>
        (await _keys.FindAsync(Url, kid, CancellationToken.None))?.Keys.FirstOrDefault(key => key.Kid == kid)?.Kid;
}
