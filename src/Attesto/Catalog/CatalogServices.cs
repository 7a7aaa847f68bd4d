using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Attesto.Catalog;

/// <summary>Registers scopes and APIs that are kept beside the options.</summary>
internal static class CatalogServices
{
    /// <summary>From here on <c>IOptions&lt;AttestoOptions&gt;</c> has the settings in effect.</summary>
    /// <typeparam name="T">Where the scopes and APIs are.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoCatalog<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IServiceCollection services)
        where T : class, ICatalogStore
    {
        services.TryAddScoped<ICatalogStore, T>();
        if (!services.Any(service => service.ServiceType == typeof(ServedOptions)))
        {
            services.AddSingleton<ServedOptions>();
            services.AddSingleton<IOptions<AttestoOptions>>(static provider => provider.GetRequiredService<ServedOptions>());
            services.AddSingleton<IStartCheck>(static provider => provider.GetRequiredService<ServedOptions>());
            services.TryAddSingleton<ICatalogRules, CatalogRules>();
        }

        return services;
    }
}
