namespace Attesto.Authorize;

/// <summary>How the request arrived.</summary>
internal static class Transport
{
    internal static OAuthError? RequireTls(AuthorizationDraft draft) =>
        draft.Options.RequireHttps && !draft.Http.IsHttps ? OAuthError.InvalidRequest("this endpoint is served over TLS only") : null;

    internal static OAuthError? RefuseUnreadable(AuthorizationDraft draft) => draft.Http.Unreadable;
}
