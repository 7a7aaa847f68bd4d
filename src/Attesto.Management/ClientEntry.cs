using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Management;

/// <summary>A client as it is written and shown: every member of <see cref="Client"/> under its name, but for the hashes of its secrets.</summary>
internal sealed record ClientEntry
{
    public string Id { get; init; } = "";

    /// <summary>Shown where it is not the host's own client, and never read.</summary>
    [JsonConverter(typeof(NameConverter<ClientOrigin>))]
    public ClientOrigin? Origin { get; init; }

    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string>? LocalizedNames { get; init; }

    public bool IsPublic { get; init; }

    public bool IsRevoked { get; init; }

    [JsonConverter(typeof(NameConverter<ApplicationType>))]
    public ApplicationType ApplicationType { get; init; }

    public bool? AllowLocalhostRedirects { get; init; }

    public string? TokenEndpointAuthMethod { get; init; }

    public string? TokenEndpointAuthSigningAlg { get; init; }

    public string? TlsClientAuthSubjectDn { get; init; }

    /// <summary>Shown, and never read: secrets are made by the server.</summary>
    public IReadOnlyList<SecretEntry>? Secrets { get; init; }

    public JsonNode? Jwks { get; init; }

    public string? JwksUri { get; init; }

    public IReadOnlyList<string>? RedirectUris { get; init; }

    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public string? AllowedScope { get; init; }

    public string? DefaultScope { get; init; }

    public IReadOnlyList<string>? AllowedClaims { get; init; }

    public IReadOnlyList<string>? AllowedResources { get; init; }

    public string? DefaultResource { get; init; }

    public bool? RequirePkce { get; init; }

    public bool RequireDpop { get; init; }

    public bool RequireMtls { get; init; }

    public bool? BindToCertificate { get; init; }

    public bool RequirePushedAuthorizationRequests { get; init; }

    public bool RequireSignedRequestObject { get; init; }

    public string? RequestObjectSigningAlg { get; init; }

    public string? IdTokenSignedResponseAlg { get; init; }

    public string? UserInfoSignedResponseAlg { get; init; }

    public string? AuthorizationSignedResponseAlg { get; init; }

    [JsonConverter(typeof(NameConverter<SubjectType>))]
    public SubjectType SubjectType { get; init; }

    public string? SectorIdentifierUri { get; init; }

    public bool? ScopeClaimsInIdToken { get; init; }

    public bool? RememberConsent { get; init; }

    public bool AllowPartialConsent { get; init; }

    [JsonConverter(typeof(NameConverter<RefreshTokenUsage>))]
    public RefreshTokenUsage? RefreshTokenUsage { get; init; }

    public string? BackchannelLogoutUri { get; init; }

    public bool BackchannelLogoutSessionRequired { get; init; }

    public string? Uri { get; init; }

    public string? LogoUri { get; init; }

    public string? PolicyUri { get; init; }

    public string? TosUri { get; init; }

    public static ClientEntry Of(Client client) => new()
    {
        Id = client.Id,
        Origin = client.Origin is ClientOrigin.Host ? null : client.Origin,
        Name = client.Name,
        LocalizedNames = client.LocalizedNames.IsEmpty ? null : client.LocalizedNames,
        IsPublic = client.IsPublic,
        IsRevoked = client.IsRevoked,
        ApplicationType = client.ApplicationType,
        AllowLocalhostRedirects = client.AllowLocalhostRedirects,
        TokenEndpointAuthMethod = client.TokenEndpointAuthMethod,
        TokenEndpointAuthSigningAlg = client.TokenEndpointAuthSigningAlg,
        TlsClientAuthSubjectDn = client.TlsClientAuthSubjectDn,
        Secrets = client.Secrets.IsEmpty ? null : [.. client.Secrets.Select(secret => new SecretEntry(secret.ExpiresAt))],
        Jwks = client.Jwks is { } keys ? new JsonObject { ["keys"] = new JsonArray([.. keys.Keys.Select(Write)]) } : null,
        JwksUri = client.JwksUri,
        RedirectUris = Shown(client.RedirectUris),
        PostLogoutRedirectUris = Shown(client.PostLogoutRedirectUris),
        GrantTypes = client.GrantTypes,
        AllowedScope = client.AllowedScope?.ToString(),
        DefaultScope = client.DefaultScope?.ToString(),
        AllowedClaims = client.AllowedClaims,
        AllowedResources = Shown(client.AllowedResources),
        DefaultResource = client.DefaultResource,
        RequirePkce = client.RequirePkce,
        RequireDpop = client.RequireDpop,
        RequireMtls = client.RequireMtls,
        BindToCertificate = client.BindToCertificate,
        RequirePushedAuthorizationRequests = client.RequirePushedAuthorizationRequests,
        RequireSignedRequestObject = client.RequireSignedRequestObject,
        RequestObjectSigningAlg = client.RequestObjectSigningAlg,
        IdTokenSignedResponseAlg = client.IdTokenSignedResponseAlg,
        UserInfoSignedResponseAlg = client.UserInfoSignedResponseAlg,
        AuthorizationSignedResponseAlg = client.AuthorizationSignedResponseAlg,
        SubjectType = client.SubjectType,
        SectorIdentifierUri = client.SectorIdentifierUri,
        ScopeClaimsInIdToken = client.ScopeClaimsInIdToken,
        RememberConsent = client.RememberConsent,
        AllowPartialConsent = client.AllowPartialConsent,
        RefreshTokenUsage = client.RefreshTokenUsage,
        BackchannelLogoutUri = client.BackchannelLogoutUri,
        BackchannelLogoutSessionRequired = client.BackchannelLogoutSessionRequired,
        Uri = client.Uri,
        LogoUri = client.LogoUri,
        PolicyUri = client.PolicyUri,
        TosUri = client.TosUri,
    };

