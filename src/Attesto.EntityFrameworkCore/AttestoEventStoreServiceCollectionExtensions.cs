using Attesto;
using Attesto.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the table of events.</summary>
public static class AttestoEventStoreServiceCollectionExtensions
{
    /// <summary>Keeps the events of this node in <typeparamref name="TContext"/>, whose model calls <c>UseAttesto</c>, beside the sinks that there are: whoever looks through
    /// them (<c>AdminEvents</c>, the management API, <c>events list</c>) sees those of every node. No request waits for that, but a change by somebody who looks after the
    /// server: that is answered when its event is kept. <see cref="DatabaseOptions.KeepEventsFor"/> says how long.</summary>
    /// <typeparam name="TContext">The host's context.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="keeps">Says which events are kept, quickly and without a fault; null keeps all but what machines repeat: a call of an API that was let in
    /// (<see cref="EventName.AuthSucceeded"/>), and a refresh (<see cref="EventName.RefreshRotated"/>, and its <see cref="EventName.TokenIssued"/>).</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoEvents<TContext>(this IServiceCollection services, Func<ServerEvent, bool>? keeps = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        HostContext<TContext>.TryAdd<IEventStore, EfEventStore<TContext>>(services);
        services.TryAddSingleton(provider => new EventWriter(
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventWriter>>(), keeps));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventSink, EventWriter>(static provider => provider.GetRequiredService<EventWriter>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EventWriter>(static provider => provider.GetRequiredService<EventWriter>()));
        return services;
    }
}
