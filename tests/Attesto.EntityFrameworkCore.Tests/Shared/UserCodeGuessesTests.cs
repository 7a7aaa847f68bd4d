using Attesto.Grants;
using Attesto.Interaction;
using HostNamespace.Data;
using Microsoft.Extensions.Options;
using Moq;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class UserCodeGuessesTests
{
    private const int MaxGuesses = 3;

    [Test(Description = "RFC 8628 §5.1"), Repeat(5)]
    public async Task Nodes_that_share_a_database_share_the_limit_of_guesses()
    {
        var (visitor, log) = (Secret.NewId(), new StatementLog());
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racers = Enumerable.Range(0, TestDatabase.Racers).Select(_ => Task.Run(async () =>
        {
            var lookups = new StatementLog();
            await using var context = TestDatabase.Open(lookups);
            var node = Node(context);
            await GuessAsync(node, Secret.NewId()); // warm: connection open, query compiled
            lookups.Statements.Clear();
            await start.Task;
            await GuessAsync(node, visitor);
            await GuessAsync(node, visitor);
            return lookups.Statements.Count(statement => statement.Text.Contains("device_codes", StringComparison.Ordinal));
        })).ToList();
        start.SetResult();
        var tested = await Task.WhenAll(racers);
        Assert.That(tested.Sum(), Is.EqualTo(MaxGuesses));

        await using var late = TestDatabase.Open(log);
        await GuessAsync(Node(late), visitor);
        Assert.That(log.Statements.Select(statement => statement.Text).ToList(), Has.Count.EqualTo(MaxGuesses).And.All.Contains("replays"), "a node that comes later learns it");
    }

    private static Task<DeviceAnswer> GuessAsync(DeviceVerificationService node, string visitor) =>
        node.ShowAsync("BCDF-GHJK", new SignInOutcome.Authenticated(visitor), new Mock<IInteraction>(MockBehavior.Strict).Object, default);

    private static DeviceVerificationService Node(AttestoDbContext context) => new(
        new EfDeviceCodeStore<AttestoDbContext>(context, Everything.Clock),
        new Mock<IClientStore>(MockBehavior.Strict).Object,
        new UserCodeGuesses(Options.Create(new AttestoOptions { Device = { MaxGuesses = MaxGuesses } }), Everything.Clock),
        new EfReplayStore<AttestoDbContext>(context),
        Everything.Clock);
}
