using Attesto.Events;
using Attesto.Issuing;
using Attesto.Revocation;
using Attesto.Stores;
using Attesto.Testing;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>Random histories of one grant. A failure names the seed that repeats it.</summary>
[TestFixture]
public sealed class GrantPropertyTests
{
    private const int Histories = 150;
    private const int Steps = 30;
    private const string Granted = "openid offline_access read:reports";

    private static readonly string?[] Scopes = [null, null, null, "openid offline_access", "offline_access", "read:reports offline_access", "write:reports"];

    private static readonly int[] Pauses = [0, 1, 20, 60, 60, 61];

    [Test]
    public async Task One_after_the_other_every_request_is_answered_as_the_model_says()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            await RunHistoryAsync(seed);
        }
    }

    [Test]
    public async Task Interleaved_at_every_statement_there_is_one_successor_and_no_life_after_revocation()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            Assert.That(await FindViolationAsync(seed, grants => grants), Is.Null);
        }
    }

    [Test(Description = "The proof that the test above can fail")]
    public async Task A_store_that_reads_then_writes_is_found_out()
    {
        var violations = new List<string>();
        for (var seed = 0; seed < Histories; seed++)
        {
            if (await FindViolationAsync(seed, grants => new ReadThenWriteGrants(grants)) is { } violation)
            {
                violations.Add(violation);
            }
        }

        Assert.That(violations, Has.Some.Contain("more than one successor"));
    }

    private static async Task RunHistoryAsync(int seed)
    {
        await using var server = new Server();
        var random = new Random(seed);
        var (model, code) = await BeginAsync(server);

        for (var step = 0; step < Steps; step++)
        {
            if (model.IsRevoked && random.Next(3) == 0)
            {
                (model, code) = await BeginAsync(server);
            }

            var text = model.Texts[Math.Max(0, model.Texts.Count - 1 - StepsBack(random))];
            switch (random.Next(20))
            {
                case < 5:
                    server.Clock.Advance(TimeSpan.FromSeconds(Pauses[random.Next(Pauses.Length)]));
                    break;
                case 5 when random.Next(5) == 0:
                    server.Clock.Advance(TimeSpan.FromDays(14));
                    break;
                case 6 when random.Next(5) == 0:
                    await RevokeAsync(server, text);
                    model.Revoke();
                    break;
                case 7 when random.Next(5) == 0:
                    await server.TokenAsync(Server.Redeem(code));
                    model.Revoke();
                    break;
                default:
                    await RefreshAsync(server, model, text, random, $"seed {seed}, step {step}");
                    break;
            }
        }
    }

    private static async Task<(GrantModel Model, string Code)> BeginAsync(Server server)
    {
        var model = new GrantModel(server.Settings.RefreshTokens.GracePeriod, server.Settings.RefreshTokens.Lifetime);
        var code = await server.CodeAsync();
        model.Add(Server.Tokens(await server.TokenAsync(Server.Redeem(code))).RefreshToken!, server.Clock.Now);
        return (model, code);
    }

    // The newest token, often its parent, seldom an ancestor.
    private static int StepsBack(Random random) => random.Next(10) switch
    {
        < 5 => 0,
        < 9 => 1,
        _ => random.Next(5),
    };

    private static async Task RefreshAsync(Server server, GrantModel model, string text, Random random, string where)
    {
        var (owner, scope) = (random.Next(40) != 0, Scopes[random.Next(Scopes.Length)]);
        var within = scope is null || scope.Split(' ').All(Granted.Split(' ').Contains);
        var (error, same) = model.Expect(text, owner, within, server.Clock.Now);

        var outcome = await server.TokenAsync(Server.Refresh(text, owner ? "app" : "other", scope));

        Assert.That(outcome.Answer.TryGet(out var tokens, out var refusal) ? null : refusal.Code, Is.EqualTo(error), where);
        if (tokens is null)
        {
            return;
        }

        Assert.That(tokens.Scope, Is.EqualTo(scope ?? Granted), where);
        if (same is not null)
        {
            Assert.That(tokens.RefreshToken, Is.EqualTo(same), where);
            return;
        }

        Assert.That(model.Texts, Does.Not.Contain(tokens.RefreshToken), where);
        model.Add(tokens.RefreshToken!, server.Clock.Now);
    }

    private static async Task<string?> FindViolationAsync(int seed, Func<IGrantStore, IGrantStore> wrap)
    {
        var schedule = new Interleaving(seed);
        var clock = new FakeClock();
        var inner = new InMemoryGrantStore(clock);
        var grants = new InterleavedGrantStore(wrap(inner));
        var codes = new InterleavedAuthorizationCodeStore(new InMemoryAuthorizationCodeStore(inner, clock));
        await using var server = new Server(services => services.AddSingleton<IGrantStore>(grants).AddSingleton<IAuthorizationCodeStore>(codes));
        var code = await StoreCodeAsync(server, codes);
        var text = Server.Tokens(await server.TokenAsync(Server.Redeem(code))).RefreshToken!;
        (grants.Schedule, codes.Schedule) = (schedule, schedule);

        var hostile = schedule.Next(3); // 0: honest retries alone; 1: with a revocation; 2: with a replay of the code
        var operations = Enumerable.Range(0, 2 + schedule.Next(5))
            .Select(_ => new Func<Task<TokenResponse?>>(async () => (await server.TokenAsync(Server.Refresh(text))).Answer.TryGet(out var tokens, out var _) ? tokens : null))
            .ToList();
        if (hostile > 0)
        {
            operations.Insert(schedule.Next(operations.Count), async () =>
            {
                Task attack = hostile == 1 ? RevokeAsync(server, text) : server.TokenAsync(Server.Redeem(code));
                await attack;
                return null;
            });
        }

        var answers = await schedule.RunAsync(operations);
        (grants.Schedule, codes.Schedule) = (null, null);

        var successors = answers.OfType<TokenResponse>().Select(tokens => tokens.RefreshToken!).Distinct(StringComparer.Ordinal).ToList();
        if (successors.Count > 1)
        {
            return $"seed {seed}: more than one successor";
        }

        if (hostile == 0 && answers.Contains(null))
        {
            return $"seed {seed}: an honest client was refused";
        }

        foreach (var member in successors.Prepend(text))
        {
            var alive = (await server.TokenAsync(Server.Refresh(member))).Answer.TryGet(out _, out _);
            if (alive != (hostile == 0))
            {
                return $"seed {seed}: alive after revocation, or dead without";
            }
        }

        return null;
    }

    private static async Task<string> StoreCodeAsync(Server server, InterleavedAuthorizationCodeStore codes)
    {
        var text = await server.CodeAsync();
        var stored = await server.Codes.FindAsync(TokenHash.Of(text), CancellationToken.None);
        await codes.AddAsync(stored!.Code, CancellationToken.None);
        return text;
    }

    private static Task<Outcome<RevocationResponse>> RevokeAsync(Server server, string text) => server.Get<RevocationService>().HandleAsync(
        Server.Post(("client_id", "app"), ("token", text)), CancellationToken.None);
}
