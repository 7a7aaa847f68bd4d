namespace Attesto.Authorize;

/// <summary>The request object (RFC 9101).</summary>
internal static class SignedRequest
{
    /// <summary>Verifies the request object; its claims replace the unsigned parameters (RFC 9101 §6.3). A pushed one is verified again, it may have expired.
    /// A fault travels the way that the unsigned parameters say, if they name a registered redirect URI.</summary>
    internal static async ValueTask<OAuthError?> Open(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (draft[Parameters.Request] is not { } text)
        {
            return null;
        }

        if (!(await seams.RequestObjects.VerifyAsync(text, draft.Client, cancellationToken)).TryGet(out var signed, out var error))
        {
            draft.RedirectUri = RedirectUris.Find(draft);
            return error;
        }

        (draft.Parameters, draft.IsSigned) = (signed, true);
        return ResponseModes.Choose(draft);
    }

    internal static OAuthError? Require(AuthorizationDraft draft) =>
        !draft.IsSigned && (draft.Client.RequireSignedRequestObject || draft.Options.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning)
            ? OAuthError.InvalidRequest("this request must be signed (RFC 9101)")
            : null;
}
