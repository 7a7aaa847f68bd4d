using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Attesto.Authorize;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The way back from the host's sign-in page to the very request that asked for it: a local URL that carries a protected marker,
/// so that <c>prompt=login</c> and <c>max_age</c> are met once the person has signed in and never loop. No node keeps any state for it: a request that
/// is signed, or too long for a URL that every proxy lets through, waits in the database.</summary>
public sealed class SignInReturn
{
    private const string Marker = "attesto_signin";
    private const string Cancelled = "cancelled";

    // Escaped once more, the URL becomes a query of the sign-in page: IIS takes 2,048 characters of it, nginx 4 kB of all response headers.
    private const int LongestEscaped = 1536;

    private static readonly OAuthEndpoint[] Pages = [OAuthEndpoint.Authorization, OAuthEndpoint.DeviceVerification, OAuthEndpoint.EndSession];

    private readonly IDataProtector _protector;
    private readonly EndpointUrls _urls;
    private readonly PendingRequests _pending;
    private readonly PendingRequestLimit _limit;
    private readonly IClientStore _clients;
    private readonly IOptions<AttestoOptions> _options;
    private readonly TimeProvider _clock;

    internal SignInReturn(
        IDataProtectionProvider protection,
        EndpointUrls urls,
        PendingRequests pending,
        PendingRequestLimit limit,
        IClientStore clients,
        IOptions<AttestoOptions> options,
        TimeProvider clock)
    {
        _protector = protection.CreateProtector("Attesto.SignInReturn.v1");
        (_urls, _pending, _limit, _clients, _options, _clock) = (urls, pending, limit, clients, options, clock);
    }

