using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Lets a host wrap the JSON errors of every endpoint in its own envelope. Code, status and challenge stay the server's; only their dress is the host's.
/// Every member has the standard behaviour, so implement only what differs.</summary>
public interface IErrorEnvelope
{
    /// <summary>Reshapes the body of an error.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status that is sent.</param>
    /// <param name="body"><c>error</c> and perhaps <c>error_description</c> (RFC 6749 §5.2).</param>
    /// <returns>The body to send.</returns>
    JsonObject Reshape(HttpContext http, int status, JsonObject body) => body;

    /// <summary>Writes the computed challenge (RFC 9110 §11.6.1).</summary>
    /// <param name="response">The response, not yet started.</param>
    /// <param name="challenge">The header's value, escaped.</param>
    void WriteChallenge(HttpResponse response, string challenge)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.WWWAuthenticate = challenge;
    }

    /// <summary>Forbids every cache to keep the response (RFC 6749 §5.1).</summary>
    /// <param name="response">The response, not yet started.</param>
    void WriteNoStore(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
    }
}

/// <summary>The errors as RFC 6749 §5.2 has them.</summary>
internal sealed class StandardEnvelope : IErrorEnvelope;
