using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The origins under which clients know this host: what it advertises as a server, and what is configured for an API. A request's Host chooses
/// among them and adds none, for whoever sends the request writes it: a proof for another server must not pass here (RFC 9449 §4.3, §11.1).</summary>
internal sealed class KnownOrigins
{
    private readonly FrozenSet<string> _origins;
    private readonly string? _first;
    private readonly PathString[] _paths;

    public KnownOrigins(IOptions<AttestoOptions> options, IServiceProviderIsService services)
        : this(options.Value, isServer: services.IsService(typeof(IKeystore)))
    {
    }

    public KnownOrigins(AttestoOptions options, bool isServer)
    {
        var server = isServer ? options.Endpoints.Overrides.Values.Prepend(options.Mtls.AliasOrigin).Prepend(options.Issuer) : [];
        string[] resources = [.. options.Resources.Supported.Select(resource => resource.Uri).Prepend(options.Audience).OfType<string>()];
        string[] origins = [.. server.Concat(options.ProtectedResource.Origins ?? resources).Select(OriginOf).OfType<string>()];
        _paths = [.. (isServer ? resources.Prepend(options.Issuer) : resources).Select(PathOf).OfType<string>().Select(PathString.FromUriComponent)];
        (_first, _origins) = (origins.FirstOrDefault(), origins.ToFrozenSet(StringComparer.Ordinal));
    }

    /// <summary>The origin of a request, if it is one of ours; else our first one; else null.</summary>
    public string? Choose(string origin) => _origins.Contains(origin) ? origin : _first;

    /// <summary>True if this path, or what is below it, is one of ours: the issuer's or a resource's. Whoever sends the request may have written it.</summary>
    public bool HasPath(PathString prefix) => Array.Exists(_paths, path => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    private static string? PathOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "https" or "http") ? uri.AbsolutePath : null;

    // In the form that CanonicalRequest gives to a request's own.
    private static string? OriginOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "https" or "http") ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant() : null;
}
