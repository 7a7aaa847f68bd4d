using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Attesto.Stores;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>The single-use proof that a person agreed to one very request.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConsentGrantsTests
{
    private readonly FrontChannel _server = new();
    private readonly RequestParameters _parameters = FrontChannel.Request().Parameters;

    private ConsentGrants Grants => _server.Services.CreateScope().ServiceProvider.GetRequiredService<ConsentGrants>();

    [Test]
    public void The_hash_is_the_specified_one()
    {
        var fields = $"alice\napp\n{FrontChannel.Callback}\nopenid read:reports\n{FrontChannel.Challenge}\nS256";
        var expected = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(fields)));
        Assert.That(ConsentBinding.Of("alice", _parameters).Hash, Is.EqualTo(expected));
        var bare = FrontChannel.Request(("code_challenge", null), ("code_challenge_method", null), ("scope", null)).Parameters;
        Assert.That(
            ConsentBinding.Of("alice", bare).Hash,
            Is.EqualTo(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"alice\napp\n{FrontChannel.Callback}\n\n\n")))));
    }

    [TestCase("openid read:reports", null)]
    [TestCase("read:reports openid", null)]
    [TestCase("read:reports  openid read:reports", null)]
    [TestCase("openid", "https://files.example")]
    [TestCase(null, null)]
    public async Task Raw_parameters_and_the_validated_request_agree(string? scope, string? resource)
    {
        _server.App = _server.App with { DefaultScope = ScopeSet.Of("read:reports") };
        var request = FrontChannel.Request(("scope", scope), ("resource", resource));
        await _server.AuthorizeAsync(request);
        var validated = _server.Person.AskedToAgree.Single().Authorization!;
        Assert.That(ConsentBinding.Of("alice", request.Parameters, _server.App.DefaultScope), Is.EqualTo(ConsentBinding.Of("alice", validated)));
    }

    [TestCase("scope", "read:reports openid openid", true)]
    [TestCase("state", "other", true)]
    [TestCase("made_up", "x", true)]
    [TestCase("scope", "openid", false)]
    [TestCase("client_id", "other", false)]
    [TestCase("redirect_uri", "https://app.example/cb2", false)]
    [TestCase("code_challenge", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", false)]
    [TestCase("code_challenge_method", "plain", false)]
    [TestCase("code_challenge", null, false)]
    [TestCase("resource", "https://files.example", false)]
    public void What_is_bound_may_not_change(string name, string? value, bool same) =>
        Assert.That(ConsentBinding.Of("alice", FrontChannel.Request((name, value)).Parameters).Equals(ConsentBinding.Of("alice", _parameters)), Is.EqualTo(same));

    [Test]
    public void Another_person_is_another_consent() =>
        Assert.That(ConsentBinding.Of("bob", _parameters), Is.Not.EqualTo(ConsentBinding.Of("alice", _parameters)));

    [Test]
    public async Task A_grant_is_good_once()
    {
        var binding = ConsentBinding.Of("alice", _parameters);
        var token = await Grants.MintAsync(binding, CancellationToken.None);
        Assert.That(token, Has.Length.EqualTo(43));
        Assert.That(await Grants.ConsumeAsync(token, binding, CancellationToken.None), Is.Null);
        Assert.That(await Grants.ConsumeAsync(token, binding, CancellationToken.None), Is.EqualTo(ConsentFault.Consumed));
    }

    [Test]
    public async Task Faults_have_a_precedence_and_a_mismatch_burns_nothing()
    {
        var (right, wrong) = (ConsentBinding.Of("alice", _parameters), ConsentBinding.Of("bob", _parameters));
        var token = await Grants.MintAsync(right, CancellationToken.None);
        Assert.That(await Grants.ConsumeAsync(token, wrong, CancellationToken.None), Is.EqualTo(ConsentFault.BindingMismatch));
        Assert.That(await Grants.ConsumeAsync(token, right, CancellationToken.None), Is.Null);
        _server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await Grants.ConsumeAsync(token, wrong, CancellationToken.None), Is.EqualTo(ConsentFault.BindingMismatch));
        Assert.That(await Grants.ConsumeAsync(token, right, CancellationToken.None), Is.EqualTo(ConsentFault.Consumed));

        var late = await Grants.MintAsync(right, CancellationToken.None);
        _server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await Grants.ConsumeAsync(late, right, CancellationToken.None), Is.EqualTo(ConsentFault.Expired));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task There_is_no_such_grant(string? token) =>
        Assert.That(await Grants.ConsumeAsync(token, ConsentBinding.Of("alice", _parameters), CancellationToken.None), Is.EqualTo(ConsentFault.NotFound));

    [Test]
    public async Task Of_racing_consumers_one_wins()
    {
        var store = new MeetingStore(new InMemoryConsentGrantStore(_server.Clock), racers: 8);
        var grants = new ConsentGrants(store, Microsoft.Extensions.Options.Options.Create(_server.Options), _server.Clock);
        var binding = ConsentBinding.Of("alice", _parameters);
        var token = await grants.MintAsync(binding, CancellationToken.None);

        var faults = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => grants.ConsumeAsync(token, binding, CancellationToken.None)));

        Assert.That(faults.Count(fault => fault is null), Is.EqualTo(1));
        Assert.That(faults.Count(fault => fault is ConsentFault.Consumed), Is.EqualTo(7));
    }

    /// <summary>A store where nobody claims before everybody has read: the worst interleaving, every time.</summary>
    private sealed class MeetingStore(IConsentGrantStore inner, int racers) : IConsentGrantStore
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task AddAsync(ConsentGrant grant, CancellationToken cancellationToken) => inner.AddAsync(grant, cancellationToken);

        public async Task<StoredConsentGrant?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
        {
            var found = await inner.FindAsync(hash, cancellationToken);
            if (Interlocked.Increment(ref _arrived) == racers)
            {
                _all.SetResult();
            }

            await _all.Task;
            return found;
        }

        public Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken) => inner.ClaimAsync(hash, cancellationToken);
    }
}
