using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Attesto.AspNetCore;

/// <summary>Watches for outages from the first middleware on: authentication reads the session's cookie before any filter runs.</summary>
internal sealed class OutageWatch : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use(static (http, rest) =>
        {
            Outage.Watch();
            return rest(http);
        });
        next(application);
    };
}
