using System.Text.Json.Nodes;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Introspection;

/// <summary>Signs introspection responses (RFC 9701 §5).</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="options">The issuer.</param>
/// <param name="clock">The present.</param>
internal sealed class IntrospectionSigner(IKeystore keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Signs a response for a caller.</summary>
    /// <param name="body">The members of the plain response.</param>
    /// <param name="callerId">The caller's <c>client_id</c>.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The JWT, or null if no key signs.</returns>
    internal async ValueTask<string?> SignAsync(JsonObject body, string callerId, CancellationToken cancellationToken)
    {
        if (await keys.FindSigningCredentialsAsync(null, cancellationToken) is not { } key)
        {
            return null;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return await JwsWriter.SignAsync(
            key,
            "token-introspection+jwt",
            writer =>
            {
                writer.WriteString(TokenClaims.Iss, options.Value.Issuer);
                writer.WriteString(TokenClaims.Aud, callerId);
                writer.WriteNumber(TokenClaims.Iat, now);
                writer.WritePropertyName("token_introspection");
                body.WriteTo(writer);
            },
            cancellationToken);
    }
}
