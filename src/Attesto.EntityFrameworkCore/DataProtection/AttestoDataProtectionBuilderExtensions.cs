using Attesto.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps data-protection keys beside the stores.</summary>
public static class AttestoDataProtectionBuilderExtensions
{
    /// <summary>Persists the data-protection keys in <typeparamref name="TContext"/>, whose model calls <c>UseAttesto</c>.</summary>
    /// <typeparam name="TContext">The host's context.</typeparam>
    /// <param name="builder">What <c>AddDataProtection</c> returned.</param>
    /// <returns>The same builder.</returns>
    public static IDataProtectionBuilder PersistKeysToAttesto<TContext>(this IDataProtectionBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new EfXmlRepository<TContext>(services.GetRequiredService<IServiceScopeFactory>())));
        return builder;
    }
}
