using System.Text.Json.Nodes;
using Attesto;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;

namespace PoliciesNamespace;

/// <summary>What do clients learn about a person (OpenID Connect Core §5)? Of this, what the granted scope opens: the standard scopes have their claims, and
/// <c>Attesto:Scopes:Claims</c> says the others, such as <c>"roles": "roles"</c>.</summary>
public sealed class ClaimsPolicy(UserManager<ApplicationUser> users) : IClaimsPolicy
{
    public async ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(context.HostSubject ?? context.Subject["usr_".Length..]) is not { } user)
        {
            return null;
        }

        var known = new JsonObject
        {
            ["name"] = user.DisplayName,
            ["preferred_username"] = user.UserName,
            ["email"] = user.Email,
            ["email_verified"] = user.EmailConfirmed,
            ["phone_number"] = user.PhoneNumber,
            ["phone_number_verified"] = user.PhoneNumberConfirmed,
            ["roles"] = new JsonArray([.. (await users.GetRolesAsync(user)).Select(role => JsonValue.Create(role))]),
        };
        foreach (var claim in await users.GetClaimsAsync(user)) // the table AspNetUserClaims
        {
            known[claim.Type] = claim.Value;
        }

        return known;
    }

    /// <summary>More claims for the ID token; most clients need none.</summary>
    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<JsonObject?>(null);
}
