using Attesto.Interaction;

namespace Attesto.Grants;

/// <summary>The page where a person enters a device's user code, sees who asks, and decides (RFC 8628 §3.3). The transport signs the person in,
/// guards the form against forgery and seals what was shown.</summary>
/// <param name="store">Where device codes live.</param>
/// <param name="clients">Whose they are.</param>
/// <param name="guesses">Limits wrong codes.</param>
/// <param name="slots">Where all nodes count them.</param>
/// <param name="clock">The present.</param>
internal sealed class DeviceVerificationService(
    IDeviceCodeStore store, IClientStore clients, UserCodeGuesses guesses, IReplayStore slots, TimeProvider clock)
{
    /// <summary>What the page shows. Never decides, whatever the request says.</summary>
    /// <param name="userCode">The entered or linked user code, or null.</param>
    /// <param name="signIn">Who is there.</param>
    /// <param name="person">Asks for the consent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    public async Task<DeviceAnswer> ShowAsync(
        string? userCode, SignInOutcome.Authenticated signIn, IInteraction person, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(userCode))
        {
            return new DeviceAnswer.Show(new DeviceVerification(DeviceStage.Prompt));
        }

        var (stands, pending) = await LookUpAsync(userCode, signIn, cancellationToken);
        if (pending is null)
        {
            return stands;
        }

        return await AskAsync(pending, person, cancellationToken) switch
        {
            ConsentOutcome.Handled(var response) => new DeviceAnswer.Handled(response),
            ConsentOutcome.Granted(var scope) => pending.Confirm(scope, clock.GetUtcNow()),
            _ => pending.Show(DeviceStage.NotAllowed),
        };
    }

    /// <summary>Takes the person's decision. One that was taken before stands, and is told again.</summary>
    /// <param name="userCode">The entered user code, or null.</param>
    /// <param name="approves">True to approve, false to deny.</param>
    /// <param name="seen">What the confirmation page sealed, or null if the person has not seen it: an approval then shows it.</param>
    /// <param name="signIn">Who decides.</param>
    /// <param name="person">Asks for the consent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    public async Task<DeviceAnswer> DecideAsync(
        string? userCode, bool approves, TokenHash? seen, SignInOutcome.Authenticated signIn, IInteraction person, CancellationToken cancellationToken)
    {
        var (stands, pending) = await LookUpAsync(userCode, signIn, cancellationToken);
        if (pending is null)
        {
            return stands;
        }

        if (!approves)
        {
            return await DenyAsync(pending, DeviceStage.Denied, cancellationToken);
        }

        switch (await AskAsync(pending, person, cancellationToken))
        {
            case ConsentOutcome.Handled(var response):
                return new DeviceAnswer.Handled(response);
            case ConsentOutcome.Granted(var scope):
                var shown = pending.Confirm(scope, clock.GetUtcNow());
                return shown.Named == seen ? await ApproveAsync(pending, shown.Page.Scope!, cancellationToken) : shown;
            default:
                return await DenyAsync(pending, DeviceStage.NotAllowed, cancellationToken);
        }
    }

    // The store decides once, whoever asks at the same time; who comes second is told what stands.
    private async Task<DeviceAnswer> ApproveAsync(Pending pending, ScopeSet scope, CancellationToken cancellationToken) =>
        await store.ApproveAsync(pending.Code.UserCode, pending.Authorize(scope), cancellationToken)
            ? pending.Show(DeviceStage.Approved)
            : await TellAsync(pending, cancellationToken);

    private async Task<DeviceAnswer> DenyAsync(Pending pending, DeviceStage stage, CancellationToken cancellationToken) =>
        await store.DenyAsync(pending.Code.UserCode, cancellationToken) ? pending.Show(stage) : await TellAsync(pending, cancellationToken);

    private async Task<DeviceAnswer> TellAsync(Pending pending, CancellationToken cancellationToken) =>
        pending.Show(StageOf(await store.FindByUserCodeAsync(pending.Code.UserCode, cancellationToken), pending.SignIn.Subject) ?? DeviceStage.Expired);

    private async Task<(DeviceAnswer.Show Stands, Pending? Pending)> LookUpAsync(
        string? typed, SignInOutcome.Authenticated signIn, CancellationToken cancellationToken)
    {
        if (!UserCode.TryRead(typed, out var userCode))
        {
            return (Show(DeviceStage.Invalid), null);
        }

        if (await guesses.TryTakeAsync(slots, signIn.Subject, cancellationToken) is not { } guess)
        {
            return (new(new DeviceVerification(DeviceStage.TooManyGuesses) { RetryAfter = guesses.UntilForgotten() }), null);
        }

        if (await store.FindByUserCodeAsync(TokenHash.Of(userCode), cancellationToken) is not { } stored)
        {
            return (Show(DeviceStage.Invalid, userCode), null);
        }

        guess.GiveBack(); // only wrong codes count
        return await clients.FindAsync(stored.Code.ClientId, cancellationToken) is not { IsRevoked: false } client
            ? (Show(DeviceStage.Invalid, userCode), null)
            : StageOf(stored, signIn.Subject) is { } stage
                ? (Show(stage, userCode), null)
                : (Show(DeviceStage.Confirm, userCode), new Pending(stored.Code, client, signIn, UserCode.Display(userCode)));
    }

    /// <summary>What stands, for this person; null if nobody has decided and somebody still can.</summary>
    private DeviceStage? StageOf(StoredDeviceCode? stored, string subject) => stored switch
    {
        null => DeviceStage.Invalid,
        { State: DeviceCodeState.Denied } => DeviceStage.Denied,
        { Authorization: { } granted } => granted.Subject == subject ? DeviceStage.Approved : DeviceStage.Invalid,
        _ => stored.Code.ExpiresAt <= clock.GetUtcNow() ? DeviceStage.Expired : null,
    };

    private static ValueTask<ConsentOutcome> AskAsync(Pending pending, IInteraction person, CancellationToken cancellationToken) =>
        person.ConsentAsync(new ConsentRequest(pending.Client, pending.Code.Scope, pending.Code.Resources, pending.SignIn), cancellationToken);

    private static DeviceAnswer.Show Show(DeviceStage stage, string? userCode = null) =>
        new(new DeviceVerification(stage) { UserCode = userCode is null ? null : UserCode.Display(userCode) });

    private sealed record Pending(DeviceCode Code, Client Client, SignInOutcome.Authenticated SignIn, string UserCode)
    {
        public DeviceAnswer.Show Show(DeviceStage stage) =>
            new(new DeviceVerification(stage) { UserCode = UserCode, Client = Client, Scope = Code.Scope });

        public DeviceAnswer.Show Confirm(ScopeSet? agreed, DateTimeOffset now)
        {
            var scope = agreed is null ? Code.Scope : ScopeSet.Of(Code.Scope.Where(agreed.Contains)); // never more than was asked
            var page = Show(DeviceStage.Confirm).Page with { Scope = scope, RequestedAgo = now - Code.RequestedAt, RequestedFrom = Code.RequestedFrom };
            return new(page) { Named = TokenHash.Of($"{Code.Hash.Value}\n{SignIn.Subject}\n{scope}") };
        }

        public Authorization Authorize(ScopeSet scope) => new()
        {
            ClientId = Code.ClientId,
            Subject = SignIn.Subject,
            Scope = scope,
            Resources = Code.Resources,
            GrantId = GrantId.New(),
            AuthTime = SignIn.AuthTime,
            Acr = SignIn.Acr,
            Amr = SignIn.Amr,
            SessionId = SignIn.SessionId,
            SecurityStamp = SignIn.SecurityStamp,
        };
    }
}
