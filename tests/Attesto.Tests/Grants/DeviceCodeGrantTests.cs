using Attesto.Events;
using Attesto.Grants;
using Attesto.Issuing;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

[TestFixture]
public sealed class DeviceCodeGrantTests
{
    private static readonly SignInOutcome.Authenticated Alice = new("alice") { Acr = "gold", AuthTime = DateTimeOffset.UnixEpoch };

    private Server _server = null!;

    [SetUp]
    public void SetUp()
    {
        _server = new Server();
        _server.Settings.Device.Enabled = true;
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 8628 §3.2")]
    public async Task A_device_gets_a_pair_of_codes()
    {
        var response = await StartAsync();

        Assert.That(response.UserCode, Does.Match("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$"));
        Assert.That(response.VerificationUri, Is.EqualTo("https://as.example/oauth/device_verification"));
        Assert.That(response.VerificationUriComplete, Is.EqualTo($"{response.VerificationUri}?user_code={response.UserCode}"));
        Assert.That((response.ExpiresIn, response.Interval), Is.EqualTo((600, 5)));
        Assert.That(await _server.Get<IDeviceCodeStore>().FindAsync(TokenHash.Of(response.DeviceCode), default), Is.Not.Null);
    }

    [Test]
    public async Task An_approved_device_gets_one_set_of_tokens()
    {
        var codes = await StartAsync("openid offline_access read:reports");
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"));
        await DecideAsync(codes, approves: true);

        var outcome = await PollAsync(codes);

        var tokens = Server.Tokens(outcome);
        Assert.That((tokens.IdToken is not null, tokens.RefreshToken is not null), Is.EqualTo((true, true)));
        Assert.That((string?)Server.Payload(tokens.AccessToken)["acr"], Is.EqualTo("gold"));
        Assert.That(outcome.Events[0].GrantType, Is.EqualTo("device_code"));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("invalid_grant"));
    }

