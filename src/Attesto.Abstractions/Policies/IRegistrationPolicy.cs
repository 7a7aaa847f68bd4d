using System.Text.Json;

namespace Attesto;

/// <summary>Decides which clients may register themselves, and as what (RFC 7591 §3). Without one, every registration that keeps the rules is accepted.</summary>
public interface IRegistrationPolicy
{
    /// <summary>Accepts, changes or refuses a registration.</summary>
    /// <param name="request">Who wants to register as what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is registered, checked once more; or the error, usually <c>invalid_client_metadata</c>.</returns>
    ValueTask<Result<ClientMetadata>> DecideAsync(RegistrationRequest request, CancellationToken cancellationToken);
}

/// <summary>A question to <see cref="IRegistrationPolicy"/>.</summary>
/// <param name="Metadata">What the client says about itself, with defaults filled in; without a method it may send its secret either way.</param>
/// <param name="ClientId">The client that changes its registration, or null for a new one.</param>
/// <param name="SoftwareStatement">The claims of a verified software statement (RFC 7591 §2.3), or null.</param>
/// <param name="ClientIp">The client's IP address, if it is known.</param>
public sealed record RegistrationRequest(ClientMetadata Metadata, string? ClientId, JsonElement? SoftwareStatement, string? ClientIp);
