using Attesto.Resources;

namespace Attesto.Authorize;

/// <summary>The <c>resource</c> parameters (RFC 8707 §2). What is granted here is the ceiling of every token that comes of it.</summary>
internal static class RequestedResources
{
    internal static OAuthError? Read(AuthorizationDraft draft)
    {
        if (!ResourceIndicators.Parse(draft.Parameters, draft.Client, draft.Options).TryGet(out var resources, out var error))
        {
            return error;
        }

        draft.Resources = resources.Values;
        return null;
    }
}
