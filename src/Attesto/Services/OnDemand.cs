using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Services;

/// <summary>A service of this request that is made when something needs it: a store brings the host's database context along, and most requests touch few.</summary>
/// <typeparam name="T">The service.</typeparam>
/// <param name="services">The request's services.</param>
internal sealed class OnDemand<T>(IServiceProvider services)
    where T : class
{
    private readonly Func<IServiceProvider, T>? _make;

    /// <summary>One that is made, and not registered.</summary>
    internal OnDemand(IServiceProvider services, Func<IServiceProvider, T> make)
        : this(services) => _make = make;

    /// <summary>The service.</summary>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public T Value => _make?.Invoke(services) ?? services.GetRequiredService<T>();

    /// <summary>The service, or null if it is not registered.</summary>
    public T? Find() => _make?.Invoke(services) ?? services.GetService<T>();
}
