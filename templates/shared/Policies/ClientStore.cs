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
using Attesto;

namespace PoliciesNamespace;

/// <summary>Which applications may ask for tokens here? None yet.</summary>
public sealed class ClientStore(Stub stub) : IClientStore
{
    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        // return ValueTask.FromResult(clientId is not "my-app" ? null : new Client
        // {
        //     Id = clientId,
        //     Name = "My application",
        //     Secrets = [new ClientSecret(new TokenHash(row.SecretHash))], // ClientSecret.Of(secret).Hash is what to store
        //     RedirectUris = ["https://app.example.com/callback"],
        //     AllowedScope = ScopeSet.Of("openid", "profile", "offline_access"),
        // });
        stub.Denies("Policies/ClientStore.cs");
        return ValueTask.FromResult<Client?>(null);
    }
}
