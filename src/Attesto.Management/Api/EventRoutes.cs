using System.ComponentModel;
using System.Globalization;
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
        [Description("The name of the event, such as token_denied.")] string? name,
        [Description("The client.")] string? clientId,
        [Description("The person that it is about, as the event has it: of tokens the sub.")] string? subject,
        [Description("Who did it.")] string? actor,
        [Description("The first instant (RFC 3339).")] string? from,
        [Description("The first instant that is not meant any more (RFC 3339).")] string? until,
        [Description("How many at most, 1 to 500; 50 if it is left out.")] string? size,
        [Description("The page before's next.")] string? after,
        CancellationToken cancellationToken)
    {
        EventCursor? cursor = null;
        if (after is not null && !EventCursor.TryParse(after, out cursor))
        {
            throw RequestQuery.NoCursor();
        }

        var (filter, count) = (Filter(name, clientId, subject, actor, from, until), RequestQuery.SizeOf(size));
        return http.RequestServices.GetService<IEventStore>() is { } store
            ? Answers.Of(EventList.Of(await store.ListAsync(filter, count, cursor, cancellationToken)))
            : Problems.Of(new Refusal(NotKept));
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        [Description("csv, or json if it is left out.")] string? format,
        [Description("The name of the event, such as token_denied.")] string? name,
        [Description("The client.")] string? clientId,
        [Description("The person that it is about, as the event has it: of tokens the sub.")] string? subject,
        [Description("Who did it.")] string? actor,
        [Description("The first instant (RFC 3339).")] string? from,
        [Description("The first instant that is not meant any more (RFC 3339).")] string? until,
        CancellationToken cancellationToken)
    {
        if (format is not (null or Csv or "json"))
        {
            return Problems.Of(nameof(format), "must be csv or json.");
        }

        var filter = Filter(name, clientId, subject, actor, from, until);
        if (http.RequestServices.GetService<IEventStore>() is not { } store)
        {
            return Problems.Of(new Refusal(NotKept));
        }

        var (export, asCsv) = (await EventExport.BeginAsync(store, filter, cancellationToken), format is Csv);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return Results.Stream(output => export.WriteAsync(output, asCsv, cancellationToken), EventExport.TypeOf(asCsv), EventExport.NameOf(asCsv, now));
    }

    private static EventFilter Filter(string? name, string? clientId, string? subject, string? actor, string? from, string? until) => new()
    {
        Name = string.IsNullOrEmpty(name) || EventNames.All.Contains(name, StringComparer.Ordinal)
            ? RequestQuery.Checked(name, nameof(name))
            : throw new ClientDataException([new ClientDataFault(nameof(name), $"must be one of {string.Join(", ", EventNames.All)}.")]),
        ClientId = RequestQuery.Checked(clientId, nameof(clientId)),
        Subject = RequestQuery.Checked(subject, nameof(subject)),
        Actor = RequestQuery.Checked(actor, nameof(actor)),
        From = InstantOf(from, nameof(from)),
        Until = InstantOf(until, nameof(until)),
    };

    private static DateTimeOffset? InstantOf(string? text, string field) =>
        string.IsNullOrEmpty(text) ? null :
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant :
        throw new ClientDataException([new ClientDataFault(field, "must be an instant, such as 2026-11-27T10:00:00Z.")]);
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">What <c>after</c> of the next page is; absent on the last.</param>
internal sealed record EventList(IReadOnlyList<EventEntry> Events, string? Next)
{
    public static EventList Of(EventPage page) => new([.. page.Events.Select(EventEntry.Of)], page.Next?.ToString());
}
