using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary><c>/events</c>.</summary>
internal static class EventRoutes
{
    /// <summary>Why there are none to show.</summary>
    public const string NotKept = "This server keeps no events: services.AddAttestoEvents<TContext>() lets it.";

    private const string Csv = "csv";

    public static void Map(RouteGroupBuilder events)
    {
        events.MapGet("", ListAsync).WithName("ListEvents").WithSummary("Lists the events of every node, the newest first, page by page.")
            .Produces<EventList>().ProducesProblem(StatusCodes.Status409Conflict);
        events.MapGet("/export", ExportAsync).WithName("ExportEvents").WithSummary("Sends all events that are meant as one file, the newest first: CSV, or a JSON array.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", Answers.Json).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        [AsParameters] EventQuery query,
        [Description("How many at most, 1 to 500; 50 if it is left out.")] string? size,
        [Description("The page before's next.")] string? after,
        CancellationToken cancellationToken)
    {
        EventCursor? cursor = null;
        if (after is not null && !EventCursor.TryParse(after, out cursor))
        {
            throw RequestQuery.NoCursor();
        }

        var (filter, count) = (query.ToFilter(), RequestQuery.SizeOf(size));
        return http.RequestServices.GetService<IEventStore>() is { } store
            ? Answers.Of(EventList.Of(await store.ListAsync(filter, count, cursor, cancellationToken)))
            : Problems.Of(new Refusal(NotKept));
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        [Description("csv, or json if it is left out.")] string? format,
        [AsParameters] EventQuery query,
        CancellationToken cancellationToken)
    {
        if (format is not (null or Csv or "json"))
        {
            return Problems.Of(nameof(format), "must be csv or json.");
        }

        var filter = query.ToFilter();
        if (http.RequestServices.GetService<IEventStore>() is not { } store)
        {
            return Problems.Of(new Refusal(NotKept));
        }

        var (export, asCsv) = (await EventExport.BeginAsync(store, filter, cancellationToken), format is Csv);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return Results.Stream(output => export.WriteAsync(output, asCsv, cancellationToken), EventExport.TypeOf(asCsv), EventExport.NameOf(asCsv, now));
    }
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">What <c>after</c> of the next page is; absent on the last.</param>
internal sealed record EventList(IReadOnlyList<EventEntry> Events, string? Next)
{
    public static EventList Of(EventPage page) => new([.. page.Events.Select(EventEntry.Of)], page.Next?.ToString());
}
