using System.Collections.Immutable;
using Attesto.Scopes;

namespace Attesto.Issuing;

/// <summary>What an API's access tokens tell about a person, besides what the principal policy puts there.</summary>
/// <param name="policy">What the host knows; without one nothing is told.</param>
internal sealed class ResourceClaims(IClaimsPolicy? policy = null)
{
    /// <summary>Adds to a principal the claims that the API gets, as far as the granted scopes open them. What the principal says already stays.</summary>
    /// <param name="approved">What the host approved.</param>
    /// <param name="wanted">The claims that the API gets.</param>
    /// <param name="options">Which claims a scope opens.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The principal.</returns>
    public async ValueTask<Principal> AddAsync(ApprovedIssuance approved, ImmutableArray<string> wanted, AttestoOptions options, CancellationToken cancellationToken)
    {
        var principal = approved.Principal;
        if (wanted.IsEmpty || policy is null || !approved.IsAboutPerson)
        {
            return principal;
        }

        string[] opened = [.. ScopeClaims.Of(approved.Scope, options).Where(
            name => wanted.Contains(name, StringComparer.Ordinal) && principal.Claims?.ContainsKey(name) is not true)];
        var asked = new ClaimsContext
        {
            Client = approved.Request.Client.Client,
            Subject = principal.Subject,
            Scope = approved.Scope,
            HostSubject = approved.Issuance.Authorization?.Subject,
        };
        if (opened.Length == 0 || await policy.GetUserInfoAsync(asked, cancellationToken) is not { } known)
        {
            return principal;
        }

        var claims = principal.Claims?.DeepClone().AsObject() ?? [];
        foreach (var name in opened)
        {
            if (known[name] is { } value)
            {
                claims[name] = value.DeepClone();
            }
        }

        return principal with { Claims = claims };
    }
}
