using Attesto.Clients;
using Attesto.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Methods and grants that the options name must be served by something in this server.</summary>
internal sealed class ServedCheck(IOptions<AttestoOptions> options, IServiceScopeFactory scopes) : IStartCheck
{
    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var faults = new List<string>();
        var (methods, grants) = (scope.ServiceProvider.GetServices<IClientAuthenticationMethod>(), scope.ServiceProvider.GetServices<GrantDescriptor>());
        faults.AddRange(Unknown(options.Value.ClientAuthentication.Methods, [.. methods.Select(method => method.Method)], "ClientAuthentication:Methods"));
        string[] grantTypes = [.. grants.Select(grant => grant.GrantType)];
        faults.AddRange(Unknown(options.Value.Tokens.GrantTypes, grantTypes, "Tokens:GrantTypes"));
        faults.AddRange(Unknown(options.Value.Registration.GrantTypes, grantTypes, "Registration:GrantTypes"));
        faults.AddRange(Unknown(options.Value.ClientIdMetadata.GrantTypes, grantTypes, "ClientIdMetadata:GrantTypes"));
        return faults;
    }

    // What is advertised must be there to be used.
    private static IEnumerable<string> Unknown(IList<string>? listed, string[] known, string option) => (listed ?? [])
        .Except(known, StringComparer.Ordinal)
        .Select(name => $"Attesto:{option} has the entry \"{name}\", which nothing in this server serves. It serves: {string.Join(' ', known)}.");
}
