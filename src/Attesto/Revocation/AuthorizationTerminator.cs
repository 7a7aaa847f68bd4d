using Attesto.Logout;

namespace Attesto.Revocation;

/// <inheritdoc cref="IAuthorizationTerminator"/>
/// <param name="codes">Where authorization codes live.</param>
/// <param name="devices">Where device codes live.</param>
/// <param name="grants">Where grants live.</param>
/// <param name="clientSessions">Tells clients.</param>
/// <param name="browserSessions">Where sessions at browsers stand, if on the server at all.</param>
/// <param name="consents">Where consents are remembered, if they are.</param>
internal sealed class AuthorizationTerminator(
    IAuthorizationCodeStore codes,
    IDeviceCodeStore devices,
    IGrantStore grants,
    BackchannelLogout clientSessions,
    IServerSideSessionStore? browserSessions = null,
    IConsentStore? consents = null) : IAuthorizationTerminator
{
    public async Task<EndedAuthorizations> EndAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter.ThrowIfEmpty();

        // Consents first, so that no code comes of one that is forgotten. Then codes: a redemption that is under way holds its code, and its grant is there
        // once the code is let go.
        var forgotten = filter.SessionId is null && consents is not null ? await consents.RemoveAsync(filter, cancellationToken) : 0;
        var unredeemed = await codes.SpendAsync(filter, cancellationToken) + await devices.DenyAsync(filter, cancellationToken);
        var ended = await grants.RevokeAsync(filter, cancellationToken);
        var atBrowsers = filter.ClientId is null && browserSessions is not null
            ? await browserSessions.EndAllAsync(filter.SessionId, filter.Subject, cancellationToken)
            : 0;
        return new EndedAuthorizations(unredeemed, ended, atBrowsers, await clientSessions.NotifyAsync(filter, cancellationToken)) { Consents = forgotten };
    }
}