    /// <summary>The client that this describes, without secrets.</summary>
    /// <exception cref="ClientDataException">A scope, a list or the key set is malformed.</exception>
    public Client ToClient() => new()
    {
        Id = (string?)Id ?? "", // JSON may have null there
        Name = Name,
        LocalizedNames = ReadNames(),
        IsPublic = IsPublic,
        IsRevoked = IsRevoked,
        ApplicationType = ApplicationType,
        AllowLocalhostRedirects = AllowLocalhostRedirects,
        TokenEndpointAuthMethod = TokenEndpointAuthMethod,
        TokenEndpointAuthSigningAlg = TokenEndpointAuthSigningAlg,
        TlsClientAuthSubjectDn = TlsClientAuthSubjectDn,
        Jwks = ReadKeys(),
        JwksUri = JwksUri,
        RedirectUris = Read(RedirectUris, nameof(RedirectUris)) ?? [],
        PostLogoutRedirectUris = Read(PostLogoutRedirectUris, nameof(PostLogoutRedirectUris)) ?? [],
        GrantTypes = Read(GrantTypes, nameof(GrantTypes)),
        AllowedScope = ReadScope(AllowedScope, nameof(AllowedScope)),
        DefaultScope = ReadScope(DefaultScope, nameof(DefaultScope)),
        AllowedClaims = Read(AllowedClaims, nameof(AllowedClaims)),
        AllowedResources = Read(AllowedResources, nameof(AllowedResources)) ?? [],
        DefaultResource = DefaultResource,
        RequirePkce = RequirePkce,
        RequireDpop = RequireDpop,
        RequireMtls = RequireMtls,
        BindToCertificate = BindToCertificate,
        RequirePushedAuthorizationRequests = RequirePushedAuthorizationRequests,
        RequireSignedRequestObject = RequireSignedRequestObject,
        RequestObjectSigningAlg = RequestObjectSigningAlg,
        IdTokenSignedResponseAlg = IdTokenSignedResponseAlg,
        UserInfoSignedResponseAlg = UserInfoSignedResponseAlg,
        AuthorizationSignedResponseAlg = AuthorizationSignedResponseAlg,
        SubjectType = SubjectType,
        SectorIdentifierUri = SectorIdentifierUri,
        ScopeClaimsInIdToken = ScopeClaimsInIdToken,
        RememberConsent = RememberConsent,
        AllowPartialConsent = AllowPartialConsent,
        RefreshTokenUsage = RefreshTokenUsage,
        BackchannelLogoutUri = BackchannelLogoutUri,
        BackchannelLogoutSessionRequired = BackchannelLogoutSessionRequired,
        Uri = Uri,
        LogoUri = LogoUri,
        PolicyUri = PolicyUri,
        TosUri = TosUri,
    };

    private static ImmutableArray<string>? Shown(ImmutableArray<string> values) => values.IsEmpty ? null : values;

    // JSON may have null where a text belongs, and so may what is read from it.
    private static ImmutableArray<string>? Read(IReadOnlyList<string?>? values, string field) => values?.Any(value => value is null) is true
        ? throw new ClientDataException([new ClientDataFault(field, "has an entry that is null; each must be a text.")])
        : values is null ? null : [.. values.OfType<string>()];

    private ImmutableDictionary<string, string> ReadNames() => LocalizedNames?.Values.Any(name => (string?)name is null) is true
        ? throw new ClientDataException([new ClientDataFault(nameof(LocalizedNames), "has an entry that is null; each must be a text.")])
        : LocalizedNames?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty;

    private static ScopeSet? ReadScope(string? text, string field) => text is null || ScopeSet.TryParse(text, out _)
        ? text is null ? null : ScopeSet.Of(text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : throw new ClientDataException([new ClientDataFault(field, "must be scope tokens with one space between them (RFC 6749 §3.3).")]);

    private JsonWebKeySet? ReadKeys()
    {
        if (Jwks is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(Jwks.ToJsonString());
        return JsonWebKeyReader.TryReadSet(json.RootElement, out var set)
            ? set
            : throw new ClientDataException([new ClientDataFault(nameof(Jwks), "must be a set of public keys (RFC 7517 §5).")]);
    }

    private static JsonObject Write(JsonWebKey key)
    {
        var json = new JsonObject();
        foreach (var (name, text) in new[]
        {
            ("kty", key.Kty), ("kid", key.Kid), ("alg", key.Alg), ("use", key.Use), ("crv", key.Crv), ("x", key.X), ("y", key.Y), ("n", key.N), ("e", key.E),
        })
        {
            if (text is not null)
            {
                json[name] = text;
            }
        }

        return json;
    }
}

/// <summary>A secret, of which nothing is left to show but when it ends.</summary>
internal sealed record SecretEntry(DateTimeOffset? ExpiresAt);
