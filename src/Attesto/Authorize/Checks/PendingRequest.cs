namespace Attesto.Authorize;

/// <summary>A request that waits for a person: the browser comes back from a page of this server.</summary>
internal static class PendingRequest
{
    /// <summary>Finds what a reference of this server's own stands for. It counts as the browser's request, neither as pushed nor as signed for that.</summary>
    internal static async ValueTask<OAuthError?> Find(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (draft[PendingRequests.Parameter] is not { } secret)
        {
            return null;
        }

        if (await seams.Pending.FindAsync(secret, cancellationToken) is not { } reference)
        {
            return OAuthError.InvalidRequest("this request has expired or was answered already; go back to the application and start again");
        }

        if (draft[Parameters.ClientId] is { } clientId && !string.Equals(clientId, reference.Request.ClientId, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("this request is another client's");
        }

        // A form brings the request beside its reference. One that was altered is another request, and is judged as one.
        draft.Reference = IsAltered(draft, JudgedRequest.Parse(reference.Request.Judged)!) ? null : reference;
        return null;
    }

    /// <summary>Takes up the request as it was judged before. What was taken from the client since, it has no longer.</summary>
    internal static OAuthError? Resume(AuthorizationDraft draft)
    {
        if (draft.Reference is not { } reference || JudgedRequest.Parse(reference.Request.Judged) is not { } judged)
        {
            return null;
        }

        draft.ResponseMode = ResponseModes.Of(judged.ResponseMode);
        draft.Parameters = new RequestParameters(judged.State is { } state ? [new(Parameters.State, state)] : []);
        draft.RedirectUri = RedirectUris.Find(draft, judged.RedirectUri);
        if (draft.RedirectUri is null)
        {
            return OAuthError.InvalidRequest("redirect_uri is not registered for this client any more");
        }

        draft.Resumed = judged.ToRequest(draft.Client, draft.RedirectUri, reference, draft.Http.Parameters);
        return null;
    }

    private static bool IsAltered(AuthorizationDraft draft, JudgedRequest judged)
    {
        var brought = RequestIdentity.Of(draft.Http.Parameters);
        return brought != judged.FrontChannel && brought != RequestIdentity.Of(new RequestParameters(draft.Http.Parameters.Where(pair => pair.Key is Parameters.ClientId)));
    }
}
