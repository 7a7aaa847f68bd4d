#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
#endif
using System.Text.Json.Nodes;
using Attesto;
using Microsoft.AspNetCore.Identity;

namespace PoliciesNamespace;

/// <summary>What do clients learn about a person (OpenID Connect Core §5)? Of this, what the granted scope opens: the standard scopes have their claims, and
/// <c>Attesto:Scopes:Claims</c> says the others.</summary>
public sealed class ClaimsPolicy(UserManager<HostUser> users) : IClaimsPolicy
{
    public async ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(context.HostSubject ?? context.Subject["usr_".Length..]) is not { } user)
        {
            return null;
        }

        var known = new JsonObject
        {
            ["name"] = await users.GetUserNameAsync(user),
            ["preferred_username"] = await users.GetUserNameAsync(user),
            ["email"] = await users.GetEmailAsync(user),
            ["email_verified"] = await users.IsEmailConfirmedAsync(user),
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
