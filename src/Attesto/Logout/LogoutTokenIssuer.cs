using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Subjects;
using Microsoft.Extensions.Options;

namespace Attesto.Logout;

/// <summary>Signs logout tokens (OpenID Connect Back-Channel Logout §2.4).</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="options">The issuer and the lifetime.</param>
/// <param name="clock">The clock.</param>
/// <param name="subjects">What a client is told about people.</param>
internal sealed class LogoutTokenIssuer(IKeystore keys, IOptions<AttestoOptions> options, TimeProvider clock, PairwiseSubjects subjects)
{
    private const string Type = "logout+jwt";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>Issues one token, signed like the client's ID tokens. It never has a <c>nonce</c>, so it never passes for one.</summary>
    /// <param name="client">The client that it is for.</param>
    /// <param name="subject">The person's <c>sub</c>; the client is told its own.</param>
    /// <param name="sessionId">The <c>sid</c>, or null; named only if the client asked for it (<c>backchannel_logout_session_required</c>).</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The token, or null if no key of the server fits the client.</returns>
    public async ValueTask<string?> IssueAsync(Client client, string subject, string? sessionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (await IdTokenIssuer.FindKeyAsync(keys, client, cancellationToken) is not { } key)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        return await JwsWriter.SignAsync(
            key,
            Type,
            writer =>
            {
                writer.WriteString(TokenClaims.Iss, options.Value.Issuer);
                writer.WriteString(TokenClaims.Aud, client.Id);
                writer.WriteNumber(TokenClaims.Iat, now.ToUnixTimeSeconds());
                writer.WriteNumber(TokenClaims.Exp, (now + options.Value.Logout.LogoutTokenLifetime).ToUnixTimeSeconds());
                writer.WriteString(TokenClaims.Jti, Secret.NewId());
                writer.WriteStartObject(TokenClaims.Events);
                writer.WriteStartObject(Event);
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteString(TokenClaims.Sub, subjects.Of(client, subject));
                if (sessionId is not null && client.BackchannelLogoutSessionRequired) // there are clients that ignore a token which names one unasked
                {
                    writer.WriteString(TokenClaims.Sid, sessionId);
                }
            },
            cancellationToken);
    }
}
