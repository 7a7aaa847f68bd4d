using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Attesto.DpopClient;

/// <summary>Signs a DPoP proof for every request, remembers each origin's nonce, and retries once when a server asks for one (RFC 9449 §8, §9).</summary>
public sealed class DpopProofHandler(DpopKey key, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentDictionary<string, string> _nonces = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The body must be there twice if the server wants a nonce.
        if (request.Content is not null)
        {
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        var response = await SendOnceAsync(request, cancellationToken);
        if (!AsksForNonce(response))
        {
            return response;
        }

        response.Dispose();
        return await SendOnceAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no URL.");
        var origin = uri.GetLeftPart(UriPartial.Authority);
        var accessToken = request.Headers.Authorization is { Scheme: "DPoP", Parameter: { } token } ? token : null;

        request.Headers.Remove("DPoP");
        request.Headers.Add("DPoP", key.Prove(request.Method, uri, accessToken, _nonces.GetValueOrDefault(origin)));

        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("DPoP-Nonce", out var values) && values.FirstOrDefault() is { } nonce)
        {
            _nonces[origin] = nonce;
        }

        return response;
    }

    // A resource server says so in its challenge, the authorization server with a 400 (RFC 9449 §8, §9); both send the nonce.
    private static bool AsksForNonce(HttpResponseMessage response) =>
        response.Headers.Contains("DPoP-Nonce")
        && (response.StatusCode is HttpStatusCode.BadRequest
            || (response.StatusCode is HttpStatusCode.Unauthorized && response.Headers.WwwAuthenticate.Any(NamesUseDpopNonce)));

    private static bool NamesUseDpopNonce(AuthenticationHeaderValue challenge) =>
        string.Equals(challenge.Scheme, "DPoP", StringComparison.OrdinalIgnoreCase)
        && challenge.Parameter?.Contains("use_dpop_nonce", StringComparison.Ordinal) == true;
}
