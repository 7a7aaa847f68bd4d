using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore;

/// <summary>Makes a startup filter when the pipeline is built. A host makes its filters before it looks at the options, and a filter that reads them would be the one
/// to stumble.</summary>
/// <typeparam name="T">The filter.</typeparam>
/// <param name="services">The host's services.</param>
internal sealed class DeferredFilter<T>(IServiceProvider services) : IStartupFilter
    where T : class, IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => services.GetRequiredService<T>().Configure(next)(app);
}
