namespace Attesto;

/// <summary>What the device page shows.</summary>
/// <param name="Stage">Which page.</param>
public sealed record DeviceVerification(DeviceStage Stage)
{
    /// <summary>The user code as displayed, such as <c>WDJB-MJHT</c>; null if none was given or it is malformed.</summary>
    public string? UserCode { get; init; }

    /// <summary>The client that asks, where the code is known.</summary>
    public Client? Client { get; init; }

    /// <summary>What it would be granted, where the code is known: what it asked for, or what the consent policy leaves of it.</summary>
    public ScopeSet? Scope { get; init; }

    /// <summary>How long ago the device asked, where the code is known.</summary>
    public TimeSpan? RequestedAgo { get; init; }

    /// <summary>The IP address that the device asked from, where that is known (RFC 8628 §5.4).</summary>
    public string? RequestedFrom { get; init; }

    /// <summary>At <see cref="DeviceStage.Confirm"/>, the value of the form's hidden field <c>confirmation</c>: it proves that this person saw this page.
    /// An approval without it shows the page instead.</summary>
    public string? Confirmation { get; init; }

    /// <summary>At <see cref="DeviceStage.TooManyGuesses"/>, when the person may try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The pages of a device verification.</summary>
public enum DeviceStage
{
    /// <summary>Asks for the code.</summary>
    Prompt,

    /// <summary>Says who asks for what, and asks for the decision.</summary>
    Confirm,

    /// <summary>The consent policy does not let this person connect this client.</summary>
    NotAllowed,

    /// <summary>Approved, now or before, by this person, who returns to the device.</summary>
    Approved,

    /// <summary>Denied, now or before.</summary>
    Denied,

    /// <summary>Past its end; the device can get a new code.</summary>
    Expired,

    /// <summary>Unknown, malformed, or approved by somebody else.</summary>
    Invalid,

    /// <summary>Too many wrong codes (RFC 8628 §5.1).</summary>
    TooManyGuesses,
}
