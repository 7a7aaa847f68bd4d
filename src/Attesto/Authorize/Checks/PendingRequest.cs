namespace Attesto.Authorize;

/// <summary>A request that waits for a person: the browser comes back from a page of this server.</summary>
internal static class PendingRequest
{
    /// <summary>Finds what a reference of this server's own stands for. It counts as the browser's request, neither as pushed nor as signed for that.</summary>
    internal static async ValueTask<OAuthError?> Find(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (context[PendingRequests.Parameter] is not { } secret)
        {
            return null;
        }

        if (await services.Pending.FindAsync(secret, cancellationToken) is not { } reference)
        {
            return OAuthError.InvalidRequest("this request has expired or was answered already; go back to the application and start again");
        }

        if (context[Parameters.ClientId] is { } clientId && !string.Equals(clientId, reference.Request.ClientId, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("this request is another client's");
        }

        // A form brings the request beside its reference. One that was altered is another request, and is judged as one.
        context.Reference = IsAltered(context, JudgedRequest.Parse(reference.Request.Judged)!) ? null : reference;
        return null;
    }

    /// <summary>Takes up the request as it was judged before. What was taken from the client since, it has no longer.</summary>
    internal static OAuthError? Resume(AuthorizationContext context)
    {
        if (context.Reference is not { } reference || JudgedRequest.Parse(reference.Request.Judged) is not { } judged)
        {
            return null;
        }

        context.ResponseMode = ResponseModes.Of(judged.ResponseMode);
        context.Parameters = new RequestParameters(judged.State is { } state ? [new(Parameters.State, state)] : []);
        context.RedirectUri = RedirectUris.Find(context, judged.RedirectUri);
        if (context.RedirectUri is null)
        {
            return OAuthError.InvalidRequest("redirect_uri is not registered for this client any more");
        }

        context.Resumed = judged.ToRequest(context.Client, context.RedirectUri, reference, context.Http.Parameters);
        return null;
    }

    private static bool IsAltered(AuthorizationContext context, JudgedRequest judged)
    {
        var brought = RequestIdentity.Of(context.Http.Parameters);
        return brought != judged.FrontChannel && brought != RequestIdentity.Of(new RequestParameters(context.Http.Parameters.Where(pair => pair.Key is Parameters.ClientId)));
    }
}
