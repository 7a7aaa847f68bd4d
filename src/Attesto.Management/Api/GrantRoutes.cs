using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.Management;

/// <summary><c>/grants</c>.</summary>
internal static class GrantRoutes
{
    public static void Map(RouteGroupBuilder grants)
    {
        grants.MapGet("", ListAsync).WithName("ListGrants").Produces<GrantList>()
            .WithSummary("Lists the living grants of a person, a client or a session, the newest first, page by page.");
        grants.MapPost("/end", EndAsync).WithName("EndGrants").Accepts<GrantSelection>(Answers.Json).Produces<EndedAuthorizations>()
            .WithSummary("Ends everything of a person, a client, a session, or a person at one client: codes, grants with their tokens, sessions.");
    }

    /// <summary>Which grants are meant.</summary>
    /// <exception cref="ClientDataException">None are named: no filter would mean all.</exception>
    public static GrantFilter Filter(string? subject, string? clientId, string? sessionId)
    {
        var filter = new GrantFilter
        {
            Subject = RequestQuery.Checked(subject, nameof(subject)),
            ClientId = RequestQuery.Checked(clientId, nameof(clientId)),
            SessionId = RequestQuery.Checked(sessionId, nameof(sessionId)),
        };
        return filter is { Subject: null, ClientId: null, SessionId: null }
            ? throw new ClientDataException([new ClientDataFault(nameof(subject), "is missing, and so are clientId and sessionId: say whose.")])
            : filter;
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        [Description("The person, by the host's own identifier.")] string? subject,
        [Description("The client.")] string? clientId,
        [Description("The sid of the browser session.")] string? sessionId,
        [Description("How many at most, 1 to 500; 50 if it is left out.")] string? size,
        [Description("The page before's next.")] string? after,
        CancellationToken cancellationToken)
    {
        GrantCursor? cursor = null;
        if (after is not null && !GrantCursor.TryParse(after, out cursor))
        {
            throw RequestQuery.NoCursor();
        }

        var page = await ManagedGrants.Of(http.RequestServices)
            .ListAsync(Filter(subject, clientId, sessionId), RequestQuery.SizeOf(size), cursor, cancellationToken);
        return Answers.Of(new GrantList([.. page.Grants.Select(GrantEntry.Of)], page.Next?.ToString()));
    }

    private static async Task<IResult> EndAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var selection = await RequestJson.ReadAsync<GrantSelection>(http, cancellationToken);
        var filter = Filter(selection.Subject, selection.ClientId, selection.SessionId);
        return Answers.Of(await ManagedGrants.Of(http.RequestServices).EndAsync(filter, Answers.ActorOf(http), cancellationToken));
    }
}
