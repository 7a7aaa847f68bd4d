namespace Attesto;

/// <summary>Where device codes live. Implementations pass <c>DeviceCodeStoreContract</c>. Every change is one conditional step.</summary>
public interface IDeviceCodeStore
{
    /// <summary>Stores a new device code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if its user code is in use, even by an expired one; nothing is stored then.</returns>
    Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken);

    /// <summary>Reads a code by its <c>device_code</c>. Expired codes are still found until they are swept, some minutes later.</summary>
    /// <param name="hash">The hash of the presented device code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The code, or null if there is none.</returns>
    Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Reads a code by its <c>user_code</c>. Expired codes are still found until they are swept, some minutes later.</summary>
    /// <param name="userCode">The hash of the entered user code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The code, or null if there is none.</returns>
    Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken);

    /// <summary>Records a poll, unless the last recorded one is less than an interval ago (RFC 8628 §3.5). One that lies ahead by more than an interval
    /// was recorded by a node whose clock is wrong, and holds nobody up.</summary>
    /// <param name="hash">The hash of the presented device code.</param>
    /// <param name="interval">How far apart polls must be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the poll was recorded; false if it came too soon, and then nothing changes.</returns>
    Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken);

    /// <summary>Approves a pending, live code: once, and never after a denial.</summary>
    /// <param name="userCode">The hash of the entered user code.</param>
    /// <param name="authorization">What was granted, by whom.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call approved it.</returns>
    Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken);

    /// <summary>Denies a pending, live code: once, and never after an approval.</summary>
    /// <param name="userCode">The hash of the entered user code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call denied it.</returns>
    Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken);

    /// <summary>Denies every approved code that a filter finds and that was not redeemed yet. It waits for redemptions that are under way.</summary>
    /// <param name="filter">Of whom or what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many this call denied.</returns>
    Task<int> DenyAsync(GrantFilter filter, CancellationToken cancellationToken);

    /// <summary>Spends an approved code and stores the grant that comes of it. MUST be one atomic step: of N racing calls exactly one answers true, and only its
    /// grant exists.</summary>
    /// <param name="hash">The hash of the presented device code.</param>
    /// <param name="grant">What comes of it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call redeemed it.</returns>
    Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken);
}

/// <summary>A device code as stored, and what became of it.</summary>
/// <param name="Code">The code.</param>
/// <param name="State">What became of it.</param>
/// <param name="Authorization">What was granted, once it is approved; else null.</param>
public sealed record StoredDeviceCode(DeviceCode Code, DeviceCodeState State, Authorization? Authorization)
{
    /// <summary>The last poll that was recorded, or null.</summary>
    public DateTimeOffset? PolledAt { get; init; }
}

/// <summary>What became of a device code.</summary>
public enum DeviceCodeState
{
    /// <summary>Nobody decided yet.</summary>
    Pending,

    /// <summary>The person approved; no tokens came of it yet.</summary>
    Approved,

    /// <summary>The person refused.</summary>
    Denied,

    /// <summary>Redeemed for tokens.</summary>
    Redeemed,
}
