using Attesto.SenderConstraints;

namespace Attesto.Issuing;

/// <summary>A token request (RFC 6749 §3.2) whose client is authenticated and whose sender constraint is verified.</summary>
/// <param name="Client">The client.</param>
/// <param name="Parameters">The parameters of the body.</param>
/// <param name="Constraint">What the new tokens will be bound to.</param>
internal sealed record TokenRequest(AuthenticatedClient Client, RequestParameters Parameters, SenderConstraint Constraint)
{
    /// <summary>The client's IP address, for events; null if unknown.</summary>
    public string? ClientIp { get; init; }

    /// <summary>A parameter's value, or null if it is absent or empty.</summary>
    /// <param name="name">The wire name.</param>
    public string? this[string name] => Parameters[name];
}
