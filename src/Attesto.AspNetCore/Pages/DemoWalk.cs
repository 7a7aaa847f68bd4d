using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636), as an application on this machine walks it: by the browser and over HTTP.</summary>
internal sealed class DemoWalk
{
    public const string StartPath = "/attesto/try";
    public const string CallbackPath = "/callback";

    private const int MostPending = 100; // a developer has not begun more

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private readonly ConcurrentDictionary<string, string> _verifiers = new(StringComparer.Ordinal);

    /// <summary>The client of the demo, or null if there is none.</summary>
    public static async ValueTask<Client?> FindClientAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<AttestoWelcomeOptions>>().Value.ClientId is { } id
            ? await http.RequestServices.GetRequiredService<IClientStore>().FindAsync(id, http.RequestAborted)
            : null;

    /// <summary>Where the client comes back to (RFC 8252 §7.3), or null if the host does not listen there.</summary>
    public static string? RedirectUri(HttpContext http) =>
        HostAddress.FindHttpPort(http.RequestServices) is { } port ? $"http://127.0.0.1:{port}{http.Request.PathBase}{CallbackPath}" : null;

    public async Task StartAsync(HttpContext http)
    {
        if (await FindClientAsync(http) is not { } client || RedirectUri(http) is not { } redirectUri)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (_verifiers.Count >= MostPending)
        {
            _verifiers.Clear();
        }

        var (state, verifier) = (Secret.NewId(), Secret.New());
        _verifiers[state] = verifier;
        http.Response.Redirect(QueryHelpers.AddQueryString(UrlOf(http, OAuthEndpoint.Authorization), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Parameters.ResponseType] = Parameters.Code,
            [Parameters.ClientId] = client.Id,
            [Parameters.RedirectUri] = redirectUri,
            [Parameters.Scope] = $"{client.AllowedScope}",
            [Parameters.State] = state,
            [Parameters.CodeChallenge] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            [Parameters.CodeChallengeMethod] = "S256",
        }));
    }

    public async Task ReturnAsync(HttpContext http)
    {
        var answer = http.Request.Query;
        if (!_verifiers.TryRemove($"{answer[Parameters.State]}", out var verifier))
        {
            await Failed(http, ErrorCodes.InvalidRequest, "Nothing was begun with this state, or it came back before.").ExecuteAsync(http);
            return;
        }

        if (answer[Parameters.Error] is [{ } error])
        {
            await Failed(http, error, $"{answer[Parameters.ErrorDescription]}").ExecuteAsync(http);
            return;
        }

        var tokens = await RedeemAsync(http, $"{answer[Parameters.Code]}", verifier);
        var result = tokens[Parameters.Error] is { } refused ? Failed(http, $"{refused}", $"{tokens[Parameters.ErrorDescription]}") : Worked(http, tokens);
        await result.ExecuteAsync(http);
    }

    private static async Task<JsonNode> RedeemAsync(HttpContext http, string code, string verifier)
    {
        var client = await FindClientAsync(http);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Parameters.GrantType] = GrantTypes.AuthorizationCode,
            [Parameters.ClientId] = client!.Id,
            [Parameters.RedirectUri] = RedirectUri(http)!,
            [Parameters.Code] = code,
            [Parameters.CodeVerifier] = verifier,
        });
        try
        {
            using var response = await Http.PostAsync(new Uri(UrlOf(http, OAuthEndpoint.Token)), form, http.RequestAborted);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(http.RequestAborted))!;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            return new JsonObject
            {
                [Parameters.Error] = ErrorCodes.ServerError,
                [Parameters.ErrorDescription] = $"{UrlOf(http, OAuthEndpoint.Token)} did not answer: {fault.Message}",
            };
        }
    }

    private static BytesResult Worked(HttpContext http, JsonNode tokens) => WelcomePage.Of(http, "It works", $"""
        <div id="tokens"><h1>It works</h1>
        <p>The browser came back with a code, and the token endpoint gave this for it. Scope: {WelcomePage.Code($"{tokens[Parameters.Scope]}")}.</p>
        {Claims("id-token", "ID token", tokens["id_token"])}
        {Claims("access-token", "Access token", tokens[Parameters.AccessToken])}
        <p>{(tokens[Parameters.RefreshToken] is null ? "There is no refresh token." : "A refresh token came with it.")}</p>
        {Links(http)}
        </div>
        """);

    private static string Claims(string id, string heading, JsonNode? token) => Payload($"{token}") is { } claims
        ? $"<h2>{heading}</h2>\n<ul id=\"{id}\">{string.Concat(claims.Select(Row))}</ul>"
        : "";

    private static string Row(KeyValuePair<string, JsonNode?> claim) =>
        $"<li>{PlainPage.Encode(claim.Key)}: {WelcomePage.Code(claim.Value?.ToJsonString())}</li>";

    // It came from our own token endpoint a moment ago; that is why nobody looks at the signature.
    private static JsonObject? Payload(string token) =>
        token.Split('.') is [_, var payload, _] && Base64Url.IsValid(payload) ? JsonNode.Parse(Base64Url.DecodeFromChars(payload)) as JsonObject : null;

    private static BytesResult Failed(HttpContext http, string error, string description) => WelcomePage.Of(
        http, "It did not work", $"""
        <div id="try-failed"><h1>It did not work</h1>
        <p role="alert">{WelcomePage.Code(error)} {PlainPage.Encode(description)}</p>
        {Links(http)}
        </div>
        """, StatusCodes.Status400BadRequest);

    // Back at the issuer's own host: the callback stands at another name of this machine.
    private static string Links(HttpContext http)
    {
        var home = new Uri(new Uri(http.RequestServices.GetRequiredService<EndpointUrls>().Issuer), $"{http.Request.PathBase}/").AbsoluteUri;
        return $"""<p class="actions"><a id="home" href="{PlainPage.Encode(home)}">Home</a></p>""";
    }

    private static string UrlOf(HttpContext http, OAuthEndpoint endpoint) => http.RequestServices.GetRequiredService<EndpointUrls>().UrlOf(endpoint);
}