    [Test(Description = "RFC 8628 §3.5: slow_down is a variant of authorization_pending")]
    public async Task Polls_that_come_too_fast_are_told_so_and_cost_nothing()
    {
        var codes = await StartAsync();
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"), "the first poll is never too fast");
        _server.Clock.Advance(TimeSpan.FromSeconds(3.9));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("slow_down"));
        _server.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"), "a second early is in time, and a refused poll does not count");
    }

    [Test(Description = "RFC 8628 §3.5")]
    public async Task A_poll_that_is_repeated_within_a_second_is_the_same_poll()
    {
        var codes = await StartAsync();
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"));
        _server.Clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"));
        _server.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("slow_down"));
        _server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"), "the repetition does not move the poll");
    }

    [Test(Description = "RFC 8628 §3.5")]
    public async Task A_poll_in_time_is_the_one_that_the_next_is_measured_by()
    {
        var codes = await StartAsync();
        await ErrorOfAsync(codes);
        _server.Clock.Advance(TimeSpan.FromSeconds(4.5));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"));
        _server.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("slow_down"));
    }

    [Test(Description = "RFC 8628 §3.5")]
    public async Task A_short_interval_forgives_a_fifth_of_itself()
    {
        _server.Settings.Device.PollInterval = TimeSpan.FromSeconds(1);
        var codes = await StartAsync();
        await ErrorOfAsync(codes);
        _server.Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("slow_down"));
        _server.Clock.Advance(TimeSpan.FromSeconds(0.3));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"));
    }

    [Test(Description = "RFC 8628 §3.5: only what is pending is paced")]
    public async Task A_decision_is_told_to_the_next_poll_however_fast_it_comes()
    {
        var (approved, denied) = (await StartAsync(), await StartAsync());
        foreach (var codes in new[] { approved, denied })
        {
            Assert.That(await ErrorOfAsync(codes), Is.EqualTo("authorization_pending"));
            await DecideAsync(codes, approves: codes == approved);
        }

        _server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await ErrorOfAsync(denied), Is.EqualTo("access_denied"));
        Assert.That(await ErrorOfAsync(denied), Is.EqualTo("access_denied"));
        Assert.That((await PollAsync(approved)).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task An_expired_code_says_so_for_as_long_as_it_is_known()
    {
        var codes = await StartAsync();
        _server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("expired_token"));
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("expired_token"), "nor is it paced");
        _server.Clock.Advance(TimeSpan.FromMinutes(9));
        await StartAsync(); // sweeps
        Assert.That(await ErrorOfAsync(codes), Is.EqualTo("expired_token"));
    }

    [Test]
    public async Task Each_end_has_a_code_of_its_own()
    {
        var (denied, stale) = (await StartAsync(), await StartAsync());
        await DecideAsync(denied, approves: false);
        await DecideAsync(stale, approves: true);

        Assert.That(await ErrorOfAsync(denied), Is.EqualTo("access_denied"));
        _server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await ErrorOfAsync(stale), Is.EqualTo("expired_token"), "it wins over an approval");
        Assert.That(Server.Error(await _server.TokenAsync(Body("unknown"))).Code, Is.EqualTo("invalid_grant"));
        Assert.That(Server.Error(await _server.TokenAsync(("grant_type", GrantTypes.DeviceCode), ("client_id", "app"))).Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Another_client_or_key_is_refused_and_changes_nothing()
    {
        var codes = await StartAsync();
        await DecideAsync(codes, approves: true);

        Assert.That(Server.Error(await _server.TokenAsync(Server.Post(Body(codes.DeviceCode, "other")) with { Dpop = ["mine"] })).Fault, Is.EqualTo(GrantFault.ClientMismatch));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Post(Body(codes.DeviceCode)) with { Dpop = ["theirs"] })).Fault, Is.EqualTo(GrantFault.ConstraintMismatch));
        Assert.That((await PollAsync(codes)).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task Of_racing_polls_one_is_paid()
    {
        var codes = await StartAsync();
        await DecideAsync(codes, approves: true);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => PollAsync(codes))));

        Assert.That(outcomes.Count(outcome => outcome.Answer.TryGet(out _, out _)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_public_client_needs_a_proof_unless_the_host_says_otherwise()
    {
        Assert.That(Server.Error(await SendAsync(Server.Post(("client_id", "app")))).Code, Is.EqualTo("invalid_client"));

        _server.Settings.Device.AllowPublicClientsWithoutDpop = true;
        Assert.That((await SendAsync(Server.Post(("client_id", "app")))).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task A_bad_request_is_told_why()
    {
        var request = Server.Post(("client_id", "app")) with { Dpop = ["mine"] };

        Assert.That(Server.Error(await SendAsync(request with { Parameters = Server.Of(("client_id", "app"), ("scope", "unknown")) })).Code, Is.EqualTo("invalid_scope"));
        Assert.That(Server.Error(await SendAsync(request with { Parameters = Server.Of(("client_id", "app"), ("resource", "x")) })).Code, Is.EqualTo("invalid_target"));
        _server.Clients["app"] = _server.Clients["app"] with { GrantTypes = ["authorization_code"] };
        Assert.That(Server.Error(await SendAsync(request)).Code, Is.EqualTo("unauthorized_client"));
        _server.Settings.Device.Enabled = false;
        Assert.That(Server.Error(await SendAsync(request)).Code, Is.EqualTo("invalid_request"));
    }

    private DeviceVerificationService Page => _server.Get<DeviceVerificationService>();

    private async Task<DeviceAuthorizationResponse> StartAsync(string scope = "read:reports")
    {
        var outcome = await SendAsync(Server.Post(("client_id", "app"), ("scope", scope)) with { Dpop = ["mine"] });
        return outcome.Answer.TryGet(out var response, out var error) ? response : throw new AssertionException(error.Code);
    }

    private Task<Outcome<DeviceAuthorizationResponse>> SendAsync(OAuthRequest request) =>
        _server.Get<DeviceAuthorizationService>().HandleAsync(request, CancellationToken.None);

    private async Task DecideAsync(DeviceAuthorizationResponse codes, bool approves)
    {
        var shown = (DeviceAnswer.Show)await Page.ShowAsync(codes.UserCode, Alice, new Agreeing(), default);
        await Page.DecideAsync(codes.UserCode, approves, shown.Named, Alice, new Agreeing(), default);
    }

    private Task<Outcome<TokenResponse>> PollAsync(DeviceAuthorizationResponse codes) =>
        _server.TokenAsync(Server.Post(Body(codes.DeviceCode)) with { Dpop = ["mine"] });

    private async Task<string> ErrorOfAsync(DeviceAuthorizationResponse codes) => Server.Error(await PollAsync(codes)).Code;

    private static (string, string)[] Body(string deviceCode, string clientId = "app") =>
        [("grant_type", GrantTypes.DeviceCode), ("client_id", clientId), ("device_code", deviceCode)];
}
