using System.Data.Common;
using Attesto.Keys;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Signing keys of several nodes in one database. Time passes by moving the keys into the past: the clock is the database's.</summary>
public sealed class KeyRotationTests
{
    private static readonly string Secret = Convert.ToBase64String(new byte[32]);

    [SetUp]
    public async Task Empty()
    {
        await using var context = TestDatabase.Open();
        await context.Set<SigningKeyRow>().ExecuteDeleteAsync();
    }

    [Test]
    public async Task Nodes_that_start_together_sign_with_the_same_first_keys()
    {
        var nodes = Enumerable.Range(0, TestDatabase.Racers).Select(_ => Node()).ToList();
        var signing = await Task.WhenAll(nodes.Select(node => Task.Run(async () => $"{await SignsAsync(node, "ES256")} {await SignsAsync(node, "ES384")}")));
        Assert.That(signing.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await RowsAsync(), Has.Count.EqualTo(2));
        nodes.ForEach(node => node.Dispose());
    }

    [Test]
    public async Task Nodes_that_find_a_key_due_make_one_and_hand_over_to_it()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => Node()).ToList();
        var first = await SignsAsync(nodes[0], "ES256");
        await PassAsync(TimeSpan.FromDays(84));
        await Task.WhenAll(nodes.Select(node => Task.Run(() => RefreshAsync(node))));
        Assert.That((await RowsAsync()).Count(row => row.Algorithm == "ES256"), Is.EqualTo(2));
        Assert.That(await SignsAsync(nodes[1], "ES256"), Is.EqualTo(first));

        await PassAsync(TimeSpan.FromDays(8));
        foreach (var node in nodes)
        {
            await RefreshAsync(node);
        }

        var now = await Task.WhenAll(nodes.Select(node => SignsAsync(node, "ES256")));
        Assert.That(now, Is.All.EqualTo(now[0]).And.All.Not.EqualTo(first));
        nodes.ForEach(node => node.Dispose());
    }

    // Whichever statement of a rotation the connection breaks under, and whether or not the statement had taken effect.
    [Test]
    public async Task A_connection_that_is_lost_in_the_middle_leaves_one_signing_key([Values] bool isDone, [Range(1, 6)] int at)
    {
        using var node = Node(new Breaks(at, isDone));
        try
        {
            await RefreshAsync(node);
            await node.CreateScope().ServiceProvider.GetRequiredService<IKeyRotation>().RotateAsync("ES256", immediately: true, default);
        }
        catch (TimeoutException)
        {
            // The node tries again later; where the host has retries, it has done so already.
        }

        using var other = Node();
        await RefreshAsync(other);
        var keys = await other.CreateScope().ServiceProvider.GetRequiredService<IKeyRotation>().ListAsync(default);
        Assert.That(keys.Count(key => key is { Algorithm: "ES256", State: SigningKeyState.Signing }), Is.EqualTo(1));
        Assert.That(keys.Count(key => key is { Algorithm: "ES384", State: SigningKeyState.Signing }), Is.EqualTo(1), "first keys come together");
        await RefreshAsync(node);
        Assert.That(await SignsAsync(node, "ES256"), Is.EqualTo(await SignsAsync(other, "ES256")));
    }

    [Test]
    public async Task A_database_without_the_table_is_named_with_the_command_that_mends_it()
    {
        using var node = Node(TestDatabase.ConfigureEmpty);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => SignsAsync(node, "ES256"));
        Assert.That(fault!.Message, Does.Contain("table_prefix_signing_keys").And.Contain("dotnet ef database update --context AttestoDbContext"));
    }

    private static ServiceProvider Node(params IInterceptor[] interceptors) => Node(options =>
    {
        TestDatabase.Configure(options);
        options.AddInterceptors(interceptors);
    });

    private static ServiceProvider Node(Action<DbContextOptionsBuilder> database)
    {
        var options = new AttestoOptions { KeyRotation = { Algorithms = ["ES384", "ES256"], KeyEncryptionKeys = [Secret] } };
        var services = new ServiceCollection().AddLogging().AddDbContext<AttestoDbContext>(database).AddAttestoEntityFrameworkStores<AttestoDbContext>();
        return services.AddSingleton(Options.Create(options))
            .AddSingleton<ISigningKeyProtector>(KeyEncryptionKeys.Read(options.KeyRotation, (_, _) => { })!)
            .AddAttestoKeyRotation(predecessor: null)
            .BuildServiceProvider();
    }

    private static async Task<string?> SignsAsync(IServiceProvider node, string algorithm) =>
        (await node.GetRequiredService<IKeystore>().FindSigningCredentialsAsync(algorithm, default))?.Kid;

    private static Task RefreshAsync(IServiceProvider node) => node.GetRequiredService<SigningKeyRing>().RefreshAsync(default);

    private static async Task<List<SigningKeyRow>> RowsAsync()
    {
        await using var context = TestDatabase.Open();
        return await context.Set<SigningKeyRow>().AsNoTracking().ToListAsync();
    }

    private static async Task PassAsync(TimeSpan time)
    {
        await using var context = TestDatabase.Open();
        foreach (var row in await RowsAsync())
        {
            var (announced, signs) = (row.AnnouncedAt - time, row.SignsFrom - time);
            await context.Set<SigningKeyRow>().Where(other => other.Hash == row.Hash)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.AnnouncedAt, announced).SetProperty(row => row.SignsFrom, signs));
        }
    }

    private sealed class Breaks(int at, bool isDone) : DbCommandInterceptor
    {
        private int _commands;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(isDone ? result : Break(result));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
                new(isDone ? result : Break(result));

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) => new(isDone ? Break(result) : result);

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) => new(isDone ? Break(result) : result);

        private T Break<T>(T result) => ++_commands == at ? throw new TimeoutException("broken on purpose") : result;
    }
}
