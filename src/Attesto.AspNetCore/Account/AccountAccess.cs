using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What has access to a person's account, for a page on which they see and end it: the applications that hold a grant or are remembered to be agreed to,
/// and the browsers that are signed in.</summary>
public sealed class AccountAccess
{
    private const int PageSize = 100;
    private const int MostGrants = 1000;

    private readonly IGrantStore _grants;
    private readonly IClientStore _clients;
    private readonly IAuthorizationTerminator _terminator;
    private readonly IConsentStore? _consents;
    private readonly IServerSideSessionStore? _sessions;
    private readonly EventPublisher _events;

    internal AccountAccess(
        IGrantStore grants,
        IClientStore clients,
        IAuthorizationTerminator terminator,
        IConsentStore? consents,
        IServerSideSessionStore? sessions,
        EventPublisher events) =>
        (_grants, _clients, _terminator, _consents, _sessions, _events) = (grants, clients, terminator, consents, sessions, events);

    /// <summary>What has access, newest first.</summary>
    /// <param name="http">The request for the page, in whose language clients are named.</param>
    /// <param name="person">Whose account it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the page shows. Of more than 1,000 grants the newest count.</returns>
    public async Task<AccountAccessPage> FindAsync(HttpContext http, SignInOutcome.Authenticated person, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(person);
        var grants = (await GrantsOfAsync(person.Subject, cancellationToken)).ToLookup(grant => grant.Authorization.ClientId, StringComparer.Ordinal);
        var consents = (_consents is null ? [] : await _consents.ListAsync(person.Subject, cancellationToken)).ToLookup(consent => consent.ClientId, StringComparer.Ordinal);
        var applications = new List<ConnectedApplication>();
        foreach (var clientId in grants.Select(grant => grant.Key).Union(consents.Select(consent => consent.Key), StringComparer.Ordinal))
        {
            var client = await _clients.FindAsync(clientId, cancellationToken) ?? new Client { Id = clientId };
            applications.Add(ConnectedApplication.Of(ClientDisplay.Of(client, PageLanguage.Wanted(http)), clientId, [.. grants[clientId]], [.. consents[clientId]]));
        }

        return new AccountAccessPage(
            [.. applications.OrderByDescending(application => application.LastUsed ?? application.Since)], await BrowsersOfAsync(person, cancellationToken));
    }

    /// <summary>Ends the access of an application, or of a browser: codes, refresh tokens and all that descends from them, for an application what is remembered,
    /// for a browser its session. Clients that want to hear of it are told (OpenID Connect Back-Channel Logout §2.5). Doing it twice is harmless.</summary>
    /// <param name="person">Whose account it is; what is not theirs is left alone.</param>
    /// <param name="clientId">The <see cref="ConnectedApplication.ClientId"/> that the form brought, or null.</param>
    /// <param name="browserId">The <see cref="SignedInBrowser.Id"/> that the form brought, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>When it is done.</returns>
    public async Task EndAsync(SignInOutcome.Authenticated person, string? clientId, string? browserId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (!string.IsNullOrEmpty(clientId))
        {
            await EndAsync(new GrantFilter { Subject = person.Subject, ClientId = clientId }, cancellationToken);
        }

        if (_sessions is null || string.IsNullOrEmpty(browserId)
            || (await _sessions.ListAsync(person.Subject, cancellationToken)).FirstOrDefault(session => session.Hash.Value == browserId) is not { } ended)
        {
            return; // nor is the session of somebody else
        }

        await _sessions.EndAsync(ended.Hash, cancellationToken);
        if (ended.SessionId is not null)
        {
            await EndAsync(new GrantFilter { Subject = person.Subject, SessionId = ended.SessionId }, cancellationToken);
        }
    }

    private async Task EndAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        var ended = await _terminator.EndAsync(filter, cancellationToken);
        _events.Publish(
        [
            new ServerEvent(EventName.GrantsEnded)
            {
                Subject = filter.Subject,
                ClientId = filter.ClientId,
                Result = "success",
                Metadata = ImmutableDictionary.CreateRange<string, object?>(
                    [
                        new("actor", filter.Subject),
                        new("session_id", filter.SessionId),
                        new("grants", ended.Grants),
                        new("browser_sessions", ended.BrowserSessions),
                    ]),
            },
        ]);
    }

    private async Task<List<Grant>> GrantsOfAsync(string subject, CancellationToken cancellationToken)
    {
        var grants = new List<Grant>();
        GrantCursor? after = null;
        do
        {
            var page = await _grants.ListAsync(new GrantFilter { Subject = subject }, PageSize, after, cancellationToken);
            grants.AddRange(page.Grants);
            after = page.Next;
        }
        while (after is not null && grants.Count < MostGrants);
        return grants;
    }

    private async Task<List<SignedInBrowser>> BrowsersOfAsync(SignInOutcome.Authenticated person, CancellationToken cancellationToken)
    {
        var sessions = _sessions is null ? [] : await _sessions.ListAsync(person.Subject, cancellationToken);
        var browsers = sessions.Select(
            session => new SignedInBrowser(session.Hash.Value, session.BeganAt, person.SessionId is not null && session.SessionId == person.SessionId)).ToList();
        return browsers.Exists(browser => browser.IsThis)
            ? [.. browsers.OrderByDescending(browser => browser.IsThis)]
            : [new SignedInBrowser("", person.AuthTime, IsThis: true), .. browsers];
    }
}
