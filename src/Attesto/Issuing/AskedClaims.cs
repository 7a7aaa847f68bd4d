using System.Text.Json.Nodes;

namespace Attesto.Issuing;

/// <summary>The claims that a client asked for in the ID token one by one (OpenID Connect Core §5.5): what was allowed is left in the request.</summary>
internal static class AskedClaims
{
    private const string IdToken = "id_token";

    // What the sign-in says of itself; the host's knowledge does not change it.
    private static readonly string[] Demands = ["sub", "acr", "auth_time"];

    /// <summary>The host's own claims for the ID token, and those asked for that it knows.</summary>
    internal static async ValueTask<JsonObject?> GatherAsync(IClaimsPolicy policy, ClaimsRequest asked, CancellationToken cancellationToken)
    {
        var own = await policy.GetIdTokenClaimsAsync(asked, cancellationToken);
        if (asked.Requested?[IdToken] is not JsonObject { Count: > 0 } named || await policy.GetUserInfoAsync(asked, cancellationToken) is not { } known)
        {
            return own;
        }

        var gathered = own?.DeepClone().AsObject() ?? [];
        foreach (var (name, _) in named)
        {
            if (!Demands.Contains(name, StringComparer.Ordinal) && !gathered.ContainsKey(name) && known[name] is { } value)
            {
                gathered[name] = value.DeepClone();
            }
        }

        return gathered;
    }
}
