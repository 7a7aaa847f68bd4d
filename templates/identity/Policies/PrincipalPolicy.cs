using System.Text.Json.Nodes;
using Attesto;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;

namespace PoliciesNamespace;

/// <summary>Whom is a token about? Asked again at every refresh, at UserInfo and at introspection: an account that is gone, closed, or has another security stamp
/// than at the sign-in, has no tokens any more.</summary>
public sealed class PrincipalPolicy(UserManager<ApplicationUser> users, TimeProvider clock) : IPrincipalPolicy
{
    public async ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken)
    {
        if (context.Subject is null)
        {
            return new Principal("client", $"cli_{context.Client.Id}");
        }

        if (await users.FindByIdAsync(context.Subject) is not { } user || user.IsClosedAt(clock.GetUtcNow()) || HasEnded(context.Authorization, user))
        {
            return null;
        }

        return new Principal("user", $"usr_{user.Id}") { Claims = context.Scope.Contains("roles") ? await RolesAsync(user) : null };
    }

    private static bool HasEnded(Authorization? granted, ApplicationUser user) => granted?.SecurityStamp is { } stamp && stamp != BrowserSession.StampOf(user);

    private async Task<JsonObject> RolesAsync(ApplicationUser user) =>
        new() { ["roles"] = new JsonArray([.. (await users.GetRolesAsync(user)).Select(role => JsonValue.Create(role))]) };
}
