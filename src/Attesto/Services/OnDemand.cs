using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Services;

/// <summary>A service of this request that is made when something needs it: a store brings the host's database context along, and most requests touch few.</summary>
/// <typeparam name="T">The service.</typeparam>
/// <param name="services">The request's services.</param>
internal sealed class OnDemand<T>(IServiceProvider services)
    where T : class
{
    /// <summary>The service.</summary>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public T Value => services.GetRequiredService<T>();

    /// <summary>The service, or null if it is not registered.</summary>
    public T? Find() => services.GetService<T>();
}
