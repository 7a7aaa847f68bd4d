using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Attesto.Keys;

/// <summary>Registers the host's keys.</summary>
internal static class KeystoreServices
{
    /// <summary>Adds the host's keystore, of which <see cref="TokenOptions.SigningAlgorithms"/> chooses the keys that are used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="host">Makes the host's keystore, once; it takes the place of one that is there already.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoKeystore(this IServiceCollection services, Func<IServiceProvider, IKeystore> host) => services.Replace(
        ServiceDescriptor.Singleton<IKeystore>(provider => new SelectiveKeystore(host(provider), provider.GetRequiredService<IOptions<AttestoOptions>>())));
}
