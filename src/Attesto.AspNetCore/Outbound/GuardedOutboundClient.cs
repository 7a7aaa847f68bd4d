using System.Net;
using System.Security.Cryptography.X509Certificates;
using Attesto.Outbound;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Sends requests to strangers without letting them choose where they go: one resolution, every address checked, the checked ones connected to.</summary>
internal sealed partial class GuardedOutboundClient : IOutboundClient, IDisposable
{
    private const int MaxLoggedLength = 2048;

    private readonly IAddressResolver _resolver;
    private readonly TimeProvider _clock;
    private readonly ILogger<GuardedOutboundClient> _logger;
    private readonly bool _allowLoopback;
    private readonly SemaphoreSlim _slots;
    private readonly HostSlots _hosts;
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
        _hosts = new HostSlots(options.Value.Outbound.MaxConcurrentRequestsPerHost);
        _http = new HttpMessageInvoker(PinnedConnections.CreateHandler(trustedRoots), disposeHandler: true);
    }

    /// <inheritdoc/>
    public async Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!HttpsUrl.TryParse(request.Url, _allowLoopback, out var url))
        {
            return Failed(request.Url, OutboundFault.MalformedUrl);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Timeout); // one limit for everything: a server that drips bytes gains nothing
        try
        {
            return await SendAsync(url, request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(request.Url, OutboundFault.TimedOut);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            return Failed(request.Url, OutboundFault.ConnectionFailed);
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
        using var place = await _hosts.EnterAsync(url.IdnHost, cancellationToken); // first: who waits for a slow host holds no place of others
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var addresses = await ResolveAsync(url, cancellationToken);
            if (addresses.Length == 0)
            {
                return Failed(request.Url, OutboundFault.Unresolvable);
            }

            // Any, not all: whoever mixes a private address into a public name is up to something.
            if (Array.Exists(addresses, address => SpecialUseAddress.IsForbidden(address, _allowLoopback)))
            {
                return Failed(request.Url, OutboundFault.ForbiddenAddress);
            }

            using var message = Compose(url, request, addresses);
            using var response = await _http.SendAsync(message, cancellationToken);
            return await ReadAsync(response, request, cancellationToken);
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

    private async Task<OutboundAnswer> ReadAsync(HttpResponseMessage response, OutboundRequest request, CancellationToken cancellationToken)
    {
        var maxLength = request.MaxBodyLength;
        if (response.Content.Headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return Failed(request.Url, OutboundFault.Encoded);
        }

        if (response.Content.Headers.ContentLength > maxLength)
        {
            return Failed(request.Url, OutboundFault.TooLarge);
        }

        var body = new byte[maxLength + 1]; // one more than allowed, so that a body without a length shows itself
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return length > maxLength
            ? Failed(request.Url, OutboundFault.TooLarge)
            : new OutboundAnswer.Answered(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
                body.AsMemory(0, length),
                Freshness.Of(response, _clock.GetUtcNow()));
    }

    private OutboundAnswer.Failed Failed(string url, OutboundFault fault)
    {
        LogFailure(url.Length > MaxLoggedLength || url.AsSpan().ContainsAnyExceptInRange('!', '~') ? "(not shown: overlong or not ASCII)" : url, fault);
        return new OutboundAnswer.Failed(fault);
    }

    [LoggerMessage(EventId = 601, Level = LogLevel.Debug, Message = "The outbound request to {Url} failed: {Fault}.")]
    private partial void LogFailure(string url, OutboundFault fault);
}
