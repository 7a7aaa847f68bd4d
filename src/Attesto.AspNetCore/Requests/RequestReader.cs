using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Attesto.AspNetCore;

/// <summary>Lifts an HTTP request into plain data. Nothing behind it sees a header that it did not choose.</summary>
internal sealed class RequestReader(IOptions<AttestoOptions> options, IEnumerable<ICanonicalUrl> canonicalUrls, KnownOrigins origins)
{
    private readonly AttestoOptions _options = options.Value;

    public async Task<OAuthRequest> ReadAsync(HttpContext http, BodyFormat format, CancellationToken cancellationToken)
    {
        if (format is BodyFormat.None)
        {
            return Lift(http);
        }

        var (query, error) = Split(UrlEncoded.Parse(http.Request.QueryString.Value is ['?', .. var text] ? text : ""));
        var parameters = query;
        if (error is null && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            (parameters, error) = Split(await RequestBody.ReadParametersAsync(http.Request, format, cancellationToken));
        }

        var request = Lift(http) with { Parameters = parameters, Query = query, Unreadable = error };
        http.Features.Set(request); // for the way back from a sign-in
        return request;
    }

    /// <summary>Everything but query and body.</summary>
    public OAuthRequest Lift(HttpContext http)
    {
        var arrival = Arrival.Of(http);
        var (certificate, malformed) = ClientCertificate.Of(http, _options.Mtls, arrival.IsFromTrustedProxy);
        return new OAuthRequest
        {
            Method = http.Request.Method,
            Url = OverriddenUrlOf(http) ?? CanonicalRequest.UrlOf(http, arrival, origins),
            IsHttps = arrival.Scheme is "https",
            Authorization = All(http.Request.Headers.Authorization),
            Dpop = All(http.Request.Headers["DPoP"]),
            ClientCertificate = certificate,
            HasMalformedCertificate = malformed,
            Accept = http.Request.Headers.Accept.Count == 0 ? null : http.Request.Headers.Accept.ToString(),
            ClientIp = arrival.Client?.ToString(),
        };
    }

    private string? OverriddenUrlOf(HttpContext http)
    {
        foreach (var hook in canonicalUrls)
        {
            if (hook.UrlOf(http) is { } url)
            {
                return url;
            }
        }

        return null;
    }

    private static (RequestParameters Parameters, OAuthError? Error) Split(Result<RequestParameters> result) =>
        result.TryGet(out var parameters, out var error) ? (parameters, null) : (RequestParameters.None, error);

    private static ImmutableArray<string> All(StringValues values) => values switch
    {
        [] => [],
        [{ } only] => [only],
        _ => [.. values.OfType<string>()],
    };
}
