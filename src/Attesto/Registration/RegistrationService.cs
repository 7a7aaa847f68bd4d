using System.Text.Json.Nodes;

namespace Attesto.Registration;

/// <summary>The client registration endpoint (RFC 7591 §3).</summary>
public sealed class RegistrationService
{
    /// <summary>Registers a client.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The request's body: a JSON object.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The client information response (RFC 7591 §3.2.1), to be sent with 201.</returns>
    public Task<Outcome<JsonObject>> RegisterAsync(OAuthRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
