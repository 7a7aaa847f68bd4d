#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto;
using Attesto.Management;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Admin;

/// <summary>What happened, at every node, by event, client, person and time, and as a file.</summary>
[Route(Root + "/events")]
public sealed class AdminEventsController(AdminEvents events) : AdminController
{
    [HttpGet]
    public async Task<IActionResult> Show([FromQuery] AdminEventFilter filter, string? after, CancellationToken cancellationToken) =>
        Page("Events", new AdminEventsView(filter, await events.ListAsync(filter, after, cancellationToken), events.AreOfAllNodes));

    [HttpGet("export")]
    public Task<IResult> Export([FromQuery] AdminEventFilter filter, string? format, CancellationToken cancellationToken) =>
        events.ExportAsync(filter, format == "csv", cancellationToken);
}

/// <summary>A page of events, and what was asked for.</summary>
public sealed record AdminEventsView(AdminEventFilter Filter, EventPage Page, bool AreOfAllNodes);
