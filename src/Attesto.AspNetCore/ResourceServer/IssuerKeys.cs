using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Attesto.Issuing;
using Attesto.Jose;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.AspNetCore;

/// <summary>The issuer's keys, for an API that knows only its URL. One set is kept; an unknown <c>kid</c> fetches again, but however many
/// unknown ones arrive, and however many requests wait, not more often than once a minute.</summary>
internal sealed partial class IssuerKeys(
    string issuer, IHttpClientFactory clients, TimeProvider clock, ILogger<IssuerKeys> logger) : IVerificationKeySource, IDisposable
{
    public const string ClientName = "Attesto.Issuer";

    private const int MaxDocumentLength = 65_536; // bytes
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1); // an issuer that is down for a night must not take every API with it
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Fetched _fetched = new([], DateTimeOffset.MinValue);
    private DateTimeOffset _lastTry = DateTimeOffset.MinValue;

    private sealed record Fetched(ImmutableArray<JsonWebKey> Keys, DateTimeOffset At)
    {
        private readonly FrozenDictionary<string, ImmutableArray<JsonWebKey>> _byId =
            Keys.Where(key => key.Kid is not null).GroupBy(key => key.Kid!, StringComparer.Ordinal)
                .ToFrozenDictionary(keys => keys.Key, keys => keys.ToImmutableArray(), StringComparer.Ordinal);

        public bool TryFind(string? keyId, out ImmutableArray<JsonWebKey> keys)
        {
            keys = Keys;
            return keyId is null || _byId.TryGetValue(keyId, out keys);
        }
    }

    public static bool IsIssuer(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri) && uri is { Query: "", Fragment: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    public async ValueTask<ImmutableArray<JsonWebKey>> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        var fetched = _fetched;
        if (IsOlderThan(fetched, FreshFor) || !fetched.TryFind(keyId, out _))
        {
            fetched = await RefreshAsync(fetched, cancellationToken);
        }

        return !IsOlderThan(fetched, KeptFor) && fetched.TryFind(keyId, out var keys) ? keys : [];
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Fetched> RefreshAsync(Fetched seen, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited finds the set that the first one brought; a failed try counts as well, so that a flood cannot become a storm.
            if (ReferenceEquals(_fetched, seen) && clock.GetUtcNow() - _lastTry >= Pause)
            {
                _lastTry = clock.GetUtcNow();
                if (await FetchAsync() is { } keys)
                {
                    _fetched = new(keys, clock.GetUtcNow());
                }
            }

            return _fetched;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ImmutableArray<JsonWebKey>?> FetchAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, clock); // the fetch serves others too: no single caller's token ends it
        try
        {
            using var http = clients.CreateClient(ClientName);
            http.MaxResponseContentBufferSize = MaxDocumentLength;
            var metadata = await http.GetFromJsonAsync<JsonElement>(new Uri(EndpointUrls.IssuerMetadataUrlOf(issuer)), timeout.Token);
            if (!string.Equals(metadata.GetProperty("issuer").GetString(), issuer, StringComparison.Ordinal)) // RFC 8414 §3.3
            {
                LogOtherIssuer(issuer);
                return null;
            }

            var document = await http.GetByteArrayAsync(new Uri(metadata.GetProperty("jwks_uri").GetString()!), timeout.Token);
            return JsonWebKeyReader.TryReadSet(document, out var keys) ? [.. keys.Keys] : null;
        }
        catch (Exception e) when (
            e is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            LogUnreachable(e, issuer);
            return null;
        }
    }

    private bool IsOlderThan(Fetched fetched, TimeSpan age) => clock.GetUtcNow() - fetched.At >= age;

    [LoggerMessage(20, LogLevel.Error, "The keys of {Issuer} could not be fetched; the ones at hand are used for up to a day.")]
    private partial void LogUnreachable(Exception e, string issuer);

    [LoggerMessage(21, LogLevel.Error, "The metadata at {Issuer} names another issuer; its keys are not used.")]
    private partial void LogOtherIssuer(string issuer);
}
