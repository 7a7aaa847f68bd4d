using System.Collections.Immutable;

namespace Attesto;

/// <summary>A device authorization that waits for a person (RFC 8628 §3.2).</summary>
public sealed record DeviceCode
{
    /// <summary>The hash of the <c>device_code</c>; the code itself is only ever in the device's response.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>The hash of the <c>user_code</c>, without hyphen and in upper case.</summary>
    public required TokenHash UserCode { get; init; }

    /// <summary>The client on the device.</summary>
    public required string ClientId { get; init; }

    /// <summary>The requested scope.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The requested resources (RFC 8707); empty means the server's own audience.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The thumbprint of the DPoP key that must redeem the code, or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>When the device asked; the person is told.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The IP address that the device asked from, or null if it is not known; the person is told (RFC 8628 §5.4).</summary>
    public string? RequestedFrom { get; init; }

    /// <summary>The instant from which the code is refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The instant from which a store may forget the code. Until then device and person hear that it is expired, or what was decided.</summary>
    public DateTimeOffset KeepUntil => ExpiresAt + TimeSpan.FromMinutes(10);
}
