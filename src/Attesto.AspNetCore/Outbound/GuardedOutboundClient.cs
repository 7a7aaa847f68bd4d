using System.Net;
using System.Security.Cryptography.X509Certificates;
using Attesto.Outbound;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Sends requests to strangers without letting them choose where they go: one resolution, every address checked, the checked ones connected to.</summary>
internal sealed partial class GuardedOutboundClient : IOutboundClient, IDisposable
{
    private readonly IAddressResolver _resolver;
    private readonly TimeProvider _clock;
    private readonly ILogger<GuardedOutboundClient> _logger;
    private readonly bool _allowLoopback;
    private readonly SemaphoreSlim _slots;
    private readonly HttpMessageInvoker _http;

    public GuardedOutboundClient(IAddressResolver resolver, IOptions<AttestoOptions> options, TimeProvider clock, ILogger<GuardedOutboundClient> logger)
        : this(resolver, options, clock, logger, trustedRoots: null)
    {
    }

    internal GuardedOutboundClient(
        IAddressResolver resolver,
        IOptions<AttestoOptions> options,
        TimeProvider clock,
        ILogger<GuardedOutboundClient> logger,
        X509Certificate2Collection? trustedRoots)
    {
        (_resolver, _clock, _logger) = (resolver, clock, logger);
        _allowLoopback = options.Value.Outbound.AllowLoopback;
        _slots = new SemaphoreSlim(options.Value.Outbound.MaxConcurrentRequests);
        _http = new HttpMessageInvoker(PinnedConnections.CreateHandler(trustedRoots), disposeHandler: true);
    }

    /// <inheritdoc/>
    public async Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!HttpsUrl.TryParse(request.Url, out var url))
        {
            return Failed("", OutboundFault.MalformedUrl);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Timeout); // one limit for everything: a server that drips bytes gains nothing
        try
        {
            return await SendAsync(url, request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(url.IdnHost, OutboundFault.TimedOut);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            return Failed(url.IdnHost, OutboundFault.ConnectionFailed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<OutboundAnswer> SendAsync(Uri url, OutboundRequest request, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var addresses = await ResolveAsync(url, cancellationToken);
            if (addresses.Length == 0)
            {
                return Failed(url.IdnHost, OutboundFault.Unresolvable);
            }

            // Any, not all: whoever mixes a private address into a public name is up to something.
            if (Array.Exists(addresses, address => SpecialUseAddress.IsForbidden(address, _allowLoopback)))
            {
                return Failed(url.IdnHost, OutboundFault.ForbiddenAddress);
            }

            using var message = Compose(url, request, addresses);
            using var response = await _http.SendAsync(message, cancellationToken);
            return await ReadAsync(response, url, request.MaxBodyLength, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<IPAddress[]> ResolveAsync(Uri url, CancellationToken cancellationToken) =>
        IPAddress.TryParse(url.IdnHost, out var literal) ? [literal] : [.. await _resolver.ResolveAsync(url.IdnHost, cancellationToken)];

    private static HttpRequestMessage Compose(Uri url, OutboundRequest request, IPAddress[] addresses)
    {
        var message = new HttpRequestMessage(request.Form is null ? HttpMethod.Get : HttpMethod.Post, url)
        {
            Content = request.Form is { } form ? new FormUrlEncodedContent(form) : null,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        message.Headers.TryAddWithoutValidation("User-Agent", "Attesto"); // some hosts refuse a request without one
        PinnedConnections.Pin(message, addresses);
        return message;
    }

    private async Task<OutboundAnswer> ReadAsync(HttpResponseMessage response, Uri url, int maxLength, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return Failed(url.IdnHost, OutboundFault.Encoded);
        }

        if (response.Content.Headers.ContentLength > maxLength)
        {
            return Failed(url.IdnHost, OutboundFault.TooLarge);
        }

        var body = new byte[maxLength + 1]; // one more than allowed, so that a body without a length shows itself
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return length > maxLength
            ? Failed(url.IdnHost, OutboundFault.TooLarge)
            : new OutboundAnswer.Answered(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
                body.AsMemory(0, length),
                Freshness.Of(response, _clock.GetUtcNow()));
    }

    private OutboundAnswer.Failed Failed(string host, OutboundFault fault)
    {
        LogFailure(host, fault);
        return new OutboundAnswer.Failed(fault);
    }

    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "Outbound request to {Host} failed: {Fault}")]
    private partial void LogFailure(string host, OutboundFault fault);
}
