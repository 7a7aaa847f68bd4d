using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The origins under which clients know this host: what it advertises as a server, and what is configured for an API. A request's Host chooses
/// among them and adds none, for whoever sends the request writes it: a proof for another server must not pass here (RFC 9449 §4.3, §11.1).</summary>
internal sealed class KnownOrigins
{
    private readonly FrozenSet<string> _origins;
    private readonly string? _first;

    public KnownOrigins(IOptions<AttestoOptions> options, IServiceProviderIsService services)
        : this(options.Value, isServer: services.IsService(typeof(IKeystore)))
    {
    }

    public KnownOrigins(AttestoOptions options, bool isServer)
    {
        var server = isServer ? options.Endpoints.Overrides.Values.Prepend(options.Mtls.AliasOrigin).Prepend(options.Issuer) : [];
        var resources = options.ProtectedResource.Origins ?? [.. options.Resources.Supported.Select(resource => resource.Uri).Prepend(options.Audience).OfType<string>()];
        string[] origins = [.. server.Concat(resources).Select(OriginOf).OfType<string>()];
        (_first, _origins) = (origins.FirstOrDefault(), origins.ToFrozenSet(StringComparer.Ordinal));
    }

    /// <summary>The origin of a request, if it is one of ours; else our first one; else null.</summary>
    public string? Choose(string origin) => _origins.Contains(origin) ? origin : _first;

    // In the form that CanonicalRequest gives to a request's own.
    private static string? OriginOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "https" or "http") ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant() : null;
}
