using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Discovery;

/// <summary>The metadata of the resources behind this server (RFC 9728): of its own audience, and of every other that its path tells apart.</summary>
/// <param name="urls">The issuer.</param>
/// <param name="profiles">What DPoP proofs may be signed with.</param>
/// <param name="options">The resources, and what is said of them.</param>
internal sealed class ProtectedResources(EndpointUrls urls, JwtProfiles profiles, IOptions<AttestoOptions> options)
{
    // By path, and only for resources that there are: a stranger cannot make it grow.
    private volatile Written _written = new(options.Value);

    /// <summary>The document of the resource whose path was appended to the well-known one (RFC 9728 §3.1); the audience answers at the bare path too.</summary>
    /// <param name="resourcePath">What follows the well-known path in the request: empty, or the resource's path with its leading slash.</param>
    /// <returns>The document, or null if there is no such resource.</returns>
    public JsonObject? Find(string resourcePath) => Find(resourcePath, options.Value);

    private JsonObject? Find(string resourcePath, AttestoOptions settings)
    {
        var path = resourcePath.TrimEnd('/');
        SupportedResource[] own = settings.Audience is { } audience ? [audience] : [];
        foreach (var resource in own.Concat(settings.Resources.Supported).Where(resource => IsUrl(resource.Uri)))
        {
            if (path.Length == 0 || string.Equals(EndpointUrls.PathIn(resource.Uri), path, StringComparison.Ordinal))
            {
                return Write(resource, settings);
            }
        }

        return null;
    }

    /// <summary>The same document as it goes out.</summary>
    public PublicDocument? FindWritten(string resourcePath)
    {
        var path = resourcePath.TrimEnd('/');
        var settings = options.Value;
        var latest = ReferenceEquals(_written.Settings, settings) ? _written : _written = new Written(settings);
        if (!latest.Documents.TryGetValue(path, out var written) && Find(path, settings) is { } document)
        {
            latest.Documents[path] = written = PublicDocument.Of(document);
        }

        return written;
    }

    // RFC 9728 §1.2: a resource that publishes metadata is identified by a URL.
    private static bool IsUrl(string resource) =>
        resource.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || resource.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private JsonObject Write(SupportedResource resource, AttestoOptions settings)
    {
        var document = new JsonObject
        {
            ["resource"] = resource.Uri,
            ["authorization_servers"] = new JsonArray(urls.Issuer),
            ["bearer_methods_supported"] = List(settings.ProtectedResource.BearerMethodsSupported),
        };
        if (settings.Scopes.Supported.Count > 0)
        {
            document["scopes_supported"] = List(settings.Scopes.Supported);
        }

        if (settings.ProtectedResource.RequireDpop)
        {
            document["dpop_signing_alg_values_supported"] = List(profiles.DpopProof.Algorithms);
            document["dpop_bound_access_tokens_required"] = true;
        }

        Add("resource_name", resource.DisplayName ?? settings.ProtectedResource.Name);
        foreach (var (language, name) in resource.LocalizedDisplayNames)
        {
            Add($"resource_name#{language}", name); // RFC 9728 §2.1
        }

        Add("resource_documentation", settings.ProtectedResource.Documentation);
        return document;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                document[name] = value;
            }
        }
    }

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    private sealed record Written(AttestoOptions Settings)
    {
        public ConcurrentDictionary<string, PublicDocument> Documents { get; } = new(StringComparer.Ordinal);
    }
}
