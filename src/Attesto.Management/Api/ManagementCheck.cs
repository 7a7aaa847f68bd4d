using Attesto.AspNetCore;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>Refuses to start a management API that no token could open, or that nothing protects.</summary>
internal sealed class ManagementCheck(IOptions<AttestoManagementOptions> management, IOptions<AttestoOptions> options, IEnumerable<BearerSchemeName> schemes) : IStartCheck
{
    private const string Call = "AddAttestoManagement";

    public Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. Find()]);

    private IEnumerable<string> Find()
    {
        var (scope, path) = (management.Value.Scope, management.Value.Path);
        if (string.IsNullOrEmpty(scope) || !ScopeSet.IsToken(scope) || !options.Value.Scopes.Supported.Contains(scope, StringComparer.Ordinal))
        {
            yield return $"{Call}: Attesto:Scopes:Supported does not name the scope \"{scope}\" of the management API. "
                + "Add it, and allow it to the clients that may manage this server.";
        }

        if (!schemes.Any(scheme => scheme.Name == AttestoBearerDefaults.AuthenticationScheme))
        {
            yield return $"{Call}: the management API is protected by access tokens: call services.AddAuthentication().AddAttestoBearer().";
        }

        if (path is not ['/', _, ..] || path.EndsWith('/'))
        {
            yield return $"{Call}: the path \"{path}\" of the management API must begin with a slash, and not end with one.";
        }
    }
}
