using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Attesto.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Attesto.AspNetCore;

/// <summary>Lets pages of other origins read an answer (Fetch Standard §3.2). Documents are for everybody; an answer about a client is for the origins that
/// the client redirects to, and for those that the host lists: a list adds, and takes nothing away.</summary>
internal sealed class CorsOrigins(IOptions<AttestoOptions> options)
{
    private const string UsualHeaders = "Authorization, Content-Type, DPoP, MCP-Protocol-Version";

    private static readonly SearchValues<char> HeaderList = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ, ");

    private readonly IList<string> _listed = options.Value.Cors.AllowedOrigins ?? [];

    public static bool Covers(OAuthEndpoint endpoint) => IsPublicDocument(endpoint) || endpoint is OAuthEndpoint.Token or OAuthEndpoint.UserInfo
        or OAuthEndpoint.Revocation or OAuthEndpoint.Registration or OAuthEndpoint.PushedAuthorization or OAuthEndpoint.DeviceAuthorization;

    /// <summary>Opens an answer, as far as it is the origin's to read.</summary>
    public async ValueTask AllowAsync(HttpContext http, OAuthEndpoint endpoint, OAuthRequest? request, CancellationToken cancellationToken)
    {
        if (IsPublicDocument(endpoint))
        {
            Vary(http); // cached with and without an origin
        }

        if (OriginOf(http) is { } origin && Covers(endpoint) && (IsOpen(endpoint, origin) || await IsOfClientAsync(http, request, origin, cancellationToken)))
        {
            Open(http, endpoint, origin);
        }
    }

    /// <summary>Opens an answer that tells nobody's secret, such as a limit that was met: without it a page sees a network error.</summary>
    public void AllowAnybody(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AttestoEndpointAttribute>()?.Endpoint is { } endpoint && Covers(endpoint) && OriginOf(http) is { } origin)
        {
            Open(http, endpoint, origin);
        }
    }

    /// <summary>Answers a preflight for one of the covered endpoints. It names no client, so any origin may ask.</summary>
    public void Preflight(HttpContext http, OAuthEndpoint endpoint)
    {
        var asked = http.Request.Headers.AccessControlRequestHeaders.ToString();
        if (OriginOf(http) is not { } origin || asked.AsSpan().ContainsAnyExcept(HeaderList))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        Open(http, endpoint, origin);
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = IsPublicDocument(endpoint) ? "GET, HEAD" : endpoint is OAuthEndpoint.UserInfo ? "GET, HEAD, POST" : "POST";
        headers.AccessControlAllowHeaders = asked.Length == 0 ? UsualHeaders : asked; // tracing libraries add their own, and no cookie counts here
        headers.AccessControlMaxAge = "600";
        headers.Append(HeaderNames.Vary, HeaderNames.AccessControlRequestHeaders);
    }

    // An origin is ASCII (RFC 6454 §6.2); anything else could not even be sent back.
    private static string? OriginOf(HttpContext http) =>
        http.Request.Headers.Origin is [{ Length: > 0 } origin] && !origin.AsSpan().ContainsAnyExceptInRange('!', '~') ? origin : null;

    private void Open(HttpContext http, OAuthEndpoint endpoint, string origin)
    {
        var headers = http.Response.Headers;
        var named = _listed.Contains(origin, StringComparer.Ordinal);
        headers.AccessControlAllowOrigin = IsPublicDocument(endpoint) && !named ? "*" : origin;
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

    private static bool IsPublicDocument(OAuthEndpoint endpoint) =>
        endpoint is OAuthEndpoint.AuthorizationServerMetadata or OAuthEndpoint.OpenIdConfiguration or OAuthEndpoint.Jwks or OAuthEndpoint.ProtectedResourceMetadata;

    private bool IsOpen(OAuthEndpoint endpoint, string origin) => IsPublicDocument(endpoint) || _listed.Contains("*", StringComparer.Ordinal) || _listed.Contains(origin, StringComparer.Ordinal);

    private static async ValueTask<bool> IsOfClientAsync(HttpContext http, OAuthRequest? request, string origin, CancellationToken cancellationToken)
    {
        var client = request is not null && ClientIdOf(request) is { } clientId && http.RequestServices.GetService<IClientStore>() is { } clients
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

    private static string? ClientOfToken(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(Parameters.ClientId, out var id)
                && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
