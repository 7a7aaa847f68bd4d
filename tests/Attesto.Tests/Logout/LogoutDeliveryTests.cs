using Attesto.Jose;
using Attesto.Logout;
using Attesto.Outbound;
using Attesto.Subjects;
using Attesto.Tests.Authorize;
using Attesto.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Logout;

/// <summary>Logout tokens and their way to the clients (OpenID Connect Back-Channel Logout §2.4, §2.5).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogoutDeliveryTests
{
    private static readonly LogoutNotice Notice = new("app", "https://app.example/bcl", "usr_alice", "s1");

    private readonly FrontChannel _server = new();
    private readonly Outside _outside = new();

    [SetUp]
    public void SetUp() => _server.Outbound = _outside;

    [Test]
    public async Task The_token_says_whose_session_ended_and_nothing_more()
    {
        Assert.That(await DeliverAsync(Notice));

        var request = _outside.Sent.Single();
        Assert.That((request.Url, request.Form!.Value.Single().Key, request.Timeout), Is.EqualTo(("https://app.example/bcl", "logout_token", TimeSpan.FromSeconds(5))));
        Assert.That(CompactJws.TryParse(request.Form.Value.Single().Value, out var jws, out _));
        var keys = TestKeys.Algorithms.Find(TestKey.SetOf(await _server.Services.GetRequiredService<IKeystore>().GetVerificationKeysAsync(CancellationToken.None)));
        Assert.That(keys.Verifies(jws!));
        Assert.That(jws!.Type, Is.EqualTo("logout+jwt"));
        var claims = jws.Payload;
        Assert.That(claims.EnumerateObject().Select(claim => claim.Name), Is.EquivalentTo(new[] { "iss", "aud", "iat", "exp", "jti", "events", "sub" }));
        Assert.That(
            (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString()),
            Is.EqualTo((FrontChannel.Issuer, "app", "usr_alice")));
        Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(120));
        Assert.That(claims.GetProperty("events").GetRawText(), Is.EqualTo("""{"http://schemas.openid.net/event/backchannel-logout":{}}"""));
    }

    [Test(Description = "OpenID Connect Back-Channel Logout §2.2")]
    public async Task The_session_is_named_to_a_client_that_asked_for_it()
    {
        _server.App = _server.App with { BackchannelLogoutSessionRequired = true };
        Assert.That(await DeliverAsync(Notice));
        Assert.That(CompactJws.TryParse(_outside.Sent.Single().Form!.Value.Single().Value, out var jws, out _));
        Assert.That((jws!.Payload.GetProperty("sub").GetString(), jws.Payload.GetProperty("sid").GetString()), Is.EqualTo(("usr_alice", "s1")));
    }

    [Test(Description = "OpenID Connect Core §8.1")]
    public async Task A_client_with_pairwise_subjects_hears_its_own()
    {
        _server.Options.PairwiseSubjectSalt = "0123456789abcdef0123456789abcdef";
        _server.App = _server.App with { SubjectType = SubjectType.Pairwise };
        Assert.That(await DeliverAsync(Notice));
        Assert.That(CompactJws.TryParse(_outside.Sent.Single().Form!.Value.Single().Value, out var jws, out _));
        Assert.That(jws!.Payload.GetProperty("sub").GetString(), Is.EqualTo(_server.Services.GetRequiredService<PairwiseSubjects>().Of(_server.App, "usr_alice")));
    }

    [Test]
    public async Task Every_token_has_its_own_id()
    {
        await DeliverAsync(Notice);
        await DeliverAsync(Notice with { SessionId = null });
        var ids = _outside.Sent.Select(request => CompactJws.TryParse(request.Form!.Value.Single().Value, out var jws, out _) ? jws.Payload.GetProperty("jti").GetString() : null);
        Assert.That(ids, Is.Unique);
    }

    [TestCase(200, true)]
    [TestCase(204, true)]
    [TestCase(302, false)]
    [TestCase(400, false)]
    [TestCase(500, false)]
    public async Task Only_success_counts_and_nothing_is_repeated(int status, bool taken)
    {
        _outside.Answer = new OutboundAnswer.Answered(status, null, default, null);
        Assert.That(await DeliverAsync(Notice), Is.EqualTo(taken));
        Assert.That(_outside.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_client_that_cannot_be_reached_or_is_gone_is_no_exception()
    {
        _outside.Answer = new OutboundAnswer.Failed(OutboundFault.TimedOut);
        Assert.That(await DeliverAsync(Notice), Is.False);
        Assert.That(await DeliverAsync(Notice with { ClientId = "gone" }), Is.False);
        _outside.Throws = true;
        Assert.That(await DeliverAsync(Notice), Is.False);
    }

    [Test, CancelAfter(300_000)]
    public async Task A_client_that_never_answers_holds_up_nobody(CancellationToken cancellationToken)
    {
        _outside.Hangs = request => request.Url.Contains("slow", StringComparison.Ordinal);
        var queue = _server.Services.GetRequiredService<LogoutNotices>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var worker = LogoutDelivery.RunAsync(queue, _server.Services.GetRequiredService<IServiceScopeFactory>(), stop.Token);

        Assert.That(queue.TryAdd(Notice with { Uri = "https://slow.example/bcl" }));
        Assert.That(queue.TryAdd(Notice));

        await _outside.Answered.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        Assert.That(async () => await worker, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_full_queue_refuses_and_counts()
    {
        var queue = new LogoutNotices();
        for (var i = 0; i < LogoutNotices.Capacity; i++)
        {
            Assert.That(queue.TryAdd(Notice));
        }

        Assert.That(queue.TryAdd(Notice), Is.False);
        Assert.That((queue.Count, queue.Dropped), Is.EqualTo((LogoutNotices.Capacity, 1L)));
    }

    private async Task<bool> DeliverAsync(LogoutNotice notice)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LogoutDelivery>().DeliverAsync(notice, CancellationToken.None);
    }

    private sealed class Outside : IOutboundClient
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public OutboundAnswer Answer { get; set; } = new OutboundAnswer.Answered(200, null, default, null);

        public Func<OutboundRequest, bool> Hangs { get; set; } = _ => false;

        public bool Throws { get; set; }

        public List<OutboundRequest> Sent { get; } = [];

        public Task Answered => _answered.Task;

        public async Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
        {
            if (Hangs(request))
            {
                await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
            }

            Sent.Add(request);
            _answered.TrySetResult();
            return Throws ? throw new InvalidOperationException("the network is down") : Answer;
        }
    }
}
