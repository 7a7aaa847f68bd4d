using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary>What a running server says of itself.</summary>
internal static class MetadataChecks
{
    private static readonly ServerCheck OpenId = new(
        "live.openid-document",
        CheckSeverity.Error,
        "OpenID Connect Discovery §4",
        "The OpenID document stands below the issuer.",
        "Let /.well-known pass the proxy; see whether the URL is the issuer.");

    private static readonly ServerCheck OAuth = new(
        "live.oauth-document",
        CheckSeverity.Error,
        "RFC 8414 §3.1",
        "The OAuth document stands between the issuer's host and path.",
        "Let /.well-known of the host pass the proxy to this server.");

    private static readonly ServerCheck Issuer = new(
        "live.issuer",
        CheckSeverity.Error,
        "RFC 8414 §3.3",
        "The issuer in the documents is the URL that they were read from.",
        "Set Attesto:Issuer to the URL that clients use.");

    private static readonly ServerCheck Agree = new(
        "live.documents-agree",
        CheckSeverity.Error,
        "RFC 8414 §5",
        "Both documents say the same.",
        "See whether both come from this server, and from no cache before it.");

    private static readonly ServerCheck Https = new(
        "live.https", CheckSeverity.Error, "RFC 8414 §2", "Every endpoint has an https URL.", "Set Attesto:Issuer to an https URL.");

    private static readonly ServerCheck Pkce = new(
        "live.pkce", CheckSeverity.Error, "RFC 9700 §2.1.1", "S256 is offered.", "See which server answers: this one always offers it.");

    private static readonly ServerCheck Plain = new(
        "live.pkce-plain", CheckSeverity.Error, "RFC 9700 §2.1.1", "plain is not offered.", "See which server answers: this one never offers it.");

    private static readonly ServerCheck Implicit = new(
        "live.implicit",
        CheckSeverity.Error,
        "RFC 9700 §2.1.2",
        "No token is in an authorization response.",
        "See which server answers: this one never offers it.");

    private static readonly ServerCheck Password = new(
        "live.password", CheckSeverity.Error, "RFC 9700 §2.4", "No client sees a password.", "See which server answers: this one never offers it.");

    private static readonly ServerCheck None = new(
        "live.alg-none", CheckSeverity.Error, "RFC 8725 §3.2", "Every token is signed.", "See which server answers: this one never offers it.");

    private static readonly ServerCheck Iss = new(
        "live.iss", CheckSeverity.Warning, "RFC 9207 §3", "An authorization response says whose it is.", "Set Attesto:Authorization:ResponseIss to true.");

    private static readonly string[] SharedMembers = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [OpenId, OAuth, Issuer, Agree, Https, Pkce, Plain, Implicit, Password, None, Iss];

    /// <summary>The metadata, if there is any, and what is wrong with it.</summary>
    public static async Task<(JsonObject? Metadata, IReadOnlyList<Finding> Findings)> FindAsync(ServerView server, CancellationToken cancellationToken)
    {
        if (await server.ReadAsync(server.OpenIdDocument, cancellationToken) is not { } document)
        {
            return (null, [OpenId.Found($"{server.OpenIdDocument} is no such document")]);
        }

        var oauth = await server.ReadAsync(server.OAuthDocument, cancellationToken);
        var differences = oauth is null ? [OAuth.Found($"{server.OAuthDocument} is no such document")] : FindDifferences(document, oauth);
        return (document, [.. FindInDocument(document, server), .. differences]);
    }

    /// <summary>The texts of a member that is a list.</summary>
    public static string[] List(JsonObject metadata, string member) =>
        metadata[member] is JsonArray list ? [.. list.Where(item => item?.GetValueKind() is JsonValueKind.String).Select(item => item!.GetValue<string>())] : [];

    /// <summary>A member that is a text, or null.</summary>
    public static string? Text(JsonObject metadata, string member) => metadata[member]?.GetValueKind() is JsonValueKind.String ? metadata[member]!.GetValue<string>() : null;

    private static IEnumerable<Finding> FindDifferences(JsonObject document, JsonObject oauth) =>
        from member in SharedMembers
        where Text(document, member) != Text(oauth, member)
        select Agree.Found($"{member} is \"{Text(document, member)}\" in the OpenID document and \"{Text(oauth, member)}\" in the OAuth document");

    private static IEnumerable<Finding> FindInDocument(JsonObject document, ServerView server)
    {
        if (Text(document, "issuer")?.TrimEnd('/') != server.Issuer)
        {
            yield return Issuer.Found($"The document at {server.OpenIdDocument} is of the issuer \"{Text(document, "issuer")}\"");
        }

        foreach (var (member, url) in document.Select(member => (member.Key, Text(document, member.Key))))
        {
            if ((member.EndsWith("_endpoint", StringComparison.Ordinal) || member is "issuer" or "jwks_uri") && url?.StartsWith("https://", StringComparison.Ordinal) == false)
            {
                yield return Https.Found($"{member} is {url}");
            }
        }

        var methods = List(document, "code_challenge_methods_supported");
        if (!methods.Contains("S256", StringComparer.Ordinal))
        {
            yield return Pkce.Found("code_challenge_methods_supported lacks S256");
        }

        if (methods.Contains("plain", StringComparer.Ordinal))
        {
            yield return Plain.Found("code_challenge_methods_supported has plain");
        }

        foreach (var type in List(document, "response_types_supported").Where(type => type.Split(' ').Any(part => part is "token" or "id_token")))
        {
            yield return Implicit.Found($"response_types_supported has {type}");
        }

        if (List(document, "grant_types_supported").Contains("password", StringComparer.Ordinal))
        {
            yield return Password.Found("grant_types_supported has password");
        }

        foreach (var member in document.Select(member => member.Key).Where(member => member.EndsWith("_alg_values_supported", StringComparison.Ordinal)))
        {
            if (List(document, member).Contains("none", StringComparer.Ordinal))
            {
                yield return None.Found($"{member} has none");
            }
        }

        if (document["authorization_response_iss_parameter_supported"]?.GetValueKind() is not JsonValueKind.True)
        {
            yield return Iss.Found("authorization_response_iss_parameter_supported is not true");
        }
    }
}
