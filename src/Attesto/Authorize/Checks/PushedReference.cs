namespace Attesto.Authorize;

/// <summary>The <c>request_uri</c> of a pushed request (RFC 9126 §4).</summary>
internal static class PushedReference
{
    internal const string Prefix = "urn:ietf:params:oauth:request_uri:";

    private const int LongestReference = 256;

    /// <summary>Loads the pushed request. It replaces the front channel's parameters entirely, and stays until a code is issued.
    /// Its lifetime is judged when a browser first brings it: from then on it is a person's time that counts.</summary>
    internal static async ValueTask<OAuthError?> Resolve(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (draft[Parameters.RequestUri] is not { } reference || !reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var pushed = reference.Length <= LongestReference ? await seams.PushedRequests.FindAsync(TokenHash.Of(reference), cancellationToken) : null;
        if (pushed is null || pushed.ExpiresAt <= draft.Now)
        {
            return new OAuthError(ErrorCodes.InvalidRequestUri, "request_uri is unknown, expired or used");
        }

        if (draft[Parameters.ClientId] is { } clientId && !string.Equals(clientId, pushed.ClientId, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("request_uri belongs to another client");
        }

        (draft.Pushed, draft.RequestUri, draft.Parameters) = (pushed, reference, pushed.Parameters);
        draft.Reference = new PendingReference(reference, pushed);
        return null;
    }

    /// <summary>A push must not refer to another push (RFC 9126 §2.1).</summary>
    internal static OAuthError? RefuseInPush(AuthorizationDraft draft) =>
        draft.Parameters.Find(Parameters.RequestUri) is not null ? OAuthError.InvalidRequest("request_uri must not be pushed") : null;

    internal static OAuthError? Require(AuthorizationDraft draft) =>
        draft.Pushed is null && (draft.Options.PushedAuthorization.Required is true || draft.Client.RequirePushedAuthorizationRequests)
            ? OAuthError.InvalidRequest("this request must be pushed (RFC 9126)")
            : null;

    /// <summary>Any other reference would make this server fetch a URL that a stranger chose.</summary>
    internal static OAuthError? RefuseForeign(AuthorizationDraft draft) =>
        draft[Parameters.RequestUri] is not null ? new OAuthError(ErrorCodes.RequestUriNotSupported, "request_uri must come from a pushed request") : null;
}
