using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Attesto.Lab.Controllers;

/// <summary>The styles of the pages, also where the host serves no static files.</summary>
[AttestoDocument]
public sealed class StylesController(IWebHostEnvironment host) : ControllerBase
{
    [HttpGet("attesto/{name:alpha}.css"), ResponseCache(Duration = 3600)]
    public IActionResult Get(string name) => host.WebRootFileProvider.GetFileInfo($"attesto/{name}.css") is { Exists: true } file
        ? File(file.CreateReadStream(), "text/css; charset=utf-8", file.LastModified, new EntityTagHeaderValue($"\"{file.LastModified.Ticks:x}\""))
        : NotFound();
}
