using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attesto.Management;

/// <summary>A client as a form shows and sends it: what most clients need has a field, and all else is JSON. Lists have one entry to a line.</summary>
public sealed class ClientForm
{
    private static readonly JsonSerializerOptions Members = new(ManagementJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    // What a client has that says nothing of either (RFC 7591 §2); the form says it.
    private static readonly ImmutableArray<string> UsualGrants = [Attesto.GrantTypes.AuthorizationCode, Attesto.GrantTypes.RefreshToken];
    private static readonly ScopeSet UsualScope = ScopeSet.Of("openid");

    // What the fields below say; the state and the secrets have buttons of their own.
    private static readonly string[] Names =
    [
        "id", "name", "isPublic", "isRevoked", "applicationType", "secrets", "redirectUris", "postLogoutRedirectUris", "backchannelLogoutUri", "grantTypes", "allowedScope",
        "allowedResources", "requirePushedAuthorizationRequests", "requireDpop", "origin",
    ];

    /// <summary>Its <c>client_id</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The name that people see.</summary>
    public string? Name { get; set; }

    /// <summary>True if it can keep no secret (RFC 6749 §2.1).</summary>
    public bool IsPublic { get; set; }

    /// <summary>True for an app on a device, whose redirect to the loopback address may use any port (RFC 8252 §7.3).</summary>
    public bool IsNative { get; set; }

    /// <summary>Where people come back to.</summary>
    public string? RedirectUris { get; set; }

    /// <summary>Where people come back to after signing out (OpenID Connect RP-Initiated Logout §3.1).</summary>
    public string? PostLogoutRedirectUris { get; set; }

    /// <summary>Who is told when a session ends (OpenID Connect Back-Channel Logout §2.2).</summary>
    public string? BackchannelLogoutUri { get; set; }

    /// <summary>The grants that it may use.</summary>
    public string? GrantTypes { get; set; } = string.Join('\n', UsualGrants);

    /// <summary>The scope that it may ask for, with spaces between.</summary>
    public string? AllowedScope { get; set; } = $"{UsualScope}";

    /// <summary>The APIs that it may ask tokens for (RFC 8707 §2).</summary>
    public string? AllowedResources { get; set; }

    /// <summary>True if it must push its authorization requests (RFC 9126 §6).</summary>
    public bool RequirePushedAuthorizationRequests { get; set; }

    /// <summary>True if its tokens must be bound to a DPoP key (RFC 9449 §5.2).</summary>
    public bool RequireDpop { get; set; }

    /// <summary>All that has no field of its own: a JSON object with the members that <c>clients show --json</c> prints; null or empty for nothing.</summary>
    public string? Rest { get; set; }

    /// <summary>The version that was read; a change that came between is not overwritten.</summary>
    public Guid Version { get; set; }

    internal static ClientForm Of(Client client, Guid version)
    {
        var rest = JsonSerializer.SerializeToNode(ClientEntry.Of(client), Members)!.AsObject();
        foreach (var name in Names)
        {
            rest.Remove(name);
        }

        return new ClientForm
        {
            Id = client.Id,
            Name = client.Name,
            IsPublic = client.IsPublic,
            IsNative = client.ApplicationType is ApplicationType.Native,
            RedirectUris = string.Join('\n', client.RedirectUris),
            PostLogoutRedirectUris = string.Join('\n', client.PostLogoutRedirectUris),
            BackchannelLogoutUri = client.BackchannelLogoutUri,
            GrantTypes = string.Join('\n', client.GrantTypes ?? UsualGrants),
            AllowedScope = $"{client.AllowedScope ?? UsualScope}",
            AllowedResources = string.Join('\n', client.AllowedResources),
            RequirePushedAuthorizationRequests = client.RequirePushedAuthorizationRequests,
            RequireDpop = client.RequireDpop,
            Rest = rest.Count == 0 ? null : rest.ToJsonString(ManagementJson.Options),
            Version = version,
        };
    }

    /// <summary>The client that this describes, switched on and without secrets.</summary>
    /// <exception cref="ClientDataException">The rest is no such JSON, or a scope or the key set is malformed.</exception>
    internal Client ToClient()
    {
        var (grants, scope) = (Lines(GrantTypes), Text(AllowedScope));
        var client = (ReadRest() with
        {
            Id = Text(Id) ?? "",
            Name = Text(Name),
            IsPublic = IsPublic,
            ApplicationType = IsNative ? ApplicationType.Native : ApplicationType.Web,
            RedirectUris = Lines(RedirectUris),
            PostLogoutRedirectUris = Lines(PostLogoutRedirectUris),
            BackchannelLogoutUri = Text(BackchannelLogoutUri),
            GrantTypes = grants.SequenceEqual(UsualGrants, StringComparer.Ordinal) ? null : grants,
            AllowedScope = scope == $"{UsualScope}" ? null : scope,
            AllowedResources = Lines(AllowedResources),
            RequirePushedAuthorizationRequests = RequirePushedAuthorizationRequests,
            RequireDpop = RequireDpop,
        }).ToClient();
        return scope is null ? client with { AllowedScope = ScopeSet.Empty } : client;
    }

    private ClientEntry ReadRest()
    {
        if (string.IsNullOrWhiteSpace(Rest))
        {
            return new ClientEntry();
        }

        try
        {
            using var json = JsonDocument.Parse(Rest);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw Wrong("must be a JSON object, such as { \"requirePkce\": true }.");
            }

            if (json.RootElement.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => Names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } twice)
            {
                throw Wrong($"must leave \"{twice}\" out: it has a place of its own on these pages.");
            }

            return json.Deserialize<ClientEntry>(ManagementJson.Options)!;
        }
        catch (JsonException fault)
        {
            throw Wrong(fault.Path is null or "$" ? $"must be JSON: line {fault.LineNumber + 1} is not." : $"has something at {fault.Path} that no client has, or not like this.");
        }
    }

    private static ClientDataException Wrong(string reason) => new([new ClientDataFault(nameof(Rest), reason)]);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string[] Lines(string? text) => text?.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
