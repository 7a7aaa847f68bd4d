using Attesto.Clients;
using Attesto.Policies;
using Attesto.Scopes;

namespace Attesto.Grants;

/// <summary>The page where a person enters a device's user code (RFC 8628 §3.3). The transport signs the person in and guards the form against forgery.</summary>
public sealed class DeviceVerificationService
{
    /// <summary>What the page shows. Never decides, whatever the request says.</summary>
    /// <param name="userCode">The entered or linked user code, or null.</param>
    /// <param name="visitor">Who guesses, for the limit: the subject, else the IP address; null shares one limit.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="DeviceStage.Prompt"/>, or <see cref="DeviceStage.Invalid"/> for a code that cannot be decided.</returns>
    public Task<DeviceVerification> PromptAsync(string? userCode, string? visitor, CancellationToken cancellationToken) =>
        Task.FromResult(new DeviceVerification(DeviceStage.Invalid));

    /// <summary>Takes the person's decision.</summary>
    /// <param name="userCode">The entered user code, or null.</param>
    /// <param name="approves">True to approve, false to deny.</param>
    /// <param name="signIn">Who decides.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stage to show.</returns>
    public Task<DeviceVerification> DecideAsync(
        string? userCode, bool approves, SignInOutcome.Authenticated signIn, CancellationToken cancellationToken) =>
        Task.FromResult(new DeviceVerification(DeviceStage.Invalid));
}

/// <summary>What the device page shows.</summary>
/// <param name="Stage">Which page.</param>
public sealed record DeviceVerification(DeviceStage Stage)
{
    /// <summary>The user code as displayed, such as <c>WDJB-MJHT</c>; null if none was given or it is malformed.</summary>
    public string? UserCode { get; init; }

    /// <summary>The client that asks, where the code is known.</summary>
    public Client? Client { get; init; }

    /// <summary>What it asks for, where the code is known.</summary>
    public ScopeSet? Scope { get; init; }
}

/// <summary>The pages of a device verification.</summary>
public enum DeviceStage
{
    /// <summary>Asks for the code, or for the decision where the code is known.</summary>
    Prompt,

    /// <summary>Approved; the person returns to the device.</summary>
    Approved,

    /// <summary>Denied.</summary>
    Denied,

    /// <summary>Unknown, malformed, expired or already decided, or too many wrong codes.</summary>
    Invalid,
}
