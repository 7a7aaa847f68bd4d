using Attesto.Authorize;
using Attesto.Clients;
using Attesto.Dpop;
using Attesto.Policies;

namespace Attesto.Grants;

/// <summary>The page where a person enters a device's user code (RFC 8628 §3.3). The transport signs the person in and guards the form against forgery.</summary>
/// <param name="store">Where device codes live.</param>
/// <param name="clients">Whose they are.</param>
/// <param name="guesses">Limits wrong codes.</param>
/// <param name="slots">Where all nodes count them.</param>
/// <param name="clock">The present.</param>
public sealed class DeviceVerificationService(
    IDeviceCodeStore store, IClientStore clients, UserCodeGuesses guesses, IReplayStore slots, TimeProvider clock)
{
    /// <summary>What the page shows. Never decides, whatever the request says.</summary>
    /// <param name="userCode">The entered or linked user code, or null.</param>
    /// <param name="visitor">Who guesses, for the limit: the subject, else the IP address; null shares one limit.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="DeviceStage.Prompt"/>, or <see cref="DeviceStage.Invalid"/> for a code that cannot be decided.</returns>
    public async Task<DeviceVerification> PromptAsync(string? userCode, string? visitor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(userCode))
        {
            return new DeviceVerification(DeviceStage.Prompt);
        }

        return await FindAsync(userCode, visitor, cancellationToken) is { } pending
            ? pending.Show(DeviceStage.Prompt)
            : Invalid(userCode);
    }

    /// <summary>Takes the person's decision.</summary>
    /// <param name="userCode">The entered user code, or null.</param>
    /// <param name="approves">True to approve, false to deny.</param>
    /// <param name="signIn">Who decides.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stage to show.</returns>
    public async Task<DeviceVerification> DecideAsync(
        string? userCode, bool approves, SignInOutcome.Authenticated signIn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        if (await FindAsync(userCode, signIn.Subject, cancellationToken) is not { } pending)
        {
            return Invalid(userCode);
        }

        // The store decides once, whoever asks at the same time.
        var decided = approves
            ? await store.ApproveAsync(pending.Code.UserCode, AuthorizationOf(pending.Code, signIn), cancellationToken)
            : await store.DenyAsync(pending.Code.UserCode, cancellationToken);
        return decided ? pending.Show(approves ? DeviceStage.Approved : DeviceStage.Denied) : Invalid(userCode);
    }

    private async Task<Pending?> FindAsync(string? typed, string? visitor, CancellationToken cancellationToken)
    {
        if (!UserCode.TryRead(typed, out var userCode)
            || await guesses.TryTakeAsync(slots, visitor, cancellationToken) is not { } guess
            || await store.FindByUserCodeAsync(TokenHash.Of(userCode), cancellationToken) is not { } stored)
        {
            return null;
        }

        guess.GiveBack(); // only wrong codes count
        return stored.State is DeviceCodeState.Pending
            && stored.Code.ExpiresAt > clock.GetUtcNow()
            && await clients.FindAsync(stored.Code.ClientId, cancellationToken) is { IsRevoked: false } client
                ? new Pending(stored.Code, client, UserCode.Display(userCode))
                : null;
    }

    private static Authorization AuthorizationOf(DeviceCode code, SignInOutcome.Authenticated signIn) => new()
    {
        ClientId = code.ClientId,
        Subject = signIn.Subject,
        Scope = code.Scope,
        Resources = code.Resources,
        FamilyId = Secret.NewId(),
        AuthTime = signIn.AuthTime,
        Acr = signIn.Acr,
        Amr = signIn.Amr,
        SessionId = signIn.SessionId,
    };

    private static DeviceVerification Invalid(string? typed) =>
        new(DeviceStage.Invalid) { UserCode = UserCode.TryRead(typed, out var code) ? UserCode.Display(code) : null };

    private sealed record Pending(DeviceCode Code, Client Client, string UserCode)
    {
        public DeviceVerification Show(DeviceStage stage) => new(stage) { UserCode = UserCode, Client = Client, Scope = Code.Scope };
    }
}
