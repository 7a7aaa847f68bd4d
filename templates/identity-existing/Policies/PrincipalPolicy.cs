#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Threading;
using System.Threading.Tasks;
#endif
using Attesto;
using Microsoft.AspNetCore.Identity;

namespace PoliciesNamespace;

/// <summary>Whom is a token about? Asked again at every refresh, at UserInfo and at introspection: an account that is gone, closed for more than a day, or has
/// another security stamp than at the sign-in, has no tokens any more.</summary>
public sealed class PrincipalPolicy(UserManager<HostUser> users, TimeProvider clock) : IPrincipalPolicy
{
    public async ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken)
    {
        if (context.Subject is null)
        {
            return new Principal("client", $"cli_{context.Client.Id}");
        }

        return await users.FindByIdAsync(context.Subject) is { } user && !await IsClosedAsync(user) && !await HasEndedAsync(context.Authorization, user)
            ? new Principal("user", $"usr_{context.Subject}")
            : null;
    }

    // A lockout after wrong passwords is shorter and ends nothing: else a stranger could sign people out.
    private async Task<bool> IsClosedAsync(HostUser user) => await users.GetLockoutEndDateAsync(user) > clock.GetUtcNow().AddDays(1);

    private async Task<bool> HasEndedAsync(Authorization? granted, HostUser user) =>
        granted?.SecurityStamp is { } stamp && stamp != await BrowserSession.StampOfAsync(users, user);
}
