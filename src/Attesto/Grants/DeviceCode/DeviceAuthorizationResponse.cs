namespace Attesto.Grants;

/// <summary>What a device is told (RFC 8628 §3.2).</summary>
internal sealed record DeviceAuthorizationResponse
{
    /// <summary>The code that the device polls with.</summary>
    public required string DeviceCode { get; init; }

    /// <summary>The code that the person enters, such as <c>WDJB-MJHT</c>.</summary>
    public required string UserCode { get; init; }

    /// <summary>Where the person enters it.</summary>
    public required string VerificationUri { get; init; }

    /// <summary>The same address with the code in it, for a QR code.</summary>
    public required string VerificationUriComplete { get; init; }

    /// <summary>The lifetime of both codes in seconds.</summary>
    public required int ExpiresIn { get; init; }

    /// <summary>How far apart polls must be, in seconds.</summary>
    public required int Interval { get; init; }

    /// <summary>Names the type only: a generated one would print the codes into logs.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(DeviceAuthorizationResponse);
}
