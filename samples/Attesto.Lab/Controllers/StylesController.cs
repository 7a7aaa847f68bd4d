using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Attesto.Lab.Controllers;

/// <summary>The style of the pages, also where the host serves no static files.</summary>
[AttestoDocument]
public sealed class StylesController(IWebHostEnvironment host) : ControllerBase
{
    private const string Path = "attesto/pages.css";

    [HttpGet(Path), ResponseCache(Duration = 3600)]
    public IActionResult Get() => host.WebRootFileProvider.GetFileInfo(Path) is { Exists: true } file
        ? File(file.CreateReadStream(), "text/css; charset=utf-8", file.LastModified, new EntityTagHeaderValue($"\"{file.LastModified.Ticks:x}\""))
        : NotFound();
}
