using Attesto.Clients;
using Attesto.Scopes;

namespace Attesto.Grants;

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
