using Attesto.Services;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Tests;

internal static class Given
{
    /// <summary>A service as its users ask for it; null stands for one that is not registered.</summary>
    public static OnDemand<T> OnDemand<T>(T? service)
        where T : class
    {
        var services = new ServiceCollection();
        return new(service is null ? services.BuildServiceProvider() : services.AddSingleton(service).BuildServiceProvider());
    }
}
