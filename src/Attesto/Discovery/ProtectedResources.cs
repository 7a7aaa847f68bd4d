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
    private readonly AttestoOptions _options = options.Value;

    // By path, and only for resources that there are: a stranger cannot make it grow.
    private readonly ConcurrentDictionary<string, PublicDocument> _written = new(StringComparer.Ordinal);

    /// <summary>The document of the resource whose path was appended to the well-known one (RFC 9728 §3.1); the audience answers at the bare path too.</summary>
    /// <param name="resourcePath">What follows the well-known path in the request: empty, or the resource's path with its leading slash.</param>
    /// <returns>The document, or null if there is no such resource.</returns>
    public JsonObject? Find(string resourcePath)
    {
        var path = resourcePath.TrimEnd('/');
        foreach (var resource in _options.Resources.Supported.Select(resource => resource.Uri).Prepend(_options.Audience).OfType<string>().Where(IsUrl))
        {
            if (path.Length == 0 || string.Equals(EndpointUrls.PathIn(resource), path, StringComparison.Ordinal))
            {
                return Write(resource);
            }
        }

        return null;
    }

    /// <summary>The same document as it goes out.</summary>
    public PublicDocument? FindWritten(string resourcePath)
    {
        var path = resourcePath.TrimEnd('/');
        if (!_written.TryGetValue(path, out var written) && Find(path) is { } document)
        {
            _written[path] = written = PublicDocument.Of(document);
        }

        return written;
    }

    // RFC 9728 §1.2: a resource that publishes metadata is identified by a URL.
    private static bool IsUrl(string resource) =>
        resource.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || resource.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private JsonObject Write(string resource)
    {
        var document = new JsonObject
        {
            ["resource"] = resource,
            ["authorization_servers"] = new JsonArray(urls.Issuer),
            ["bearer_methods_supported"] = List(_options.ProtectedResource.BearerMethodsSupported),
        };
        if (_options.Scopes.Supported.Count > 0)
        {
            document["scopes_supported"] = List(_options.Scopes.Supported);
        }

        if (_options.ProtectedResource.RequireDpop)
        {
            document["dpop_signing_alg_values_supported"] = List(profiles.DpopProof.Algorithms);
            document["dpop_bound_access_tokens_required"] = true;
        }

        Add("resource_name", _options.ProtectedResource.Name);
        Add("resource_documentation", _options.ProtectedResource.Documentation);
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
}
