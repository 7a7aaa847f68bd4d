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
using PoliciesNamespace;

namespace HostNamespace.Demo;

/// <summary>The person <c>alice</c>, password <c>wonderland</c>.</summary>
internal sealed class DemoPeople : IAccounts, IPrincipalPolicy, IClaimsPolicy
{
    public ValueTask<Account?> CheckPasswordAsync(string username, string password, CancellationToken cancellationToken) =>
        ValueTask.FromResult((username, password) is ("alice", "wonderland") ? new Account("alice", "Alice") : null);

    public ValueTask<string?> FindSubjectAsync(string username, CancellationToken cancellationToken) => ValueTask.FromResult(username is "alice" ? "alice" : null);

    public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Principal?>(context.Subject is { } person
            ? new Principal("user", $"usr_{person}")
            : new Principal("client", $"cli_{context.Client.Id}"));

    public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<JsonObject?>(new JsonObject { ["name"] = "Alice", ["email"] = "alice@example.com", ["email_verified"] = true });

    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<JsonObject?>(null);
}
