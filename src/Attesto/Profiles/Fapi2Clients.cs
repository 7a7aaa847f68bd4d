using System.Collections.Immutable;
using Attesto.Outbound;
using Attesto.Validation;

namespace Attesto.Profiles;

/// <summary>What FAPI 2.0 forbids a client to be, wherever the client comes from.</summary>
internal static class Fapi2Clients
{
    private static readonly ImmutableArray<Rule> Rules =
    [
        new(client => client.IsPublic, "is public, and only confidential clients are served (FAPI 2.0 §5.3.2.1)"),
        new(client => client.TokenEndpointAuthMethod is { } method && !Fapi2Options.Methods.Contains(method, StringComparer.Ordinal),
            "authenticates neither with private_key_jwt nor with a certificate (FAPI 2.0 §5.3.2.1)"),
        new(client => client.RequirePkce is false, "is exempt from PKCE (FAPI 2.0 §5.3.2.2)"),
        new(client => client.RedirectUris.Any(uri => IsUnencrypted(uri, client.ApplicationType)), "has an http redirect URI (FAPI 2.0 §5.3.2.2)"),
        new(client => IsOther(client.IdTokenSignedResponseAlg), "wants ID tokens signed with an algorithm that is not allowed (FAPI 2.0 §5.4.1)"),
        new(client => IsOther(client.UserInfoSignedResponseAlg), "wants UserInfo signed with an algorithm that is not allowed (FAPI 2.0 §5.4.1)"),
        new(client => IsOther(client.AuthorizationSignedResponseAlg), "wants responses signed with an algorithm that is not allowed (FAPI 2.0 §5.4.1)"),
    ];

    /// <summary>Why a client cannot be served under the profile, to be read behind its name; null if it can.</summary>
    internal static string? FaultOf(Client client, SecurityProfile profile)
    {
        if (profile is SecurityProfile.None)
        {
            return null;
        }

        foreach (var rule in Rules)
        {
            if (rule.IsBroken(client))
            {
                return rule.Fault;
            }
        }

        return null;
    }

    // A native client may listen on a loopback address of its device (RFC 8252 §7.3).
    private static bool IsUnencrypted(string uri, ApplicationType type) =>
        uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
        && !(type is ApplicationType.Native && Loopback.IsRedirect(uri) && !Loopback.IsLocalhost(uri));

    private static bool IsOther(string? algorithm) => algorithm is not null && !Fapi2Options.Algorithms.Contains(algorithm, StringComparer.Ordinal);

    private sealed record Rule(Func<Client, bool> IsBroken, string Fault);
}
