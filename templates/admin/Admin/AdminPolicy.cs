#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
using Microsoft.AspNetCore.Authorization;
#if (hasPeople || hasIdentity)
using System.Security.Claims;
#endif

namespace HostNamespace.Admin;

/// <summary>Who may look after this server? Nobody yet: demand here what only they have. It is asked with the session that a person has at this server, for
/// every page and every change.</summary>
internal static class AdminPolicy
{
    public static void Configure(AuthorizationPolicyBuilder policy)
    {
        policy.RequireAssertion(_ => false); // nobody; put in its place, for example:

#if (hasPeople || hasIdentity)
        // policy.RequireRole("admins");
        // policy.RequireClaim(ClaimTypes.NameIdentifier, "the identifier that the refusal shows");
#else
        // policy.RequireClaim("sub", "the identifier that the refusal shows");
#endif
    }
}
