using System.Text.Json.Nodes;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.UserInfo;

/// <summary>Signs UserInfo responses (OpenID Connect Core §5.3.2).</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="options">The issuer.</param>
internal sealed class UserInfoSigner(IKeystore keys, IOptions<AttestoOptions> options)
{
    /// <summary>Signs a response for a client. Without <c>exp</c> and <c>nonce</c> it never passes for an ID token.</summary>
    /// <param name="claims">The members of the plain response.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="algorithm">The <c>alg</c> that it registered.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The JWT, or null if no key of that algorithm signs.</returns>
    internal async ValueTask<string?> SignAsync(JsonObject claims, string clientId, string algorithm, CancellationToken cancellationToken) =>
        await keys.FindSigningCredentialsAsync(algorithm, cancellationToken) is not { } key ? null : await JwsWriter.SignAsync(
            key,
            "JWT",
            writer =>
            {
                writer.WriteString(TokenClaims.Iss, options.Value.Issuer);
                writer.WriteString(TokenClaims.Aud, clientId);
                foreach (var (name, value) in claims)
                {
                    if (name is not (TokenClaims.Iss or TokenClaims.Aud) && value is not null)
                    {
                        writer.WritePropertyName(name);
                        value.WriteTo(writer);
                    }
                }
            },
            cancellationToken);
}
