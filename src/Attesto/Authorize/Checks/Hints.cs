using System.Collections.Immutable;
using Attesto.Jose;

namespace Attesto.Authorize;

/// <summary>What the client knows about the person and their browser (OpenID Connect Core §3.1.2.1).</summary>
internal static class Hints
{
    internal static OAuthError? Parse(AuthorizationContext context)
    {
        context.AcrValues = [.. ListOf(context, Parameters.AcrValues).Union(context.AcrValues, StringComparer.Ordinal)];
        context.UiLocales = ListOf(context, Parameters.UiLocales);
        context.Display = context[Parameters.Display] is "page" or "popup" or "touch" or "wap" ? context[Parameters.Display] : null;
        return null;
    }

    /// <summary>A hint names the one person who will do. One that this server did not make for this client names nobody.</summary>
    internal static async ValueTask<OAuthError?> VerifyIdToken(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (context[Parameters.IdTokenHint] is not { } hint)
        {
            return null;
        }

        if (!(await services.IdTokens.VerifyHintAsync(hint, cancellationToken)).TryGet(out var token, out var error))
        {
            return error.Fault is TokenFault.UnknownKey ? WithoutHint(context) : error;
        }

        if (token.ClientId != context.Client.Id || (context.SubjectHint is { } asked && asked != token.Subject))
        {
            return OAuthError.InvalidRequest("id_token_hint is for another client or person");
        }

        context.SubjectHint = token.Subject;
        return null;
    }

    // The key that signed it has been retired: pages ask who is there as if no hint had come; without pages nobody can say that it is this person.
    private static OAuthError? WithoutHint(AuthorizationContext context) => context.Prompt.Contains("none", StringComparer.Ordinal)
        ? new OAuthError(ErrorCodes.LoginRequired, "id_token_hint was signed by a key that is no longer in use")
        : null;

    private static ImmutableArray<string> ListOf(AuthorizationContext context, string name) =>
        [.. (context[name] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
