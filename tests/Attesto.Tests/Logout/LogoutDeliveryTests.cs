using System.Collections.Immutable;
using Attesto.Jose;
using Attesto.Logout;
using Attesto.Outbound;
using Attesto.Subjects;
using Attesto.Tests.Authorize;
using Attesto.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Attesto.Tests.Logout;

/// <summary>Logout tokens and their way to the clients (OpenID Connect Back-Channel Logout §2.4, §2.5).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogoutDeliveryTests
{
    private static readonly LogoutNotice Notice = new(Guid.NewGuid(), "app", "usr_alice", "s1", default, Attempts: 1);

    private readonly FrontChannel _server = new();
    private readonly Outside _outside = new();

    [SetUp]
    public void SetUp()
    {
        _server.Outbound = _outside;
        _server.App = _server.App with { BackchannelLogoutUri = "https://app.example/bcl" };
    }

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
        _server.Options.Subjects.PairwiseSalt = "0123456789abcdef0123456789abcdef";
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
    public async Task Only_success_counts_and_one_attempt_is_one_request(int status, bool taken)
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
        Assert.That(await DeliverAsync(Notice with { ClientId = "gone" }), "there is nobody to tell");
        _outside.Throws = true;
        Assert.That(await DeliverAsync(Notice), Is.False);
    }

    [TestCase(1, 5)]
    [TestCase(2, 10)]
    [TestCase(10, 2560)]
    [TestCase(11, 3600)]
    [TestCase(1000, 3600)]
    public void Attempts_become_seldom(int attempts, int seconds) =>
        Assert.That(LogoutDelivery.PauseAfter(attempts), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public async Task A_client_that_does_not_take_it_is_tried_again_for_a_day_and_then_no_more()
    {
        _outside.Answer = new OutboundAnswer.Answered(500, null, default, null);
        await EndSessionAsync("s1");
        for (var began = _server.Clock.Now; _server.Clock.Now < began + LogoutNotice.Lifetime + TimeSpan.FromHours(2); _server.Clock.Advance(TimeSpan.FromSeconds(5)))
        {
            await HandleDueAsync();
        }

        Assert.That(_outside.Sent, Has.Count.InRange(30, 40));
        _outside.Answer = new OutboundAnswer.Answered(200, null, default, null);
        await EndSessionAsync("s2");
        await HandleDueAsync();
        _server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await HandleDueAsync(), Is.Zero, "the client took it");
    }

    [Test, CancelAfter(300_000)]
    public async Task A_client_that_never_answers_holds_up_nobody(CancellationToken cancellationToken)
    {
        _server.Others.Add(_server.App with { Id = "slow", BackchannelLogoutUri = "https://slow.example/bcl" });
        _outside.Hangs = request => request.Url.Contains("slow", StringComparison.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var worker = _server.Services.GetRequiredService<LogoutQueue>().RunAsync(stop.Token);

        await EndSessionAsync("s1", "slow");
        await EndSessionAsync("s2");

        await _outside.Answered.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        Assert.That(async () => await worker, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test, CancelAfter(300_000)]
    public async Task A_logout_that_could_not_be_noted_is_noted_once_the_store_is_back(CancellationToken cancellationToken)
    {
        var sessions = new Faltering(_server.Services.GetRequiredService<ILogoutSessionStore>()) { IsAway = true };
        await RememberAsync("s1", "app");
        var logout = new BackchannelLogout(_server.Services.GetRequiredService<LogoutWork>(), _server.Clock, NullLogger<BackchannelLogout>.Instance, sessions);
        await logout.NotifyAsync("s1", null);
        await logout.NotifyRememberedAsync();
        Assert.That(await HandleDueAsync(), Is.Zero);

        sessions.IsAway = false;
        await logout.NotifyRememberedAsync();
        Assert.That(await HandleDueAsync(), Is.EqualTo(1));
        Assert.That(_outside.Sent, Has.Count.EqualTo(1));
    }

    private async Task EndSessionAsync(string sid, string client = "app")
    {
        await RememberAsync(sid, client);
        await _server.Services.CreateScope().ServiceProvider.GetRequiredService<BackchannelLogout>().NotifyAsync(sid, null);
    }

    private Task RememberAsync(string sid, string client) =>
        _server.Services.GetRequiredService<ILogoutSessionStore>().AddAsync(new LogoutSession(client, "usr_alice", sid, _server.Clock.Now.AddDays(14)), CancellationToken.None);

    private async Task<int> HandleDueAsync()
    {
        var due = await _server.Services.GetRequiredService<ILogoutSessionStore>().ClaimNoticesAsync(10, _server.Clock.Now.AddMinutes(1), CancellationToken.None);
        foreach (var notice in due)
        {
            await using var scope = _server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<LogoutDelivery>().HandleAsync(notice, CancellationToken.None);
        }

        return due.Length;
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

    private sealed class Faltering(ILogoutSessionStore inner) : ILogoutSessionStore
    {
        public bool IsAway { get; set; }

        public Task AddAsync(LogoutSession session, CancellationToken cancellationToken) => inner.AddAsync(session, cancellationToken);

        public Task ExtendAsync(string sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => inner.ExtendAsync(sessionId, expiresAt, cancellationToken);

        public Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken) =>
            IsAway ? throw new TimeoutException("the database is away") : inner.TakeAsync(sessionId, subject, cancellationToken);

        public Task<ImmutableArray<LogoutSession>> TakeAsync(GrantFilter filter, int size, CancellationToken cancellationToken) => inner.TakeAsync(filter, size, cancellationToken);

        public Task<ImmutableArray<LogoutNotice>> ClaimNoticesAsync(int size, DateTimeOffset until, CancellationToken cancellationToken) =>
            inner.ClaimNoticesAsync(size, until, cancellationToken);

        public Task RemoveNoticeAsync(Guid id, CancellationToken cancellationToken) => inner.RemoveNoticeAsync(id, cancellationToken);

        public Task PostponeNoticeAsync(Guid id, DateTimeOffset dueAt, CancellationToken cancellationToken) => inner.PostponeNoticeAsync(id, dueAt, cancellationToken);
    }
}
