using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Attesto.AspNetCore;

/// <summary>Notes what the socket said before any other middleware can rewrite it: it is registered ahead even of the framework's own
/// forwarded-headers and IIS filters.</summary>
internal sealed class ArrivalCapture : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, pipeline) =>
        {
            http.Features.Set(Arrival.Of(http));
            return pipeline(http);
        });
        next(app);
    };
}
