using System.Buffers;
using Attesto.Clients;
using Attesto.Jose;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Attesto.AspNetCore;

/// <summary>Lets pages of other origins read an answer (Fetch Standard §3.2). Documents are for everybody; an answer about a client is for the origins that
/// the client redirects to, and for those that the host lists: a list adds, and takes nothing away.</summary>
internal sealed class CorsOrigins(IOptions<AttestoHttpOptions> options)
{
    private const string UsualHeaders = "Authorization, Content-Type, DPoP, MCP-Protocol-Version";

    private static readonly SearchValues<char> HeaderList = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ, ");

    private readonly IList<string> _listed = options.Value.Cors.AllowedOrigins ?? [];

    /// <summary>Opens an answer, as far as it is the origin's to read.</summary>
    /// <param name="http">The request.</param>
    /// <param name="row">The endpoint.</param>
    /// <param name="request">What was asked, and by which client as it says.</param>
    /// <param name="clientId">The client that the answer is about, where the request does not name it.</param>
    /// <param name="cancellationToken">Cancels the call of the client store.</param>
    public async ValueTask AllowAsync(HttpContext http, EndpointDefinition row, OAuthRequest request, string? clientId, CancellationToken cancellationToken)
    {
        if (row.Readers is EndpointReaders.Everybody)
        {
            Vary(http); // cached with and without an origin
        }

        if (row.Readers is not EndpointReaders.None && OriginOf(http) is { } origin
            && (IsOpen(row, origin) || await IsOfClientAsync(http, clientId ?? ClientIdOf(request), origin, cancellationToken)))
        {
            Open(http, row, origin);
        }
    }

    /// <summary>Opens an answer that tells nobody's secret, such as a limit that was met: without it a page sees a network error.</summary>
    public void AllowAnybody(HttpContext http, EndpointDefinition row)
    {
        if (row.Readers is not EndpointReaders.None && OriginOf(http) is { } origin)
        {
            Open(http, row, origin);
        }
    }

    /// <summary>Answers a preflight for one of the covered endpoints. It names no client, so any origin may ask.</summary>
    public void Preflight(HttpContext http, EndpointDefinition row)
    {
        var asked = http.Request.Headers.AccessControlRequestHeaders.ToString();
        if (OriginOf(http) is not { } origin || asked.AsSpan().ContainsAnyExcept(HeaderList))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        Open(http, row, origin);
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = string.Join(", ", row.Routes[0].Methods);
        headers.AccessControlAllowHeaders = asked.Length == 0 ? UsualHeaders : asked; // tracing libraries add their own, and no cookie counts here
        headers.AccessControlMaxAge = "600";
        headers.Append(HeaderNames.Vary, HeaderNames.AccessControlRequestHeaders);
    }

    // An origin is ASCII (RFC 6454 §6.2); anything else could not even be sent back.
    private static string? OriginOf(HttpContext http) =>
        http.Request.Headers.Origin is [{ Length: > 0 } origin] && !origin.AsSpan().ContainsAnyExceptInRange('!', '~') ? origin : null;

    private void Open(HttpContext http, EndpointDefinition row, string origin)
    {
        var headers = http.Response.Headers;
        var named = _listed.Contains(origin, StringComparer.Ordinal);
        headers.AccessControlAllowOrigin = row.Readers is EndpointReaders.Everybody && !named ? "*" : origin;
        headers.AccessControlExposeHeaders = $"{HeaderNames.WWWAuthenticate}, {HeaderNames.RetryAfter}, DPoP-Nonce";
        if (named)
        {
            headers.AccessControlAllowCredentials = "true"; // some libraries always ask with credentials; only for origins that the host trusts by name
        }

        Vary(http);
    }

    private static void Vary(HttpContext http)
    {
        if (!http.Response.Headers.Vary.Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
        {
            http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }
    }

    private bool IsOpen(EndpointDefinition row, string origin) =>
        row.Readers is EndpointReaders.Everybody || _listed.Contains("*", StringComparer.Ordinal) || _listed.Contains(origin, StringComparer.Ordinal);

    private static async ValueTask<bool> IsOfClientAsync(HttpContext http, string? clientId, string origin, CancellationToken cancellationToken)
    {
        var client = clientId is not null && http.RequestServices.GetService<IClientStore>() is { } clients
            ? await clients.FindAsync(clientId, cancellationToken)
            : null;
        return client is not null && client.RedirectUris.Any(uri => IsOriginOf(uri, origin));
    }

    private static bool IsOriginOf(string redirectUri, string origin) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal);

    // Unverified on purpose: it only decides which page may read the verdict on this very credential.
    private static string? ClientIdOf(OAuthRequest request) =>
        PresentedClient.Read(request).TryGet(out var presented, out _) && presented.ClientId is { } clientId ? clientId :
        request.Authorization is [var header] && header.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? ClientOfToken(header[(space + 1)..]) :
        null;

    private static string? ClientOfToken(string token) =>
        CompactJws.TryParse(token.AsMemory(), out var jws, out _) ? jws.Payload.Text(Parameters.ClientId) : null;
}
