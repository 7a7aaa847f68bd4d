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

namespace PoliciesNamespace;

/// <summary>What do clients learn about a person (OpenID Connect Core §5)? Nothing yet.</summary>
public sealed class ClaimsPolicy(Stub stub) : IClaimsPolicy
{
    /// <summary>Everything you know; of it only what the granted scope admits leaves the server.</summary>
    public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken)
    {
        // var user = await people.FindAsync(context.Subject, cancellationToken);
        // return user is null ? null : new JsonObject { ["name"] = user.Name, ["email"] = user.Email, ["email_verified"] = user.EmailConfirmed };
        stub.Denies("Policies/ClaimsPolicy.cs");
        return ValueTask.FromResult<JsonObject?>(null);
    }

    /// <summary>More claims for the ID token; most clients need none.</summary>
    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<JsonObject?>(null);
}
