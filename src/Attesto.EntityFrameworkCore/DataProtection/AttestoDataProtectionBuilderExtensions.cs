using Attesto;
using Attesto.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps data-protection keys beside the stores.</summary>
public static class AttestoDataProtectionBuilderExtensions
{
    /// <summary>Persists the data-protection keys in <typeparamref name="TContext"/>, whose model calls <c>UseAttesto</c>. Nodes that start together make one key, and
    /// a node that meets another's new key reads it at once. Outside Development the start demands that they are protected, by
    /// <c>ProtectKeysWithCertificate</c> for instance, or that <see cref="DatabaseOptions.KeysAtRest"/> says they are not.</summary>
    /// <typeparam name="TContext">The host's context.</typeparam>
    /// <param name="builder">What <c>AddDataProtection</c> returned.</param>
    /// <returns>The same builder.</returns>
    public static IDataProtectionBuilder PersistKeysToAttesto<TContext>(this IDataProtectionBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new EfXmlRepository<TContext>(provider.GetRequiredService<IServiceScopeFactory>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AttestoOptions>, KeysAtRestCheck>());
        if (services.All(service => service.ServiceType != typeof(SharedKeyRing)))
        {
            Decorate<IKeyManager>(services, static (inner, _) => new SharedKeyRing(inner));
            services.AddSingleton(static provider => (SharedKeyRing)provider.GetRequiredService<IKeyManager>());
            Decorate<IDataProtectionProvider>(services, static (inner, provider) => new SharedProtection(inner, provider.GetRequiredService<SharedKeyRing>()));
        }

        return builder;
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, IServiceProvider, T> decorate)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Replace(ServiceDescriptor.Singleton(provider => decorate((T)Make(inner, provider), provider)));
    }

    private static object Make(ServiceDescriptor service, IServiceProvider provider) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);
}
