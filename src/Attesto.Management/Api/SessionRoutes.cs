using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary><c>/sessions</c>: those of people at browsers.</summary>
internal static class SessionRoutes
{
    public static void Map(RouteGroupBuilder sessions)
    {
        sessions.MapGet("", ListAsync).WithName("ListSessions").WithSummary("Lists the living sessions of a person at browsers.")
            .Produces<SessionList>().ProducesProblem(StatusCodes.Status409Conflict);
        sessions.MapDelete("/{id}", EndAsync).WithName("EndSession").WithSummary("Ends a session at a browser, with all codes, grants and tokens that came of it.")
            .Produces<EndedAuthorizations>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, [Description("The person, by the host's own identifier.")] string? subject, CancellationToken cancellationToken)
    {
        if (RequestQuery.Checked(subject, nameof(subject)) is not { } person)
        {
            return Problems.Of(nameof(subject), "is missing: say whose.");
        }

        if (http.RequestServices.GetService<IServerSideSessionStore>() is not { } store)
        {
            return Problems.Of(new Refusal("This server keeps no sessions: AddServerSideSessions in AttestoSetup.cs lets it."));
        }

        var sessions = await store.ListAsync(person, cancellationToken);
        return Answers.Of(new SessionList([.. sessions.Select(session => new SessionEntry(session.SessionId, session.BeganAt, session.ExpiresAt))]));
    }

    private static async Task<IResult> EndAsync(HttpContext http, string id, CancellationToken cancellationToken) => Answers.Of(await ManagedGrants.Of(http.RequestServices)
        .EndAsync(GrantRoutes.Filter(null, null, id), Answers.ActorOf(http), cancellationToken));
}
