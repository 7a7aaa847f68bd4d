using System.Collections.Immutable;
using Attesto.Jose;

namespace Attesto.Authorize;

/// <summary>What the client knows about the person and their browser (OpenID Connect Core §3.1.2.1).</summary>
internal static class Hints
{
    internal static OAuthError? Parse(AuthorizationDraft draft)
    {
        draft.AcrValues = [.. ListOf(draft, Parameters.AcrValues).Union(draft.AcrValues, StringComparer.Ordinal)];
        draft.UiLocales = ListOf(draft, Parameters.UiLocales);
        draft.Display = draft[Parameters.Display] is "page" or "popup" or "touch" or "wap" ? draft[Parameters.Display] : null;
        return null;
    }

    /// <summary>A hint names the one person who will do. One that this server did not make for this client names nobody.</summary>
    internal static async ValueTask<OAuthError?> VerifyIdToken(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (draft[Parameters.IdTokenHint] is not { } hint)
        {
            return null;
        }

        if (!(await seams.IdTokens.VerifyHintAsync(hint, cancellationToken)).TryGet(out var token, out var error))
        {
            return error.Fault is TokenFault.UnknownKey ? WithoutHint(draft) : error;
        }

        if (token.ClientId != draft.Client.Id || (draft.SubjectHint is { } asked && asked != token.Subject))
        {
            return OAuthError.InvalidRequest("id_token_hint is for another client or person");
        }

        draft.SubjectHint = token.Subject;
        return null;
    }

    // The key that signed it has been retired: pages ask who is there as if no hint had come; without pages nobody can say that it is this person.
    private static OAuthError? WithoutHint(AuthorizationDraft draft) => draft.Prompt.Contains("none", StringComparer.Ordinal)
        ? new OAuthError(ErrorCodes.LoginRequired, "id_token_hint was signed by a key that is no longer in use")
        : null;

    private static ImmutableArray<string> ListOf(AuthorizationDraft draft, string name) =>
        [.. (draft[name] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
