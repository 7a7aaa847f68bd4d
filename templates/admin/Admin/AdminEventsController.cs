#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
#endif
using Attesto.Management;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Admin;

/// <summary>What happened lately at this node, by event, client and person, and as a file.</summary>
[Route(Root + "/events")]
public sealed class AdminEventsController(AdminEvents events, TimeProvider clock) : AdminController
{
    [HttpGet]
    public IActionResult Show([FromQuery] RecentEventFilter filter, long? before) => Page("Events", new AdminEventsView(filter, events.List(filter, before)));

    [HttpGet("export")]
    public IActionResult Export([FromQuery] RecentEventFilter filter, string? format)
    {
        var isCsv = format == "csv";
        var name = $"events-{clock.GetUtcNow():yyyyMMdd-HHmmss}.{(isCsv ? "csv" : "json")}";
        return File(events.Export(filter, isCsv), isCsv ? "text/csv; charset=utf-8" : "application/json", name);
    }
}

/// <summary>A page of events, and what was asked for.</summary>
public sealed record AdminEventsView(RecentEventFilter Filter, RecentEventPage Page);
