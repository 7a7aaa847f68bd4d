using System.Text.Json;

namespace Attesto;

/// <summary>Decides which clients may register themselves, and as what (RFC 7591 §3). Without one, every registration that keeps the rules is accepted.</summary>
public interface IRegistrationPolicy
{
    /// <summary>Accepts, changes or refuses a registration.</summary>
    /// <param name="context">Who wants to register as what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is registered, checked once more; or the error, usually <c>invalid_client_metadata</c>.</returns>
    ValueTask<Result<ClientMetadata>> DecideAsync(RegistrationContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IRegistrationPolicy"/> decides about.</summary>
public sealed class RegistrationContext
{
    /// <summary>What the client says about itself, with defaults filled in; without a method it may send its secret either way.</summary>
    public required ClientMetadata Metadata { get; init; }

    /// <summary>The client that changes its registration, or null for a new one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The claims of a verified software statement (RFC 7591 §2.3), or null.</summary>
    public JsonElement? SoftwareStatement { get; init; }

    /// <summary>The client's IP address, if it is known.</summary>
    public string? ClientIp { get; init; }
}
