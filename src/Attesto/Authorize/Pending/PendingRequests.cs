using System.Diagnostics;

namespace Attesto.Authorize;

/// <summary>Authorization requests while a person walks through the pages. A pushed one (RFC 9126) and one that is too long for a URL, or signed, is judged
/// once and kept; the URLs of the pages carry a reference. One code comes of a reference, and the second click on the same button gets the same one.</summary>
internal sealed class PendingRequests(IPushedRequestStore store, IAuthorizationCodeStore codes, TimeProvider clock)
{
    /// <summary>The parameter of this server's own URLs and forms that carries a reference. No client may use it for anything.</summary>
    internal const string Parameter = "attesto_request";

    /// <summary>How long a person may take from the first page to the last.</summary>
    internal static readonly TimeSpan Walk = TimeSpan.FromHours(1);

    /// <summary>How long a request is kept for somebody who has not even opened the sign-in page: anybody can cause it.</summary>
    internal static readonly TimeSpan Unopened = TimeSpan.FromMinutes(10);

    private const string Purpose = "pending_request\n";
    private const int LongestReference = 256;

    /// <summary>The stored request of a reference of this server's own; null if there is none, or no longer.</summary>
    internal async ValueTask<PendingReference?> FindAsync(string reference, CancellationToken cancellationToken) =>
        reference.Length <= LongestReference && await store.FindAsync(HashOf(reference), cancellationToken) is { Judged: not null } stored
            && stored.ExpiresAt > clock.GetUtcNow()
                ? new PendingReference(reference, stored)
                : null;

    /// <summary>The stored request of a <c>request_uri</c> that a browser has brought (RFC 9126 §4); null if there is none.</summary>
    internal async ValueTask<PendingReference?> FindPushedAsync(string requestUri, CancellationToken cancellationToken) =>
        requestUri.Length <= LongestReference && await store.FindAsync(TokenHash.Of(requestUri), cancellationToken) is { Judged: not null } stored
            ? new PendingReference(requestUri, stored)
            : null;

    /// <summary>Keeps a judged request for as long as a person may take: under the reference that it came with, or under a new one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOpened">True once a person has a page before them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request with its reference.</returns>
    internal async ValueTask<AuthorizationRequest> KeepAsync(AuthorizationRequest request, bool isOpened, CancellationToken cancellationToken)
    {
        if (request.Reference is { } reference)
        {
            // Opened or not: a client pushed it, or a page before this one had it. Nobody adds a row by bringing it, and whoever does has it before them next.
            return request with { Reference = await ExtendAsync(reference, () => JudgedRequest.Of(request, clock.GetUtcNow(), frontChannel: null), cancellationToken) };
        }

        var secret = Secret.New();
        var now = clock.GetUtcNow();
        var stored = new PushedRequest
        {
            Hash = HashOf(secret),
            ClientId = request.Client.Id,
            Parameters = RequestParameters.None,
            Judged = JudgedRequest.Of(request, now, RequestIdentity.Of(request.FrontChannel)).ToJson(),
            ExpiresAt = now + (isOpened ? Walk : Unopened),
        };
        await store.AddAsync(stored, cancellationToken);
        return request with { Reference = new PendingReference(secret, stored) };
    }

    /// <summary>Lets a person who has a page before them take their time.</summary>
    internal async ValueTask OpenAsync(PendingReference reference, CancellationToken cancellationToken) =>
        await ExtendAsync(reference, () => throw new UnreachableException(), cancellationToken);

    /// <summary>Spends a reference for an answer. Of N racing calls one does.</summary>
    internal Task<bool> AnswerAsync(PendingReference reference, RememberedAnswer answer, CancellationToken cancellationToken) =>
        store.AnswerAsync(reference.Hash, answer.Seal(reference.Secret), cancellationToken);

    /// <summary>The answer that the same person was given, if its code still waits for the client: a code that was presented is never sent again, or the client
    /// would look like a thief (RFC 6749 §4.1.2).</summary>
    internal async ValueTask<AuthorizationResponse?> RepeatAsync(PendingReference reference, string subject, CancellationToken cancellationToken)
    {
        var stored = reference.IsAnswered ? reference.Request : await store.FindAsync(reference.Hash, cancellationToken);
        return stored?.Answer is { } seal
            && RememberedAnswer.Open(seal, reference.Secret) is { } answer
            && string.Equals(answer.Subject, subject, StringComparison.Ordinal)
            && await codes.FindAsync(new TokenHash(answer.CodeHash), cancellationToken) is { State: CodeState.Issued } code
            && code.Code.ExpiresAt > clock.GetUtcNow()
                ? answer.ToResponse()
                : null;
    }

    // From the first judging on; a later page never gives more time.
    private async ValueTask<PendingReference> ExtendAsync(PendingReference reference, Func<JudgedRequest> judge, CancellationToken cancellationToken)
    {
        var judged = JudgedRequest.Parse(reference.Request.Judged) ?? judge();
        var until = judged.JudgedAt + Walk;
        if (reference.IsAnswered || (reference.Request.Judged is not null && reference.Request.ExpiresAt >= until))
        {
            return reference;
        }

        var kept = reference.Request with { Judged = judged.ToJson(), ExpiresAt = until };
        await store.KeepAsync(kept.Hash, kept.Judged, until, cancellationToken);
        return reference with { Request = kept };
    }

    // Hashed for its purpose: as a request_uri it finds nothing, and no request_uri passes for it.
    private static TokenHash HashOf(string reference) => TokenHash.Of(Purpose + reference);
}
