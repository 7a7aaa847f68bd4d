using System.Net;
using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary>How a running server answers: headers, pages, errors, time.</summary>
internal static class AnswerChecks
{
    private const string Stranger = "https://attesto-doctor.invalid";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60); // what verifiers of tokens forgive

    private static readonly ServerCheck Hsts = new(
        "live.hsts",
        CheckSeverity.Warning,
        "RFC 6797 §6.1",
        "Browsers never ask without TLS.",
        "Call app.UseHsts(), or let the proxy send Strict-Transport-Security.");

    private static readonly ServerCheck Cors = new(
        "live.cors",
        CheckSeverity.Warning,
        "RFC 8414 §3",
        "A page of another origin can read the metadata.",
        "Let the proxy leave Access-Control-Allow-Origin as it is; see Attesto:Cors.");

    private static readonly ServerCheck Clock = new(
        "live.clock", CheckSeverity.Error, "RFC 7519 §4.1.4", "The server has the right time.", "Let NTP set the clocks of server and of this machine.");

    private static readonly ServerCheck Error = new(
        "live.token-error",
        CheckSeverity.Error,
        "RFC 6749 §5.2",
        "The token endpoint says in JSON what is wrong.",
        "Let the proxy leave answers with an error status as they are.");

    private static readonly ServerCheck NoStore = new(
        "live.token-no-store",
        CheckSeverity.Error,
        "RFC 6749 §5.1",
        "No cache keeps what the token endpoint answers.",
        "Let the proxy leave Cache-Control as it is.");

    private static readonly ServerCheck Redirect = new(
        "live.open-redirect",
        CheckSeverity.Error,
        "RFC 9700 §4.11.2",
        "A request of nobody leads nowhere.",
        "See what answers at the authorization endpoint before this server.");

    private static readonly ServerCheck Framing = new(
        "live.framing",
        CheckSeverity.Error,
        "RFC 9700 §4.16",
        "No page of the server stands in a frame.",
        "Let the proxy leave Content-Security-Policy and X-Frame-Options as they are.");

    private static readonly ServerCheck Cookies = new(
        "live.cookies",
        CheckSeverity.Error,
        "RFC 6265 §4.1.2.5",
        "Every cookie travels over TLS alone, out of reach for scripts.",
        "Set Cookie.SecurePolicy to Always and Cookie.HttpOnly to true.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Hsts, Cors, Clock, Error, NoStore, Redirect, Framing, Cookies];

    /// <summary>What is wrong with its answers.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(ServerView server, JsonObject metadata, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var document = await server.GetAsync(server.OpenIdDocument, Stranger, cancellationToken);
        return
        [
            .. FindHeaders(server, document, clock.GetUtcNow()),
            .. MetadataChecks.Text(metadata, "token_endpoint") is { } token ? await FindAtTokenAsync(server, token, cancellationToken) : [],
            .. MetadataChecks.Text(metadata, "authorization_endpoint") is { } authorize ? await FindAtAuthorizeAsync(server, authorize, cancellationToken) : [],
        ];
    }

    private static IEnumerable<Finding> FindHeaders(ServerView server, HttpResponseMessage document, DateTimeOffset now)
    {
        if (server.Issuer.StartsWith("https:", StringComparison.Ordinal) && !document.Headers.Contains("Strict-Transport-Security"))
        {
            yield return Hsts.Found("Strict-Transport-Security is not sent");
        }

        if (!document.Headers.Contains("Access-Control-Allow-Origin"))
        {
            yield return Cors.Found("A page of another origin cannot read the metadata");
        }

        if (document.Headers.Date is { } date && (now - date).Duration() > Tolerance)
        {
            yield return Clock.Found($"The server's clock and this machine's differ by {(now - date).Duration():c}");
        }
    }

    private static async Task<IReadOnlyList<Finding>> FindAtTokenAsync(ServerView server, string url, CancellationToken cancellationToken)
    {
        using var answer = await server.PostNothingAsync(url, cancellationToken);
        var isError = answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
            && (await ServerView.ReadAsync(answer, cancellationToken))?.ContainsKey("error") is true;
        return
        [
            .. isError ? Array.Empty<Finding>() : [Error.Found($"An empty request to {url} is answered {(int)answer.StatusCode} without an error in JSON")],
            .. answer.Headers.CacheControl?.NoStore is true ? Array.Empty<Finding>() : [NoStore.Found($"{url} answers without Cache-Control: no-store")],
        ];
    }

    private static async Task<IReadOnlyList<Finding>> FindAtAuthorizeAsync(ServerView server, string url, CancellationToken cancellationToken)
    {
        var question = url.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var request = $"{url}{question}client_id=attesto-doctor&response_type=code&redirect_uri={Uri.EscapeDataString(Stranger)}";
        using var answer = await server.GetAsync(request, origin: null, cancellationToken);
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];
        return
        [
            .. answer.Headers.Location is { } location ? new[] { Redirect.Found($"A request of an unknown client is sent to {location}") } : [],
            .. IsFramed(answer) ? new[] { Framing.Found($"The error page at {url} may stand in a frame") } : [],
            .. cookies.Where(IsOpen).Select(cookie => Cookies.Found($"The cookie {cookie.Split('=')[0]} is not both Secure and HttpOnly")),
        ];
    }

    // What is no page shows nothing in a frame.
    private static bool IsFramed(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "text/html"
        && !(answer.Headers.TryGetValues("Content-Security-Policy", out var policies)
            && policies.Any(policy => policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal)))
        && !answer.Headers.Contains("X-Frame-Options");

    private static bool IsOpen(string cookie) =>
        !cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase) || !cookie.Contains("; httponly", StringComparison.OrdinalIgnoreCase);
}
