using System.Text;
using Attesto.Outbound;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>Fetches client metadata documents (draft-ietf-oauth-client-id-metadata-document §5): each once, however many requests wait for it.
/// A failure is remembered for some seconds.</summary>
internal sealed partial class ClientIdDocumentSource
{
    private readonly IOutboundClient _outbound;
    private readonly SectorDocuments _sectors;
    private readonly AttestoOptions _server;
    private readonly ClientIdMetadataOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClientIdDocumentSource> _logger;
    private readonly SingleFlight<FetchedDocument?> _flights = new();
    private readonly FailedLookups _failed;

    /// <summary>Prepares to fetch.</summary>
    /// <param name="outbound">The way out.</param>
    /// <param name="options">How large, how slow and how fresh.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Says why a document was refused; the client is not told.</param>
    public ClientIdDocumentSource(IOutboundClient outbound, IOptions<AttestoOptions> options, TimeProvider clock, ILogger<ClientIdDocumentSource> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_outbound, _sectors, _server, _options, _clock, _logger) = (outbound, new SectorDocuments(outbound), options.Value, options.Value.ClientIdMetadata, clock, logger);
        _failed = new FailedLookups(clock);
    }

    /// <summary>True if the document could not be had a moment ago, so that it is not asked for.</summary>
    internal bool HasFailed(ClientIdUrl id) => _failed.Contains(id.Value);

    internal async Task<(FetchedDocument? Document, bool IsOurs)> FetchAsync(ClientIdUrl id, CancellationToken cancellationToken)
    {
        if (HasFailed(id))
        {
            return (null, false);
        }

        var isOurs = false;
        var document = await _flights.RunAsync(
            id.Value,
            () =>
            {
                isOurs = true;
                return FetchAsync(id);
            },
            cancellationToken);
        return (document, isOurs);
    }

    /// <summary>Lets the next request fetch again.</summary>
    internal void Forget(string clientId) => _failed.Remove(clientId);

    private async Task<FetchedDocument?> FetchAsync(ClientIdUrl id)
    {
        var request = new OutboundRequest(id.Value) { MaxBodyLength = _options.MaxDocumentLength, Timeout = _options.Timeout };
        var answer = await _outbound.SendAsync(request, CancellationToken.None);
        if (answer is not OutboundAnswer.Answered { Status: 200 } answered || !IsJson(answered.MediaType))
        {
            _failed.Add(id.Value);
            LogUnavailable(id.Value, (answer as OutboundAnswer.Answered)?.Status);
            return null;
        }

        if (!ClientIdDocument.TryRead(id, answered.Body.Span, _server, out var client, out var fault) || (fault = await FindSectorFaultAsync(client)) is not null)
        {
            _failed.Add(id.Value);
            LogUnusable(id.Value, fault);
            return null;
        }

        return new FetchedDocument(client, Encoding.UTF8.GetString(answered.Body.Span), _clock.GetUtcNow() + Clamp(answered.FreshFor));
    }

    private async ValueTask<string?> FindSectorFaultAsync(Client client) =>
        client.SectorIdentifierUri is { } uri && await _sectors.FaultOfAsync(uri, client.RedirectUris, CancellationToken.None) is { } fault
            ? $"its sector_identifier_uri {fault}"
            : null;

    private TimeSpan Clamp(TimeSpan? freshFor) =>
        freshFor is not { } span || span < _options.MinCacheLifetime ? _options.MinCacheLifetime
        : span > _options.MaxCacheLifetime ? _options.MaxCacheLifetime
        : span;

    private static bool IsJson(string? mediaType) =>
        mediaType is "application/json" || (mediaType?.StartsWith("application/", StringComparison.Ordinal) is true && mediaType.EndsWith("+json", StringComparison.Ordinal));

    [LoggerMessage(EventId = 611, Level = LogLevel.Warning, Message = "No client metadata document at {ClientId} (status {Status}); the client is unknown.")]
    private partial void LogUnavailable(string clientId, int? status);

    [LoggerMessage(EventId = 612, Level = LogLevel.Warning, Message = "The client metadata document {ClientId} cannot be used: {Fault}. The client is unknown.")]
    private partial void LogUnusable(string clientId, string fault);

    /// <summary>A valid document.</summary>
    internal sealed record FetchedDocument(Client Client, string Document, DateTimeOffset ExpiresAt);
}
