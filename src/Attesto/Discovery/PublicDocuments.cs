using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Discovery;

/// <summary>The documents that were written last. Of all that they tell, the server's keys and what it serves may change while it runs; then they are written anew.</summary>
internal sealed class PublicDocuments(IOptions<AttestoOptions> options)
{
    private readonly ConcurrentDictionary<OAuthEndpoint, Written> _latest = new();

    /// <summary>The document of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="keys">The keys of the moment.</param>
    /// <param name="write">Writes the document.</param>
    public PublicDocument Get(OAuthEndpoint endpoint, ImmutableArray<JsonWebKey> keys, Func<PublicDocument> write)
    {
        var settings = options.Value;
        if (_latest.TryGetValue(endpoint, out var latest) && latest.IsOf(keys, settings))
        {
            return latest.Document;
        }

        var document = write();
        _latest[endpoint] = new Written(keys, settings, document);
        return document;
    }

    private sealed record Written(ImmutableArray<JsonWebKey> Keys, AttestoOptions Settings, PublicDocument Document)
    {
        // A keystore may make a new list each time, of the same keys.
        public bool IsOf(ImmutableArray<JsonWebKey> keys, AttestoOptions settings)
        {
            if (Keys.Length != keys.Length || !ReferenceEquals(Settings, settings))
            {
                return false;
            }

            for (var i = 0; i < keys.Length; i++)
            {
                if (!ReferenceEquals(Keys[i], keys[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
