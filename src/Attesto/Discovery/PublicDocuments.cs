using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Discovery;

/// <summary>The documents that were written last. Of all that they tell, only the server's keys change while it runs; then they are written anew.</summary>
internal sealed class PublicDocuments
{
    private readonly ConcurrentDictionary<OAuthEndpoint, Written> _latest = new();

    /// <summary>The document of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="keys">The keys of the moment.</param>
    /// <param name="write">Writes the document.</param>
    public PublicDocument Get(OAuthEndpoint endpoint, ImmutableArray<JsonWebKey> keys, Func<PublicDocument> write)
    {
        if (_latest.TryGetValue(endpoint, out var latest) && latest.IsOf(keys))
        {
            return latest.Document;
        }

        var document = write();
        _latest[endpoint] = new Written(keys, document);
        return document;
    }

    private sealed record Written(ImmutableArray<JsonWebKey> Keys, PublicDocument Document)
    {
        // A keystore may make a new list each time, of the same keys.
        public bool IsOf(ImmutableArray<JsonWebKey> keys)
        {
            if (Keys.Length != keys.Length)
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
