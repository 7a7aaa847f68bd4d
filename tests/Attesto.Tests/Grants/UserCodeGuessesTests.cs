using Attesto.Grants;
using Attesto.Stores;
using Attesto.Testing;
using Microsoft.Extensions.Options;
using Moq;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>Several nodes, each with the memory of its own, over the same stores.</summary>
[TestFixture]
public sealed class UserCodeGuessesTests
{
    private const int Nodes = 4;
    private const int MaxGuesses = 10;
    private const string Right = "BCDF-GHJK";
    private const string Wrong = "ZXWV-TSRQ";

    private readonly FakeClock _clock = new();
    private readonly Mock<IReplayStore> _slots = new();
    private TaskCompletionSource _database = null!;
    private int _lookups;

    [SetUp]
    public void SetUp()
    {
        var slots = new InMemoryReplayStore(_clock);
        _slots.Reset();
        _slots.Setup(store => store.TryAddAsync(It.IsAny<TokenHash>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).Returns(slots.TryAddAsync);
        _lookups = 0;
        _database = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _database.SetResult();
    }

    [Test(Description = "RFC 8628 §5.1")]
    public async Task Racing_guesses_test_no_more_codes_than_the_limit_over_all_nodes()
    {
        await RaceAsync([.. Enumerable.Range(0, Nodes).Select(_ => Node(_slots.Object))]);
        Assert.That(_lookups, Is.EqualTo(MaxGuesses));
    }

    // The race above must be able to fail: nodes that do not share their slots admit too many.
    [Test]
    public async Task Nodes_that_count_for_themselves_are_told_apart()
    {
        await RaceAsync([.. Enumerable.Range(0, Nodes).Select(_ => Node(new InMemoryReplayStore(_clock)))]);
        Assert.That(_lookups, Is.EqualTo(Nodes * MaxGuesses));
    }

    [Test]
    public async Task Who_types_right_is_never_stopped()
    {
        var (first, second) = (Node(_slots.Object), Node(_slots.Object));
        for (var i = 0; i < MaxGuesses * 2; i++)
        {
            Assert.That(await StageAsync(first, Right), Is.EqualTo(DeviceStage.Confirm));
            Assert.That(await StageAsync(second, Right), Is.EqualTo(DeviceStage.Confirm));
        }
    }

    [Test]
    public async Task A_slip_of_the_hand_costs_one_guess()
    {
        var (first, second) = (Node(_slots.Object), Node(_slots.Object));
        for (var i = 0; i < MaxGuesses - 2; i++)
        {
            await StageAsync(first, Wrong);
        }

        Assert.That(await StageAsync(first, Right), Is.EqualTo(DeviceStage.Confirm));
        Assert.That(await StageAsync(second, Right), Is.EqualTo(DeviceStage.Confirm));
        await StageAsync(first, Wrong);
        await StageAsync(second, Wrong);
        Assert.That(await StageAsync(first, Right), Is.EqualTo(DeviceStage.TooManyGuesses));
        Assert.That(await StageAsync(second, Right), Is.EqualTo(DeviceStage.TooManyGuesses));
    }

    [Test]
    public async Task An_outage_takes_no_guess()
    {
        var slots = new Mock<IReplayStore>();
        slots.Setup(store => store.TryAddAsync(It.IsAny<TokenHash>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException());
        var node = Node(slots.Object);
        for (var i = 0; i < MaxGuesses * 2; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => StageAsync(node, Right));
        }

        slots.Setup(store => store.TryAddAsync(It.IsAny<TokenHash>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        Assert.That(await StageAsync(node, Right), Is.EqualTo(DeviceStage.Confirm));
    }

    [Test]
    public async Task Every_node_forgets_at_the_same_moment()
    {
        _clock.Advance(TimeSpan.FromMinutes(4));
        await RaceAsync([Node(_slots.Object)]);
        var other = Node(_slots.Object);
        Assert.That(await StageAsync(other, Right), Is.EqualTo(DeviceStage.TooManyGuesses));

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(await StageAsync(other, Right), Is.EqualTo(DeviceStage.Confirm));
    }

    [Test]
    public async Task A_guess_costs_one_insert_and_none_once_all_are_known_to_be_taken()
    {
        var (first, second) = (Node(_slots.Object), Node(_slots.Object));
        for (var i = 0; i < MaxGuesses * 2; i++)
        {
            await StageAsync(first, Wrong);
        }

        Assert.That(_slots.Invocations, Has.Count.EqualTo(MaxGuesses));
        await StageAsync(second, Wrong);
        await StageAsync(second, Wrong);
        Assert.That(_slots.Invocations, Has.Count.EqualTo(MaxGuesses * 2), "a node learns once what the others have taken");
    }

    // All guesses wait for their answers at once, as they would for a database.
    private async Task RaceAsync(DeviceVerificationService[] nodes)
    {
        _database = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var guesses = new Task[MaxGuesses * nodes.Length * 2];
        Parallel.For(0, guesses.Length, i => guesses[i] = StageAsync(nodes[i % nodes.Length], Wrong));
        _database.SetResult();
        await Task.WhenAll(guesses);
    }

    private static async Task<DeviceStage> StageAsync(DeviceVerificationService node, string userCode) =>
        ((DeviceAnswer.Show)await node.ShowAsync(userCode, new SignInOutcome.Authenticated("mallory"), new Agreeing(), CancellationToken.None)).Page.Stage;

    private DeviceVerificationService Node(IReplayStore slots)
    {
        var code = new DeviceCode
        {
            Hash = TokenHash.Of("device"),
            UserCode = TokenHash.Of("BCDFGHJK"),
            ClientId = "tv",
            Scope = ScopeSet.Empty,
            RequestedAt = _clock.Now,
            ExpiresAt = _clock.Now.AddHours(1)
        };
        var codes = new Mock<IDeviceCodeStore>();
        codes.Setup(store => store.FindByUserCodeAsync(It.IsAny<TokenHash>(), It.IsAny<CancellationToken>())).Returns(async (TokenHash hash, CancellationToken _) =>
        {
            Interlocked.Increment(ref _lookups);
            await _database.Task;
            return hash == code.UserCode ? new StoredDeviceCode(code, DeviceCodeState.Pending, null) : null;
        });
        var clients = new Mock<IClientStore>();
        clients.Setup(store => store.FindAsync("tv", It.IsAny<CancellationToken>())).ReturnsAsync(new Client { Id = "tv" });
        var options = new AttestoOptions { Device = { MaxGuesses = MaxGuesses } };
        return new(codes.Object, clients.Object, new UserCodeGuesses(Options.Create(options), _clock), slots, _clock);
    }
}
