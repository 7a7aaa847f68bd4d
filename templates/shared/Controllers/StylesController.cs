#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using Microsoft.AspNetCore.Hosting;
#endif
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace HostNamespace.Controllers;

/// <summary>The styles of the pages, also where the host serves no static files.</summary>
[AttestoDocument]
public sealed class StylesController(IWebHostEnvironment host) : ControllerBase
{
    [HttpGet("attesto/{name:alpha}.css"), ResponseCache(Duration = 3600)]
    public IActionResult Get(string name) => host.WebRootFileProvider.GetFileInfo($"attesto/{name}.css") is { Exists: true } file
        ? File(file.CreateReadStream(), "text/css; charset=utf-8", file.LastModified, new EntityTagHeaderValue($"\"{file.LastModified.Ticks:x}\""))
        : NotFound();
}
