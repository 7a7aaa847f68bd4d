using Attesto;
using Attesto.AspNetCore;

namespace Attesto.Lab.Policies;

/// <summary>Ends the session of this browser: at once for a client that holds an ID token of this very session, else when the person confirms. Where nobody
/// is signed in, such as at a client's own server, it ends the session that the ID token names.</summary>
public sealed class LogoutPolicy(FormTokens forms) : ILogoutPolicy
{
    private const string Confirm = "confirm";

    public async ValueTask<TerminationOutcome> TerminateAsync(HttpContext http, EndSessionRequest request, CancellationToken cancellationToken)
    {
        if (await BrowserSession.FindAsync(http) is not { } person)
        {
            return await EndElsewhereAsync(http, request);
        }

        var isMeant = request.SessionId is not null && request.SessionId == person.SessionId;
        if (!isMeant && !IsConfirmed(http, request))
        {
            return new TerminationOutcome.Handled(Page.Of("Logout", new LogoutPrompt
            {
                Client = request.Client is { } client ? ClientDisplay.Of(http, client) : null,
                Person = person.DisplayName,
                Action = http.Request.PathBase + http.Request.Path,
                Fields = [.. request.FrontChannel.Where(field => field.Key is not Confirm && !field.Key.StartsWith("__", StringComparison.Ordinal)), new(Confirm, "yes")],
            }));
        }

        await BrowserSession.EndAsync(http);
        return new TerminationOutcome.Confirmed(person.SessionId);
    }

    private static async Task<TerminationOutcome> EndElsewhereAsync(HttpContext http, EndSessionRequest request)
    {
        if (request.SessionId is not { } sessionId)
        {
            return request.Subject is null ? new TerminationOutcome.Cleared() : new TerminationOutcome.NoSession(); // a person, but none of their sessions
        }

        await BrowserSession.EndAsync(http, sessionId);
        return new TerminationOutcome.Confirmed(sessionId);
    }

    private bool IsConfirmed(HttpContext http, EndSessionRequest request) =>
        HttpMethods.IsPost(http.Request.Method) && request.FrontChannel[Confirm] == "yes" && forms.Accepts(http, request.FrontChannel[FormTokens.Field]);
}
