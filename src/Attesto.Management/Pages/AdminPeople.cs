using System.Collections.Immutable;
using System.Text;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary>What a person gave to applications and where they are signed in, for pages on which an administrator sees and ends it.</summary>
public sealed class AdminPeople
{
    private const int PageSize = 50;
    private const int MostOfSubject = 255; // characters of a sub (OpenID Connect Core §2)

    private readonly IGrantStore _grants;
    private readonly ManagedGrants _managed;
    private readonly IServerSideSessionStore? _sessions;
    private readonly IConsentStore? _consents;

    internal AdminPeople(IGrantStore grants, ManagedGrants managed, IServerSideSessionStore? sessions, IConsentStore? consents) =>
        (_grants, _managed, _sessions, _consents) = (grants, managed, sessions, consents);

    /// <summary>What a person has given, and where they are signed in. Whether there is such a person, only the host knows.</summary>
    /// <param name="subject">The host's own identifier of the person, without the prefix of a <c>sub</c>.</param>
    /// <param name="after">The <see cref="PersonAccess.Next"/> of the page before; null, and anything else, is the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A page of it.</returns>
    public async Task<PersonAccess> FindAsync(string subject, string? after, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        if (!CanBe(subject))
        {
            return new PersonAccess(subject, [], null, [], []);
        }

        var cursor = GrantCursor.TryParse(after, out var read) ? read : null;
        var grants = await _grants.ListAsync(new GrantFilter { Subject = subject }, PageSize, cursor, cancellationToken);
        var sessions = _sessions is null ? [] : await _sessions.ListAsync(subject, cancellationToken);
        return new PersonAccess(
            subject,
            grants.Grants,
            grants.Next?.ToString(),
            [.. sessions.Select(session => new SignedInBrowser(session.Hash.Value, session.BeganAt, IsThis: false))],
            _consents is null ? [] : await _consents.ListAsync(subject, cancellationToken));
    }

    /// <summary>Ends everything of a person, or what they gave one application, or one browser's session with what was granted in it. Clients that want to hear
    /// of it are told (OpenID Connect Back-Channel Logout §2.5), and so are the event sinks. Doing it twice is harmless.</summary>
    /// <param name="subject">The host's own identifier of the person.</param>
    /// <param name="clientId">The application, or null.</param>
    /// <param name="browserId">The <see cref="SignedInBrowser.Id"/>, or null.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What ended, in words for a person.</returns>
    public async Task<string> EndAsync(string subject, string? clientId, string? browserId, string actor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        if (!CanBe(subject))
        {
            return "There is nobody with that identifier.";
        }

        if (clientId?.Any(char.IsControl) is true)
        {
            return "There is no client with that identifier.";
        }

        if (string.IsNullOrEmpty(browserId))
        {
            return Told(await _managed.EndAsync(new GrantFilter { Subject = subject, ClientId = string.IsNullOrEmpty(clientId) ? null : clientId }, actor, cancellationToken), 0);
        }

        if (_sessions is null || (await _sessions.ListAsync(subject, cancellationToken)).FirstOrDefault(session => session.Hash.Value == browserId) is not { } session)
        {
            return "That browser was signed out already.";
        }

        await _sessions.EndAsync(session.Hash, cancellationToken);
        var filter = new GrantFilter { Subject = subject, SessionId = session.SessionId ?? session.Hash.Value }; // without a sid nothing was granted in it, but it is told
        return Told(await _managed.EndAsync(filter, actor, cancellationToken), 1);
    }

    // What no identifier is, a database may refuse to look for: PostgreSQL takes no NUL.
    private static bool CanBe(string subject) =>
        subject.Length <= MostOfSubject && !subject.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);

    private static string Told(EndedAuthorizations ended, int browsers) =>
        $"Ended {ended.Grants} grants, {ended.Codes} codes, {ended.BrowserSessions + browsers} sessions at browsers and {ended.ClientSessions} at clients, "
        + $"and forgot {ended.Consents} consents.";
}

/// <summary>What a person has given to applications, and where they are signed in.</summary>
/// <param name="Subject">The host's own identifier of the person.</param>
/// <param name="Grants">A page of the living grants, newest first.</param>
/// <param name="Next">What leads to the next page; null on the last.</param>
/// <param name="Browsers">The browsers that are signed in, newest first.</param>
/// <param name="Consents">What the person need not be asked again.</param>
public sealed record PersonAccess(
    string Subject, ImmutableArray<Grant> Grants, string? Next, ImmutableArray<SignedInBrowser> Browsers, ImmutableArray<Consent> Consents)
{
    /// <summary>True if there is nothing to see and nothing to end.</summary>
    public bool IsEmpty => Grants.IsEmpty && Browsers.IsEmpty && Consents.IsEmpty;
}
