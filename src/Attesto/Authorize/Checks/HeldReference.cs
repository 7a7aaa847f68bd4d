namespace Attesto.Authorize;

/// <summary>The reference to a request that this server holds, in the URL that leads back from the sign-in.</summary>
internal static class HeldReference
{
    private const int LongestReference = 256;

    /// <summary>Loads the held request, which then runs every check as if the browser had brought it. It counts neither as pushed nor as signed for that.</summary>
    internal static async ValueTask<OAuthError?> Resolve(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (draft[HeldRequests.Parameter] is not { } reference)
        {
            return null;
        }

        var held = reference.Length <= LongestReference ? await seams.PushedRequests.FindAsync(HeldRequests.HashOf(reference), cancellationToken) : null;
        if (held is null || held.ExpiresAt <= draft.Now)
        {
            return OAuthError.InvalidRequest("this request has expired or was answered already; go back to the application and start again");
        }

        if (draft[Parameters.ClientId] is { } clientId && !string.Equals(clientId, held.ClientId, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("this request is another client's");
        }

        (draft.Held, draft.Parameters) = (held, held.Parameters);
        return null;
    }
}
