using Attesto.Events;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What a server and a protected resource share: requests in, answers and events out.</summary>
internal static class ExchangeServices
{
    public static void AddExchange(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(EventPublisher)))
        {
            return;
        }

        services.AddSingleton<ForwardedRequests>();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, DeferredFilter<ForwardedRequests>>()); // the first filter is the outermost middleware
        services.AddSingleton(provider => new KnownOrigins(
            provider.GetRequiredService<IOptions<AttestoOptions>>(), provider.GetRequiredService<IServiceProviderIsService>()));
        services.AddSingleton<RequestReader>();
        services.AddSingleton<OAuthResponses>();
        services.TryAddSingleton<WarningGate>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<EventPublisher>();
        services.AddHostedService(provider => provider.GetRequiredService<EventPublisher>());
        services.TryAddSingleton<IErrorEnvelope, StandardEnvelope>();
        services.TryAddSingleton<IPages, PlainPages>();
    }
}
