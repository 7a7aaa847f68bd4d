using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.EntityFrameworkCore;

/// <summary>The host's context, which the host has to register: at any place, so its absence shows only once all services are there. What is made here asks for it
/// when it is made, or a container that checks itself would be the first to speak, in its own words.</summary>
internal static class HostContext<TContext>
    where TContext : DbContext
{
    /// <summary>The context.</summary>
    /// <param name="services">The services of the scope.</param>
    /// <exception cref="InvalidOperationException">The host never registers it; the message has the line to add.</exception>
    public static TContext Of(IServiceProvider services) => services.GetService<TContext>() ?? throw new InvalidOperationException(
        $"This host registers no {typeof(TContext).FullName}. Add it in Program.cs, for instance "
            + $"builder.Services.AddDbContext<{typeof(TContext).Name}>(options => options.UseSqlite(\"Data Source=app.db\")), with the provider of its database.");

    /// <summary>Registers, where the host has none of its own, what is made from the context.</summary>
    public static void TryAdd<TService, TImplementation>(IServiceCollection services)
        where TService : class
        where TImplementation : class, TService => services.TryAddScoped<TService>(Factory<TImplementation>.Create);

    private static class Factory<TImplementation>
        where TImplementation : class
    {
        private static readonly ObjectFactory<TImplementation> Make = ActivatorUtilities.CreateFactory<TImplementation>([typeof(TContext)]);

        public static TImplementation Create(IServiceProvider services) => Make(services, [Of(services)]);
    }
}
