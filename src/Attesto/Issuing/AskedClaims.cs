using System.Text.Json.Nodes;
using Attesto.Jose;
using Attesto.Scopes;

namespace Attesto.Issuing;

/// <summary>What the host knows and an ID token tells: the claims of the granted scopes, where server and client want them there, and those that a client asked for one
/// by one (OpenID Connect Core §5.4, §5.5), of which the request holds what was allowed.</summary>
internal static class AskedClaims
{
    private const string IdToken = "id_token";

    /// <summary>The host's own claims for the ID token, and those of scope and request that it knows. What the protocol itself says, the host's knowledge
    /// does not change.</summary>
    internal static async ValueTask<JsonObject?> GatherAsync(IClaimsPolicy policy, ClaimsContext asked, AttestoOptions options, CancellationToken cancellationToken)
    {
        var own = await policy.GetIdTokenClaimsAsync(asked, cancellationToken);
        string[] wanted = [.. NamesOf(asked, options).Where(name => !TokenClaims.ReservedInIdTokens.Contains(name)).Distinct(StringComparer.Ordinal)];
        if (wanted.Length == 0 || await policy.GetUserInfoAsync(asked, cancellationToken) is not { } known)
        {
            return own;
        }

        var gathered = own?.DeepClone().AsObject() ?? [];
        foreach (var name in wanted)
        {
            if (!gathered.ContainsKey(name) && known[name] is { } value)
            {
                gathered[name] = value.DeepClone();
            }
        }

        return gathered;
    }

    private static IEnumerable<string> NamesOf(ClaimsContext asked, AttestoOptions options)
    {
        var named = asked.Requested?[IdToken] is JsonObject one ? one.Select(member => member.Key) : [];
        return IncludesScopes(asked.Client, options) ? named.Concat(ScopeClaims.Of(asked.Scope, options)) : named;
    }

    // Most applications read a name there and nowhere else; FAPI clients want little in a token that travels.
    private static bool IncludesScopes(Client? client, AttestoOptions options) =>
        client?.ScopeClaimsInIdToken ?? options.Scopes.ClaimsInIdToken ?? options.Profile is SecurityProfile.None;
}
