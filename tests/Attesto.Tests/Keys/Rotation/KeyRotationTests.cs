using Attesto.Keys;
using Attesto.Stores;
using Attesto.Testing;
using Moq;
using NUnit.Framework;

namespace Attesto.Tests.Keys.Rotation;

public sealed class KeyRotationTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<KeyNode> _nodes = [];
    private FakeClock _clock = new();
    private ISigningKeyStore _store = null!;

    [SetUp]
    public void Begin() => _store = new InMemorySigningKeyStore(_clock = new FakeClock());

    [TearDown]
    public void End()
    {
        _nodes.ForEach(node => node.Dispose());
        _nodes.Clear();
    }

    [Test]
    public async Task The_first_keys_sign_at_once_at_every_node()
    {
        var (first, second) = (Node(new AttestoOptions()), Node(new AttestoOptions()));
        Assert.That(await first.SignsAsync("RS256"), Is.Not.Null.And.Not.EqualTo(await first.SignsAsync()));
        Assert.That(await first.SignsAsync(null), Is.EqualTo(await first.SignsAsync("ES256")));
        Assert.That(await second.SignsAsync(), Is.EqualTo(await first.SignsAsync()));
        Assert.That(await second.PublishedAsync(), Is.EquivalentTo(await first.PublishedAsync()).And.Count.EqualTo(2));
        Assert.That(await first.SignsAsync("ES384"), Is.Null);
        var credentials = await first.Keystore.FindSigningCredentialsAsync("ES256", default);
        Assert.That(await first.Keystore.FindSigningCredentialsAsync("ES256", default), Is.SameAs(credentials));
    }

    [Test]
    public async Task A_key_is_announced_signs_verifies_and_retires()
    {
        var (node, other) = (Node(), Node());
        var first = (await node.SignsAsync())!;

        await PassAsync(83 * Day);
        var announced = (await node.PublishedAsync()).Except([first, (await node.SignsAsync("ES384"))!]).ToList();
        Assert.That(announced, Has.Count.EqualTo(2), "one of each algorithm");
        Assert.That(await node.SignsAsync(), Is.EqualTo(first));

        await PassAsync(7 * Day);
        var second = (await node.SignsAsync())!;
        Assert.That(announced, Does.Contain(second));
        Assert.That(await other.SignsAsync(), Is.EqualTo(second), "nobody told it");
        Assert.That(await node.PublishedAsync(), Does.Contain(first), "what it signed is accepted");
        Assert.That(await StateAsync(node, first), Is.EqualTo(SigningKeyState.Verifying));

        await PassAsync(14 * Day);
        Assert.That(await node.PublishedAsync(), Does.Not.Contain(first));
        Assert.That(await StateAsync(node, first), Is.EqualTo(SigningKeyState.Retired));

        await PassAsync(91 * Day);
        Assert.That((await node.Rotation.ListAsync(default)).Select(key => key.KeyId), Does.Not.Contain(first), "it is deleted in the end");
    }

    [Test]
    public async Task A_key_changes_its_state_in_between_two_reads()
    {
        var node = Node();
        var first = await node.SignsAsync();
        await PassAsync((90 * Day) - TimeSpan.FromMinutes(30));
        await node.Rotation.RotateAsync("ES256", immediately: true, default);
        Assert.That(await node.SignsAsync(), Is.EqualTo(first));

        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await node.SignsAsync(), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task An_emergency_rotation_signs_within_half_a_minute_and_the_key_before_it_is_retired_by_hand()
    {
        var (node, other) = (Node(), Node());
        var leaked = (await node.SignsAsync())!;
        await other.SignsAsync();
        Assert.That(await node.Rotation.RetireAsync(leaked, default), Is.False, "nothing else signs yet");

        var next = await node.Rotation.RotateAsync("ES256", immediately: true, default);
        Assert.That((await other.Rotation.RotateAsync("ES256", immediately: true, default)).KeyId, Is.EqualTo(next.KeyId), "two who act at once make one key");
        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.That(new[] { await node.SignsAsync(), await other.SignsAsync() }, Is.All.EqualTo(next.KeyId));

        Assert.That(await other.Rotation.RetireAsync(leaked, default), Is.True);
        Assert.That(await other.PublishedAsync(), Does.Not.Contain(leaked));
        Assert.That(await other.Rotation.RetireAsync(leaked, default), Is.False);
        Assert.That(await other.Rotation.RetireAsync("unknown", default), Is.False);
    }

    [Test]
    public async Task An_announced_key_is_let_sign_in_an_emergency()
    {
        var node = Node();
        await node.SignsAsync();
        var announced = await node.Rotation.RotateAsync("ES256", immediately: false, default);
        Assert.That(announced.State, Is.EqualTo(SigningKeyState.Announced));
        Assert.That(announced.SignsFrom, Is.EqualTo(_clock.Now + (7 * Day)));
        Assert.That((await node.Rotation.RotateAsync("ES256", immediately: false, default)).KeyId, Is.EqualTo(announced.KeyId), "one is enough");

        Assert.That((await node.Rotation.RotateAsync("ES256", immediately: true, default)).KeyId, Is.EqualTo(announced.KeyId));
        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.That(await node.SignsAsync(), Is.EqualTo(announced.KeyId));
        Assert.That(() => node.Rotation.RotateAsync("ES512", immediately: true, default), Throws.ArgumentException.With.Message.Contains("ES256 ES384"));
    }

    [Test]
    public async Task A_key_that_leaked_before_it_signed_gives_its_place_to_another()
    {
        var node = Node();
        var first = await node.SignsAsync();
        var leaked = await node.Rotation.RotateAsync("ES256", immediately: false, default);
        Assert.That(await node.Rotation.RetireAsync(leaked.KeyId, default), Is.True);
        Assert.That(await node.PublishedAsync(), Does.Not.Contain(leaked.KeyId));
        await PassAsync(8 * Day);
        Assert.That(await node.SignsAsync(), Is.EqualTo(first));

        await PassAsync(75 * Day);
        await PassAsync(7 * Day);
        Assert.That(await node.SignsAsync(), Is.Not.EqualTo(first).And.Not.EqualTo(leaked.KeyId));
    }

    [Test]
    public async Task An_algorithm_that_is_added_later_is_announced_first()
    {
        await Node().SignsAsync();
        var more = Node(new AttestoOptions { KeyRotation = { Algorithms = ["ES256", "ES512"] } });
        Assert.That(await more.SignsAsync("ES512"), Is.Null);
        Assert.That(await more.SignsAsync("ES384"), Is.Null, "it is not listed any more");
        Assert.That(await more.PublishedAsync(), Has.Count.EqualTo(3));

        _clock.Advance(7 * Day);
        Assert.That(await more.SignsAsync("ES512"), Is.Not.Null);
        Assert.That(await more.Rotation.RetireAsync((await more.Rotation.ListAsync(default)).Single(key => key.Algorithm == "ES384").KeyId, default), Is.True);
    }

    [Test]
    public async Task The_hosts_own_keys_sign_until_the_new_ones_are_known()
    {
        var before = new StaticKeystore(ServerKey.FromText(TestKeys.P256Pem));
        var node = Node(predecessor: before);
        var own = (await before.FindSigningCredentialsAsync("ES256", default))!.Kid;
        Assert.That(await node.SignsAsync(), Is.EqualTo(own));
        Assert.That(await node.SignsAsync("ES384"), Is.Null);
        Assert.That(await node.PublishedAsync(), Has.Count.EqualTo(3).And.Contains(own));

        await PassAsync(7 * Day);
        Assert.That(await node.SignsAsync(), Is.Not.EqualTo(own));
        Assert.That(await node.PublishedAsync(), Does.Contain(own));
    }

    [Test]
    public async Task A_node_goes_on_for_an_hour_without_its_store_and_no_longer()
    {
        var away = new Mock<ISigningKeyStore>();
        var node = Node(store: away.Object);
        away.Setup(store => store.ReadAsync(default)).Returns(_store.ReadAsync);
        away.Setup(store => store.TryAddAsync(It.IsAny<System.Collections.Immutable.ImmutableArray<StoredSigningKey>>(), It.IsAny<DateTimeOffset>(), default))
            .Returns(_store.TryAddAsync);
        var key = await node.SignsAsync();
        away.Setup(store => store.ReadAsync(default)).ThrowsAsync(new TimeoutException("away"));

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(await node.SignsAsync(), Is.EqualTo(key));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(() => node.SignsAsync(), Throws.TypeOf<TimeoutException>());
        Assert.That(() => node.PublishedAsync(), Throws.TypeOf<TimeoutException>());

        away.Setup(store => store.ReadAsync(default)).Returns(_store.ReadAsync);
        Assert.That(await node.SignsAsync(), Is.EqualTo(key));
    }

    [Test]
    public async Task A_node_that_cannot_decrypt_a_key_says_so_and_publishes_it_all_the_same()
    {
        await Node().SignsAsync();
        var stranger = Node(secret: [2]);
        Assert.That(() => stranger.SignsAsync(), Throws.InvalidOperationException.With.Message.Contains("cannot be decrypted at this node: another secret"));
        Assert.That(await stranger.PublishedAsync(), Has.Count.EqualTo(2));
        Assert.That(stranger.Ring.Health()!.Fault, Does.Contain("KeyEncryptionKeyFiles"));
    }

    [Test]
    public async Task A_rotation_that_is_late_shows()
    {
        var node = Node();
        await node.SignsAsync();
        Assert.That(node.Ring.Health()!.Overdue.Select(key => key.By), Is.All.EqualTo(TimeSpan.Zero));
        _clock.Advance(92 * Day); // and nobody read
        Assert.That(node.Ring.Health()!.Overdue, Is.All.Matches<(string, TimeSpan By)>(key => key.By >= 2 * Day));
        Assert.That(node.Ring.Health()!.Age, Is.EqualTo(92 * Day));
    }

    private KeyNode Node(AttestoOptions? options = null, IKeystore? predecessor = null, byte[]? secret = null, ISigningKeyStore? store = null)
    {
        var node = new KeyNode(store ?? _store, _clock, options ?? new AttestoOptions { KeyRotation = { Algorithms = ["ES256", "ES384"] } }, predecessor, secret);
        _nodes.Add(node);
        return node;
    }

    private async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        foreach (var node in _nodes)
        {
            await node.Ring.RefreshAsync(default);
        }
    }

    private static async Task<SigningKeyState> StateAsync(KeyNode node, string keyId) => (await node.Rotation.ListAsync(default)).Single(key => key.KeyId == keyId).State;
}