    /// <summary>The URL of the present request, to come back to after the sign-in; also for a posted or a pushed one, and for a page of the host's. An authorization
    /// request that would make it too long is stored, and the URL refers to it.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A path with query on this host.</returns>
    /// <exception cref="PendingRequestsExceededException">This address has stored too many. Let it pass: the client gets <c>temporarily_unavailable</c>.</exception>
    public async ValueTask<string> ReturnUrlAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var brought = ParametersOf(http);
        var asked = AskedAt(brought) ?? _clock.GetUtcNow().ToUnixTimeSeconds(); // the first asking counts, however often the sign-in fails
        var request = new RequestParameters(brought.Where(pair => !IsOfForm(pair.Key)));
        var path = (http.Request.PathBase + http.Request.Path).ToUriComponent();
        return http.Features.Get<AuthorizationRequest>() is { } judged
            ? UrlOf(path, await ShortenAsync(http, request, judged, path, asked, cancellationToken), asked)
            : UrlOf(path, request, asked);
    }

    /// <summary>The URL to go to when the person cancels: the client then gets <c>access_denied</c>.</summary>
    /// <param name="returnUrl">What <see cref="ReturnUrlAsync"/> made.</param>
    /// <returns>A path with query on this host; null if the given one is not ours.</returns>
    public string? CancelUrl(string? returnUrl) => IsOurs(returnUrl) ? $"{returnUrl[..returnUrl.IndexOf($"{Marker}=", StringComparison.Ordinal)]}{Marker}={Cancelled}" : null;

    /// <summary>True if the URL is a way back that this server made; any other must not be followed, or the sign-in page is an open redirector.</summary>
    /// <param name="returnUrl">What the browser brought.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOurs([NotNullWhen(true)] string? returnUrl) => Parse(returnUrl) is not null;

    /// <summary>Tells a sign-in page that is shown who waits for it. From then on the request waits for as long as a person may take, an hour in all.</summary>
    /// <param name="http">The request for the page, which is then shown in a language that the client asks for.</param>
    /// <param name="returnUrl">What the browser brought.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Who asks for the sign-in; null if the URL is not ours, or nobody waits any more.</returns>
    public async ValueTask<SignInPrompt?> OpenAsync(HttpContext http, string? returnUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (await ReadAsync(returnUrl, cancellationToken) is not { } prompt)
        {
            return null;
        }

        if (!IsEndpoint(prompt.ReturnUrl[..prompt.ReturnUrl.IndexOf('?', StringComparison.Ordinal)]))
        {
            prompt = prompt with { CancelUrl = http.Request.PathBase + "/" }; // a page of the host's would only ask again
        }

        http.Features.Set(prompt);
        return prompt.ClientId is { } clientId && await _clients.FindAsync(clientId, cancellationToken) is { IsRevoked: false } client
            ? prompt with { Client = ClientDisplay.Of(http, client) }
            : prompt;
    }

    private async ValueTask<SignInPrompt?> ReadAsync(string? returnUrl, CancellationToken cancellationToken)
    {
        if (Parse(returnUrl) is not { } parameters)
        {
            return null;
        }

        var prompt = new SignInPrompt { ReturnUrl = returnUrl!, CancelUrl = CancelUrl(returnUrl)! };
        var reference =
            parameters[PendingRequests.Parameter] is { } secret ? await _pending.FindAsync(secret, cancellationToken) :
            parameters[Parameters.RequestUri] is { } requestUri ? await _pending.FindPushedAsync(requestUri, cancellationToken) :
            null;
        if (reference is null)
        {
            return parameters[PendingRequests.Parameter] is not null ? null : prompt with
            {
                ClientId = parameters[Parameters.ClientId],
                LoginHint = parameters[Parameters.LoginHint],
                AcrValues = SignInDemands.AcrValuesOf(parameters),
                IsReauthentication = SignInDemands.WantNewSignIn(parameters),
                UiLocales = SignInDemands.UiLocalesOf(parameters),
            };
        }

        await _pending.OpenAsync(reference, cancellationToken);
        var judged = JudgedRequest.Parse(reference.Request.Judged)!;
        return prompt with
        {
            ClientId = reference.Request.ClientId,
            LoginHint = judged.LoginHint,
            AcrValues = [.. judged.AcrValues],
            IsReauthentication = judged.Prompt.Contains(Prompts.Login, StringComparer.Ordinal) || judged.MaxAge is not null,
            UiLocales = [.. judged.UiLocales],
        };
    }

    /// <summary>True if the person comes back from a sign-in that this very request asked for. Breaks the loop of <c>prompt=select_account</c> too.</summary>
    /// <param name="http">The browser's request.</param>
    /// <returns>Whether they do.</returns>
    public bool HasReturned(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return AskedAt(ParametersOf(http)) is not null;
    }

    /// <summary>True if the present session meets the request: the person was authenticated after this very request first asked for a sign-in, or neither
    /// <c>prompt=login</c> nor <c>max_age</c> stands against it, nor does its <c>acr</c> (OpenID Connect Core §3.1.2.1). A page is asked for more where the
    /// client names an <c>acr</c> that this server supports (<see cref="DiscoveryOptions.AcrValuesSupported"/>) and the session has none of those that it names.
    /// A person who comes back without it could not do more: the server refuses an essential <c>acr</c> then, and lets a wished-for one go.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">What the client demands of the sign-in.</param>
    /// <param name="session">The present session; one without <see cref="SignInOutcome.Authenticated.AuthTime"/> meets nothing.</param>
    /// <returns>Whether the session may be used as it is.</returns>
    public bool IsMetBy(HttpContext http, SignInRequest request, SignInOutcome.Authenticated session)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(session);
        return session.AuthTime is { } authTime
            && (authTime.ToUnixTimeSeconds() >= AskedAt(ParametersOf(http)) || (IsFresh(request, authTime) && !CouldBeStronger(request, session.Acr)));
    }

    private bool IsFresh(SignInRequest request, DateTimeOffset authTime) =>
        !request.ForceReauthentication && (request.MaxAge is not { } maxAge || _clock.GetUtcNow() - authTime <= maxAge);

    // Without pages nobody can do more: what the session has decides, and a wished-for acr is no reason to refuse.
    private bool CouldBeStronger(SignInRequest request, string? acr) => request.Interactive
        && !request.AcrValues.Contains(acr ?? "", StringComparer.Ordinal)
        && request.AcrValues.Any(asked => _options.Value.Discovery.AcrValuesSupported.Contains(asked, StringComparer.Ordinal));

    internal static bool IsCancelled(HttpContext http) => string.Equals(ParametersOf(http).Find(Marker), Cancelled, StringComparison.Ordinal);

    private RequestParameters? Parse(string? returnUrl) =>
        returnUrl is not null && !returnUrl.AsSpan().ContainsAnyExceptInRange('!', '~') && !returnUrl.Contains('\\', StringComparison.Ordinal)
            && returnUrl.IndexOf('?', StringComparison.Ordinal) is var query and > 0
            && returnUrl[..query] is ['/', not '/', ..] path
            && UrlEncoded.Parse(returnUrl[(query + 1)..]).TryGet(out var parameters, out _)
            && parameters[Marker] is { } marker && (IsEndpoint(path) || MarkedFor(marker) == PathHashOf(path))
                ? parameters
                : null;

    /// <summary>Fields of the pages' own forms, good for one posting: they, and antiforgery fields, stay out of URLs.</summary>
    private static bool IsOfForm(string field) => field is Marker || ConsentForm.IsOfForm(field) || field.StartsWith("__", StringComparison.Ordinal);

    /// <summary>What leads back to a judged request: its reference, where it has one or needs one.</summary>
    private async ValueTask<RequestParameters> ShortenAsync(
        HttpContext http, RequestParameters brought, AuthorizationRequest judged, string path, long asked, CancellationToken cancellationToken)
    {
        if (judged.Reference is null
            && brought[Parameters.Request] is null // a signed request may expire meanwhile: it is not judged twice
            && Uri.EscapeDataString(UrlOf(path, brought, asked)).Length <= LongestEscaped)
        {
            return brought;
        }

        if (judged.Reference is null)
        {
            _limit.Take(http.Features.Get<OAuthRequest>()?.ClientIp);
            judged = await _pending.KeepAsync(judged, isOpened: false, cancellationToken);
        }

        return WayBackTo(judged);
    }

    /// <summary>The parameters that lead back to a request with a reference.</summary>
    internal static RequestParameters WayBackTo(AuthorizationRequest request) => new(
    [
        new(Parameters.ClientId, request.Client.Id),
        request.RequestUri is { } requestUri ? new(Parameters.RequestUri, requestUri) : new(PendingRequests.Parameter, request.Reference!.Secret),
    ]);

    private string UrlOf(string path, RequestParameters request, long asked)
    {
        var page = IsEndpoint(path) ? "" : $".{PathHashOf(path)}"; // a page of the host's is ours because we say so here
        var marker = _protector.Protect($"{asked.ToString(CultureInfo.InvariantCulture)}.{IdentityOf(request)}{page}");
        return $"{path}?{UrlEncoded.Write(request.Append(new(Marker, marker)))}";
    }

    /// <summary>When this very request first asked for a sign-in, in Unix seconds; null if it did not, or too long ago.</summary>
    private long? AskedAt(RequestParameters parameters)
    {
        if (parameters[Marker] is not { } marker)
        {
            return null;
        }

        return Unprotect(marker) is [var text, var identity, ..]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            && _clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(asked) <= PendingRequests.Walk
            && string.Equals(identity, IdentityOf(parameters), StringComparison.Ordinal)
            ? asked
            : null;
    }

    private string[] Unprotect(string marker)
    {
        try
        {
            return _protector.Unprotect(marker).Split('.');
        }
        catch (CryptographicException)
        {
            return []; // forged, or made with keys that are gone: the person signs in once more
        }
    }

    private string? MarkedFor(string marker) => Unprotect(marker) is [_, _, var page] ? page : null;

    private bool IsEndpoint(string path) => Pages.Any(page => path.EndsWith(_urls.PathOf(page), StringComparison.OrdinalIgnoreCase));

    private static string PathHashOf(string path) => TokenHash.Of(path).Value;

    // A reference of ours counts where it stands for the request; beside the request itself it says nothing more.
    private static string IdentityOf(RequestParameters parameters) =>
        parameters[Parameters.ResponseType] is null && parameters[PendingRequests.Parameter] is { } reference
            ? $"{TokenHash.Of(reference).Value}"
            : RequestIdentity.Of(parameters);

    private static RequestParameters ParametersOf(HttpContext http) => http.Features.Get<OAuthRequest>()?.Parameters ?? RequestParameters.None;
}
