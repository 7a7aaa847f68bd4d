using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Attesto.Authorize;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The way back from the host's sign-in page to the very request that asked for it: a local URL that carries a protected marker,
/// so that <c>prompt=login</c> and <c>max_age</c> are met once the person has signed in and never loop. No node keeps any state for it: a request that
/// is too long for a URL waits in the database.</summary>
public sealed class SignInReturn
{
    private const string Marker = "attesto_signin";
    private const string Cancelled = "cancelled";

    // Fields of the pages' own forms, good for one posting: they, and antiforgery fields, stay out of URLs.
    private const string Decision = "decision";
    private const string ConsentGrant = "consent_grant";

    // Escaped once more, the URL becomes a query of the sign-in page, whose request line has room for 8 kB with Kestrel.
    private const int LongestEscaped = 6 * 1024;

    /// <summary>How long a person may take to sign in.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>What makes a request this very one. Fields of the consent form come and go, so they do not count.</summary>
    private static readonly string[] Identity =
    [
        Parameters.ClientId, Parameters.RedirectUri, Parameters.ResponseType, Parameters.ResponseMode, Parameters.Scope, Parameters.State, Parameters.Nonce,
        Parameters.CodeChallenge, Parameters.Request, Parameters.RequestUri, HeldRequests.Parameter, Parameters.Prompt, Parameters.MaxAge, Parameters.AcrValues, Parameters.Claims,
        Parameters.LoginHint, Parameters.UserCode,
    ];

    private static readonly OAuthEndpoint[] Pages = [OAuthEndpoint.Authorization, OAuthEndpoint.DeviceVerification, OAuthEndpoint.EndSession];

    private readonly IDataProtector _protector;
    private readonly EndpointUrls _urls;
    private readonly HeldRequests _held;
    private readonly TimeProvider _clock;

    internal SignInReturn(IDataProtectionProvider protection, EndpointUrls urls, HeldRequests held, TimeProvider clock) =>
        (_protector, _urls, _held, _clock) = (protection.CreateProtector("Attesto.SignInReturn.v1"), urls, held, clock);

    /// <summary>The URL of the present request, to come back to after the sign-in; also for a posted or a pushed one. An authorization request that
    /// would make it too long is stored, and the URL refers to it.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A path with query on this host.</returns>
    public async ValueTask<string> ReturnUrlAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var brought = ParametersOf(http);
        var asked = AskedAt(brought) ?? _clock.GetUtcNow().ToUnixTimeSeconds(); // the first asking counts, however often the sign-in fails
        var request = new RequestParameters(brought.Where(pair => pair.Key is not (Marker or Decision or ConsentGrant) && !pair.Key.StartsWith("__", StringComparison.Ordinal)));
        var path = (http.Request.PathBase + http.Request.Path).ToUriComponent();
        var url = UrlOf(path, request, asked);
        return Uri.EscapeDataString(url).Length > LongestEscaped && IsAt(path, OAuthEndpoint.Authorization)
            ? UrlOf(path, await HoldAsync(request, cancellationToken), asked)
            : url;
    }

    /// <summary>The URL to go to when the person cancels: the client then gets <c>access_denied</c>.</summary>
    /// <param name="returnUrl">What <see cref="ReturnUrlAsync"/> made.</param>
    /// <returns>A path with query on this host; null if the given one is not ours.</returns>
    public string? CancelUrl(string? returnUrl) => IsOurs(returnUrl) ? $"{returnUrl[..returnUrl.IndexOf($"{Marker}=", StringComparison.Ordinal)]}{Marker}={Cancelled}" : null;

    /// <summary>True if the URL is a way back that this server made; any other must not be followed, or the sign-in page is an open redirector.</summary>
    /// <param name="returnUrl">What the browser brought.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOurs([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? returnUrl)
    {
        if (returnUrl is null || returnUrl.AsSpan().ContainsAnyExceptInRange('!', '~') || returnUrl.Contains('\\', StringComparison.Ordinal)
            || returnUrl.IndexOf('?', StringComparison.Ordinal) is not (var query and > 0))
        {
            return false;
        }

        return returnUrl[..query] is ['/', not '/', ..] path
            && Pages.Any(page => IsAt(path, page))
            && UrlEncoded.Parse(returnUrl[(query + 1)..]).TryGet(out var parameters, out _)
            && parameters[Marker] is not null;
    }

    /// <summary>True if the person comes back from a sign-in that this very request asked for. Breaks the loop of <c>prompt=select_account</c> too.</summary>
    /// <param name="http">The browser's request.</param>
    /// <returns>Whether they do.</returns>
    public bool HasReturned(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return AskedAt(ParametersOf(http)) is not null;
    }

    /// <summary>True if an authentication at the given instant meets the request: it is no older than the moment this very request first asked for
    /// a sign-in, or neither <c>prompt=login</c> nor <c>max_age</c> stands against it (OpenID Connect Core §3.1.2.1).</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">What the client demands of the sign-in.</param>
    /// <param name="authTime">When the person of the present session was authenticated.</param>
    /// <returns>Whether the session may be used as it is.</returns>
    public bool IsMetBy(HttpContext http, SignInRequest request, DateTimeOffset authTime)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        return authTime.ToUnixTimeSeconds() >= AskedAt(ParametersOf(http))
            || (!request.ForceReauthentication && (request.MaxAge is not { } maxAge || _clock.GetUtcNow() - authTime <= maxAge));
    }

    internal static bool IsCancelled(HttpContext http) => string.Equals(ParametersOf(http).Find(Marker), Cancelled, StringComparison.Ordinal);

    private async Task<RequestParameters> HoldAsync(RequestParameters request, CancellationToken cancellationToken)
    {
        var reference = KeyValuePair.Create(HeldRequests.Parameter, await _held.HoldAsync(request, Lifetime, cancellationToken));
        return new RequestParameters([.. request.Where(pair => pair.Key is Parameters.ClientId), reference]);
    }

    private string UrlOf(string path, RequestParameters request, long asked)
    {
        var marker = _protector.Protect($"{asked.ToString(CultureInfo.InvariantCulture)}.{IdentityOf(request)}");
        return $"{path}?{UrlEncoded.Write(request.Append(new(Marker, marker)))}";
    }

    /// <summary>When this very request first asked for a sign-in, in Unix seconds; null if it did not, or too long ago.</summary>
    private long? AskedAt(RequestParameters parameters)
    {
        if (parameters[Marker] is not { } marker)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(marker).Split('.') is [var text, var identity]
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
                && _clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(asked) <= Lifetime
                && string.Equals(identity, IdentityOf(parameters), StringComparison.Ordinal)
                ? asked
                : null;
        }
        catch (CryptographicException)
        {
            return null; // forged, or made with keys that are gone: the person signs in once more
        }
    }

    private static RequestParameters ParametersOf(HttpContext http) => http.Features.Get<OAuthRequest>()?.Parameters ?? RequestParameters.None;

    private static string IdentityOf(RequestParameters parameters) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('&', parameters.Where(pair => Identity.Contains(pair.Key, StringComparer.Ordinal)).Select(UrlEncoded.Write).Order(StringComparer.Ordinal)))));

    private bool IsAt(string path, OAuthEndpoint page) => path.EndsWith(_urls.PathOf(page), StringComparison.OrdinalIgnoreCase);
}
