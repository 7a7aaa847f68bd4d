using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>The grants of this server, from one value for the token endpoint, discovery and registration.</summary>
/// <param name="grants">Every registered grant.</param>
/// <param name="options">Which of them are offered.</param>
internal sealed class OfferedGrants(IEnumerable<GrantDescriptor> grants, IOptions<AttestoOptions> options)
{
    private readonly ImmutableArray<GrantDescriptor> _offered = [.. grants.Where(grant => grant.IsOffered(options.Value))];

    /// <summary>The <c>grant_types_supported</c> (RFC 8414 §2).</summary>
    public ImmutableArray<string> GrantTypes => [.. _offered.Select(grant => grant.GrantType)];

    /// <summary>Looks an offered grant up.</summary>
    /// <param name="grantType">The <c>grant_type</c>.</param>
    /// <returns>The grant, or null if it is not offered.</returns>
    public GrantDescriptor? Find(string grantType)
    {
        foreach (var grant in _offered)
        {
            if (string.Equals(grant.GrantType, grantType, StringComparison.Ordinal))
            {
                return grant;
            }
        }

        return null;
    }
}
