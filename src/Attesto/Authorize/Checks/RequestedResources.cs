using Attesto.Resources;

namespace Attesto.Authorize;

/// <summary>The <c>resource</c> parameters (RFC 8707 §2). What is granted here is the ceiling of every token that comes of it.</summary>
internal static class RequestedResources
{
    internal static OAuthError? Read(AuthorizationContext context)
    {
        if (!ResourceIndicators.Parse(context.Parameters, context.Client, context.Options).TryGet(out var resources, out var error))
        {
            return error;
        }

        context.Resources = resources.Values;
        return null;
    }
}
