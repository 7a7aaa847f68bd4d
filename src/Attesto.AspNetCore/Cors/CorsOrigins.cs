using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Attesto.AspNetCore;

/// <summary>Lets pages of other origins read an answer (Fetch Standard §3.2). No credentials mode: nothing here depends on a cookie.
/// A preflight names no client, so any origin may ask; the answer itself is readable only for an origin of the client that it is about.</summary>
internal sealed class CorsOrigins(IOptions<AttestoOptions> options)
{
    private readonly IList<string>? _listed = options.Value.Cors.AllowedOrigins;

    public static bool Covers(OAuthEndpoint endpoint) =>
        IsPublicDocument(endpoint) || endpoint is OAuthEndpoint.Token or OAuthEndpoint.UserInfo or OAuthEndpoint.Revocation or OAuthEndpoint.Registration;

    public async ValueTask AllowAsync(HttpContext http, OAuthEndpoint endpoint, OAuthRequest? request, CancellationToken cancellationToken)
    {
        if (Covers(endpoint) && http.Request.Headers.Origin is [{ Length: > 0 } origin] && await IsAllowedAsync(http, endpoint, request, origin, cancellationToken))
        {
            var headers = http.Response.Headers;
            headers.AccessControlAllowOrigin = IsPublicDocument(endpoint) && _listed is null ? "*" : origin;
            headers.AccessControlExposeHeaders = $"{HeaderNames.WWWAuthenticate}, DPoP-Nonce";
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }
    }

    /// <summary>Answers a preflight for one of the covered endpoints.</summary>
    public void Preflight(HttpContext http, OAuthEndpoint endpoint)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin] || !IsListed(origin))
        {
            return;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = IsPublicDocument(endpoint) ? "GET" : endpoint is OAuthEndpoint.UserInfo ? "GET, POST" : "POST";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, DPoP, MCP-Protocol-Version";
        headers.AccessControlMaxAge = "600";
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
    }

    private static bool IsPublicDocument(OAuthEndpoint endpoint) =>
        endpoint is OAuthEndpoint.AuthorizationServerMetadata or OAuthEndpoint.OpenIdConfiguration or OAuthEndpoint.Jwks or OAuthEndpoint.ProtectedResourceMetadata;

    private bool IsListed(string origin) => _listed is null || _listed.Contains("*") || _listed.Contains(origin, StringComparer.Ordinal);

    private async ValueTask<bool> IsAllowedAsync(HttpContext http, OAuthEndpoint endpoint, OAuthRequest? request, string origin, CancellationToken cancellationToken)
    {
        if (_listed is not null || IsPublicDocument(endpoint))
        {
            return IsListed(origin);
        }

        var client = request is not null && ClientIdOf(request) is { } clientId && http.RequestServices.GetService<IClientStore>() is { } clients
            ? await clients.FindAsync(clientId, cancellationToken)
            : null;
        return client is not null && client.RedirectUris.Any(uri => IsOriginOf(uri, origin));
    }

    private static bool IsOriginOf(string redirectUri, string origin) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal);

    // Unverified on purpose: it only decides which page may read the verdict on this very credential.
    private static string? ClientIdOf(OAuthRequest request) => request.Parameters[Parameters.ClientId] ?? request.Authorization switch
    {
        [['B' or 'b', 'a', 's', 'i', 'c', ' ', .. var credentials]] => UserOf(credentials),
        [var header] when header.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 => ClientOfToken(header[(space + 1)..]),
        _ => null,
    };

    private static string? UserOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        return Convert.TryFromBase64String(credentials.Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':') is [var user, ..]
            ? Uri.UnescapeDataString(user.Replace('+', ' '))
            : null;
    }

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
