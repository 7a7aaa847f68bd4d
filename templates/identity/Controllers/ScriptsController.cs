using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>The one script of the pages, also where the host serves no static files.</summary>
[AttestoDocument]
public sealed class ScriptsController(IWebHostEnvironment host) : ControllerBase
{
    private const string Path = "attesto/passkeys.js";

    [HttpGet(Path), ResponseCache(Duration = 3600)]
    public IActionResult Get() => File(host.WebRootFileProvider.GetFileInfo(Path).CreateReadStream(), "text/javascript; charset=utf-8");
}
