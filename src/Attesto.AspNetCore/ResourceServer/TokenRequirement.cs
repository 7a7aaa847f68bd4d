using Attesto.ResourceServer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What a route demands of the access token, and how it refuses one that does not do.</summary>
internal sealed record TokenRequirement(
    Func<VerifiedAccessToken, DateTimeOffset, bool> IsMetBy,
    Func<VerifiedAccessToken, ProtectedResource, OAuthError> Refuse) : IAuthorizationRequirement
{
    /// <summary>What the framework's log says when it is not met.</summary>
    public override string ToString() => "an access token that meets what the route demands";
}

/// <summary>Checks the demands. The first one that is not met is noted on the request, for the scheme to render.</summary>
internal sealed class TokenRequirementCheck(IHttpContextAccessor accessor, TimeProvider clock) : AuthorizationHandler<TokenRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TokenRequirement requirement)
    {
        // The resource is the request under endpoint routing, and something else when a host authorizes by hand.
        if ((context.Resource as HttpContext ?? accessor.HttpContext) is { } http && http.GetAccessToken() is { } token)
        {
            if (requirement.IsMetBy(token, clock.GetUtcNow()))
            {
                context.Succeed(requirement);
            }
            else if (http.Features.Get<UnmetRequirement>() is null)
            {
                http.Features.Set(new UnmetRequirement(requirement));
            }
        }

        return Task.CompletedTask;
    }
}

/// <summary>The demand that the request's token did not meet.</summary>
internal sealed record UnmetRequirement(TokenRequirement Requirement);
