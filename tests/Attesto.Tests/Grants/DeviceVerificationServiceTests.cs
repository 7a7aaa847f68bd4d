using Attesto.Grants;
using Attesto.Interaction;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

[TestFixture]
public sealed class DeviceVerificationServiceTests
{
    private static readonly SignInOutcome.Authenticated Alice = new("alice");
    private static readonly SignInOutcome.Authenticated Bob = new("bob");

    private Server _server = null!;
    private Agreeing _person = null!;

    [SetUp]
    public void SetUp()
    {
        (_server, _person) = (new Server(), new Agreeing());
        _server.Settings.Device.Enabled = true;
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase("{0}{1}")]
    [TestCase(" {0} {1}\t")]
    [TestCase("{0}-{1}:", Description = "RFC 8628 §6.1: strip out punctuation")]
    [TestCase("{0}–{1}.", Description = "a phone's dash")]
    [TestCase("“{0}‑{1}”")]
    [TestCase("{0}\u00a0{1}\u200b")]
    public async Task A_code_is_read_as_people_and_phones_write_it(string shape)
    {
        var codes = await StartAsync();
        var (first, second) = (codes.UserCode[..4], codes.UserCode[5..]);
        foreach (var (left, right) in new[] { (first, second), (first.ToLowerInvariant(), second.ToLowerInvariant()), (Wide(first), Wide(second.ToLowerInvariant())) })
        {
            var shown = await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, left, right));
            Assert.That((shown.Stage, shown.UserCode, shown.Client?.Id), Is.EqualTo((DeviceStage.Confirm, codes.UserCode, "app")));
        }
    }

    [TestCase("BCDF-GHJ")]
    [TestCase("BCDF-GHJKL")]
    [TestCase("BCDF-GHJ1")]
    [TestCase("AEIO-UAEI")]
    [TestCase("\ud800")]
    [TestCase("BCDF-GHJK")]
    public async Task A_code_that_nobody_was_given_is_invalid(string typed)
    {
        Assert.That((await ShowAsync(typed)).Stage, Is.EqualTo(DeviceStage.Invalid));
        Assert.That((await DecideAsync(typed, approves: true, seen: null)).Stage, Is.EqualTo(DeviceStage.Invalid));
    }

    [Test(Description = "RFC 8628 §3.3, §5.4")]
    public async Task The_person_is_told_who_asks_for_what_when_and_from_where()
    {
        Assert.That((await ShowAsync(null)).Stage, Is.EqualTo(DeviceStage.Prompt));
        var codes = await StartAsync("openid read:reports");
        _server.Clock.Advance(TimeSpan.FromMinutes(3));

        var shown = await ShowAsync(codes.UserCode);

        Assert.That(
            (shown.Stage, shown.Client?.Id, shown.Scope?.ToString(), shown.RequestedAgo, shown.RequestedFrom),
            Is.EqualTo((DeviceStage.Confirm, "app", "openid read:reports", (TimeSpan?)TimeSpan.FromMinutes(3), "192.0.2.1")));
    }

    [Test(Description = "RFC 8628 §5.4")]
    public async Task An_approval_counts_only_from_who_saw_the_page()
    {
        var (codes, other) = (await StartAsync(), await StartAsync());
        var (theirs, another) = (await SeeAsync(codes, Bob), await SeeAsync(other));

        foreach (var seen in new[] { null, theirs, another })
        {
            var shown = await DecideAsync(codes.UserCode, approves: true, seen);
            Assert.That((shown.Stage, shown.Client?.Id), Is.EqualTo((DeviceStage.Confirm, "app")), "shown once more, not approved");
        }

        Assert.That((await ApproveAsync(codes)).Stage, Is.EqualTo(DeviceStage.Approved));
    }

    [Test]
    public async Task A_second_click_and_a_reload_are_told_what_stands()
    {
        var codes = await StartAsync();
        var seen = await SeeAsync(codes);

        foreach (var approves in new[] { true, true, false })
        {
            Assert.That((await DecideAsync(codes.UserCode, approves, seen)).Stage, Is.EqualTo(DeviceStage.Approved));
        }

        Assert.That((await ShowAsync(codes.UserCode)).Stage, Is.EqualTo(DeviceStage.Approved));
        Assert.That((await ShowAsync(codes.UserCode, Bob)).Stage, Is.EqualTo(DeviceStage.Invalid), "it is nobody else's business");
        Assert.That((await ShowAsync(codes.UserCode, Bob)).UserCode, Is.EqualTo(codes.UserCode), "the page shows what was typed");
        Assert.That((await _server.TokenAsync(Poll(codes))).Answer.TryGet(out _, out _), Is.True);
        Assert.That((await ShowAsync(codes.UserCode)).Stage, Is.EqualTo(DeviceStage.Approved), "redeemed, too");

        var denied = await StartAsync();
        Assert.That((await DecideAsync(denied.UserCode, approves: false, seen: null)).Stage, Is.EqualTo(DeviceStage.Denied), "a refusal needs no look");
        Assert.That((await DecideAsync(denied.UserCode, approves: true, seen: null)).Stage, Is.EqualTo(DeviceStage.Denied));
        Assert.That((await ShowAsync(denied.UserCode)).Stage, Is.EqualTo(DeviceStage.Denied));
    }

    [Test]
    public async Task An_expired_code_is_called_expired()
    {
        var codes = await StartAsync();
        var seen = await SeeAsync(codes);
        _server.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That((await DecideAsync(codes.UserCode, approves: true, seen)).Stage, Is.EqualTo(DeviceStage.Expired));
        Assert.That((await ShowAsync(codes.UserCode)).Stage, Is.EqualTo(DeviceStage.Expired));
    }

    [Test]
    public async Task The_consent_policy_is_asked_and_may_leave_less()
    {
        var codes = await StartAsync("openid read:reports");
        _person.Consent = new ConsentOutcome.Granted(ScopeSet.Of("read:reports", "write:reports"));

        var (shown, seen) = (await ShowAsync(codes.UserCode), await SeeAsync(codes));
        Assert.That(shown.Scope?.ToString(), Is.EqualTo("read:reports"), "never more than was asked");
        Assert.That((_person.Asked!.Client.Id, _person.Asked.Scope.Count, _person.Asked.SignIn, _person.Asked.Authorization), Is.EqualTo(("app", 2, Alice, (object?)null)));

        _person.Consent = new ConsentOutcome.Granted();
        Assert.That((await DecideAsync(codes.UserCode, approves: true, seen)).Stage, Is.EqualTo(DeviceStage.Confirm), "the person saw less than this");
        _person.Consent = new ConsentOutcome.Granted(ScopeSet.Of("read:reports"));
        Assert.That((await ApproveAsync(codes)).Stage, Is.EqualTo(DeviceStage.Approved));
        Assert.That(Server.Tokens(await _server.TokenAsync(Poll(codes))).Scope, Is.EqualTo("read:reports"));
    }

    [Test]
    public async Task What_the_consent_policy_refuses_is_not_connected()
    {
        var codes = await StartAsync();
        var seen = await SeeAsync(codes);
        _person.Consent = new ConsentOutcome.Handled("a page of the host");
        Assert.That(await AnswerAsync(codes.UserCode, null, null), Is.EqualTo(new DeviceAnswer.Handled("a page of the host")));
        Assert.That(await AnswerAsync(codes.UserCode, true, seen), Is.EqualTo(new DeviceAnswer.Handled("a page of the host")));

        _person.Consent = new ConsentOutcome.Denied();
        Assert.That((await ShowAsync(codes.UserCode)).Stage, Is.EqualTo(DeviceStage.NotAllowed));
        Assert.That(Server.Error(await _server.TokenAsync(Poll(codes))).Code, Is.EqualTo("authorization_pending"), "a look decides nothing");
        Assert.That((await DecideAsync(codes.UserCode, approves: true, seen)).Stage, Is.EqualTo(DeviceStage.NotAllowed));
        Assert.That(Server.Error(await _server.TokenAsync(Poll(codes))).Code, Is.EqualTo("access_denied"));
    }

    [Test(Description = "RFC 8628 §5.1")]
    public async Task A_person_who_guesses_is_stopped_for_a_while_and_others_are_not()
    {
        var codes = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await ShowAsync("BCDF-GHJK");
        }

        var stopped = await ShowAsync(codes.UserCode);
        Assert.That((stopped.Stage, stopped.Client), Is.EqualTo((DeviceStage.TooManyGuesses, (object?)null)));
        Assert.That(stopped.RetryAfter, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(5)));
        Assert.That((await ShowAsync(codes.UserCode, Bob)).Stage, Is.EqualTo(DeviceStage.Confirm));
        _server.Clock.Advance(stopped.RetryAfter!.Value);
        Assert.That((await ShowAsync(codes.UserCode)).Stage, Is.EqualTo(DeviceStage.Confirm));
    }

    private async Task<DeviceAuthorizationResponse> StartAsync(string scope = "read:reports")
    {
        var request = Server.Post(("client_id", "app"), ("scope", scope)) with { Dpop = ["mine"] };
        return Server.Answer(await _server.Get<DeviceAuthorizationService>().HandleAsync(request, default));
    }

    private async Task<DeviceVerification> ShowAsync(string? typed, SignInOutcome.Authenticated? signIn = null) =>
        ((DeviceAnswer.Show)await Page.ShowAsync(typed, signIn ?? Alice, _person, default)).Page;

    private async Task<DeviceVerification> DecideAsync(string typed, bool approves, TokenHash? seen) =>
        ((DeviceAnswer.Show)await AnswerAsync(typed, approves, seen)).Page;

    private async Task<DeviceVerification> ApproveAsync(DeviceAuthorizationResponse codes) =>
        await DecideAsync(codes.UserCode, approves: true, await SeeAsync(codes));

    private async Task<TokenHash?> SeeAsync(DeviceAuthorizationResponse codes, SignInOutcome.Authenticated? signIn = null) =>
        ((DeviceAnswer.Show)await Page.ShowAsync(codes.UserCode, signIn ?? Alice, _person, default)).Named;

    private Task<DeviceAnswer> AnswerAsync(string typed, bool? approves, TokenHash? seen) => approves is { } decision
        ? Page.DecideAsync(typed, decision, seen, Alice, _person, default)
        : Page.ShowAsync(typed, Alice, _person, default);

    private DeviceVerificationService Page => _server.Get<DeviceVerificationService>();

    private static OAuthRequest Poll(DeviceAuthorizationResponse codes) =>
        Server.Post(("grant_type", GrantTypes.DeviceCode), ("client_id", "app"), ("device_code", codes.DeviceCode)) with { Dpop = ["mine"] };

    private static string Wide(string text) => string.Concat(text.Select(letter => (char)(letter + ('Ａ' - 'A'))));
}

/// <summary>A person who is signed in and agrees, unless a test says otherwise.</summary>
internal sealed class Agreeing : IInteraction
{
    public ConsentOutcome Consent { get; set; } = new ConsentOutcome.Granted();

    public ConsentRequest? Asked { get; private set; }

    public ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("the transport signs people in");

    public ValueTask<ConsentOutcome> ConsentAsync(ConsentRequest request, CancellationToken cancellationToken)
    {
        Asked = request;
        return ValueTask.FromResult(Consent);
    }
}
