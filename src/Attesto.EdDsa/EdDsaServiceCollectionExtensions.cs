using Attesto.EdDsa;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Ed25519.</summary>
public static class EdDsaServiceCollectionExtensions
{
    /// <summary>Accepts and advertises signatures with Ed25519 under both of its names, <c>EdDSA</c> (RFC 8037 §3.1) and <c>Ed25519</c> (RFC 9864 §2.2):
    /// of client assertions, request objects and DPoP proofs, and of the server's own keys that <see cref="Ed25519Key"/> reads.</summary>
    /// <param name="services">The services of a server, or of an API behind <c>AddAttestoBearer</c>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoEdDsa(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICryptoProvider, EdDsaCryptoProvider>());
        return services;
    }
}
