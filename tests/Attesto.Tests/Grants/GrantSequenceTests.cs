using Attesto.Events;
using Attesto.Grants;
using Attesto.Issuing;
using Attesto.SenderConstraints;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>A hundred thousand histories of a grant on two nodes that share its store: refreshes, retries, replays of any earlier generation, altered tokens,
/// revocations and pauses in any order, each answer held against a model of the rules.</summary>
[TestFixture]
public sealed class GrantSequenceTests
{
    private const int Sequences = 100_000;
    private const int Workers = 4;
    private const int Steps = 10;
    private const string Granted = "offline_access read:reports";

    [Test]
    public async Task Any_order_of_events_is_answered_as_the_model_says()
    {
        var answered = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => RunAsync(worker))));

        Assert.That(answered.Sum(), Is.GreaterThan(Sequences), "most steps are refreshes that succeed");
    }

    private static async Task<int> RunAsync(int worker)
    {
        var answered = 0;
        await using var cluster = new Cluster();
        for (var sequence = worker; sequence < Sequences; sequence += Workers)
        {
            answered += await cluster.RunAsync(sequence);
        }

        return answered;
    }

    private sealed class Cluster : IAsyncDisposable
    {
        private readonly Server _first;
        private readonly Server _second;
        private readonly IGrant[] _nodes;

        public Cluster()
        {
            _first = new Server();
            _second = new Server(services => services.AddSingleton<TimeProvider>(_first.Clock).AddSingleton<IGrantStore>(_first.Grants));
            _nodes = [.. new[] { _first, _second }.Select(server => server.Get<RefreshTokenGrant>())];
        }

        /// <summary>One sequence; answers how many refreshes succeeded.</summary>
        public async Task<int> RunAsync(int seed)
        {
            var random = new Random(seed);
            var (grant, first) = await BeginAsync();
            var model = new GrantModel(_first.Settings.RefreshTokens.GracePeriod, _first.Settings.RefreshTokens.Lifetime);
            model.Add(first.Text, _first.Clock.Now);
            var answered = 0;
            for (var step = 0; step < Steps; step++)
            {
                switch (random.Next(20))
                {
                    case < 3:
                        _first.Clock.Advance(TimeSpan.FromSeconds(random.Next(70)));
                        break;
                    case 3 when random.Next(8) == 0:
                        _first.Clock.Advance(TimeSpan.FromDays(14));
                        break;
                    case 4 when random.Next(4) == 0:
                        await _first.Grants.RevokeAsync(grant.Id, default);
                        model.Revoke();
                        break;
                    case 5:
                        await PresentAlteredAsync(model, random, seed);
                        break;
                    default:
                        answered += await RefreshAsync(model, random, $"seed {seed}, step {step}") ? 1 : 0;
                        break;
                }
            }

            return answered;
        }

        public async ValueTask DisposeAsync()
        {
            await _first.DisposeAsync();
            await _second.DisposeAsync();
        }

        private async Task<(Grant Grant, RefreshToken First)> BeginAsync()
        {
            var authorization = _first.NewAuthorization(scope: Granted);
            var first = RefreshToken.First(authorization.GrantId);
            var grant = new Grant
            {
                Authorization = authorization,
                CreatedAt = _first.Clock.Now,
                LastUsedAt = _first.Clock.Now,
                ExpiresAt = _first.Clock.Now + _first.Settings.RefreshTokens.Lifetime,
                KeepUntil = _first.Clock.Now.AddYears(1), // so that what is expired is known as such
                RefreshToken = new RefreshTokenState(first.FamilyHash, first.Generation, first.Hash),
            };
            await _first.Grants.AddAsync(grant, default);
            return (grant, first);
        }

        private async Task<bool> RefreshAsync(GrantModel model, Random random, string where)
        {
            var text = model.Texts[Math.Max(0, model.Texts.Count - 1 - (random.Next(4) > 0 ? 0 : random.Next(4)))];
            var (owner, within) = (random.Next(40) > 0, random.Next(20) > 0);
            var (error, same) = model.Expect(text, owner, within, _first.Clock.Now);

            var outcome = await PresentAsync(text, random, owner, within);

            Assert.That(outcome.Answer.TryGet(out var tokens, out var refusal) ? null : refusal.Code, Is.EqualTo(error), where);
            Assert.That(outcome.Events.Any(happened => happened.Name is EventName.RefreshReuseDetected), Is.EqualTo(refusal?.Fault is GrantFault.Replayed), where);
            if (tokens is null)
            {
                return false;
            }

            Assert.That(tokens.RefreshToken, same is null ? Is.Not.AnyOf([.. model.Texts]) : Is.EqualTo(same), where);
            if (same is null)
            {
                model.Add(tokens.RefreshToken!, _first.Clock.Now);
            }

            return true;
        }

        // Whatever is made of a token, it ends nothing: the model does not move.
        private async Task PresentAlteredAsync(GrantModel model, Random random, int seed)
        {
            var letters = model.Texts[random.Next(model.Texts.Count)].ToCharArray();
            var place = random.Next(letters.Length);
            letters[place] = letters[place] == 'x' ? 'y' : 'x';

            var outcome = await PresentAsync(new string(letters), random, owner: true, within: true);

            Assert.That(Server.Error(outcome).Fault, Is.EqualTo(GrantFault.Unknown), $"seed {seed}");
        }

        private Task<Outcome<TokenResponse>> PresentAsync(string text, Random random, bool owner, bool within)
        {
            var client = new AuthenticatedClient(_first.Clients[owner ? "app" : "other"], "none");
            var parameters = within ? Server.Of(("refresh_token", text)) : Server.Of(("refresh_token", text), ("scope", "write:reports"));
            return _nodes[random.Next(_nodes.Length)].RedeemAsync(new TokenRequest(client, parameters, SenderConstraint.Unbound), CancellationToken.None);
        }
    }
}
