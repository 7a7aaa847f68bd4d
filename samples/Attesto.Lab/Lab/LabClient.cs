using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attesto.Jose;

namespace Attesto.Lab;

/// <summary>A client: RFC 7591 metadata and what the lab adds. Metadata that nobody here understands is ignored (RFC 7591 §2).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record LabClient
{
    private static readonly ImmutableArray<string> EveryGrant =
    [
        Attesto.GrantTypes.AuthorizationCode, Attesto.GrantTypes.RefreshToken, Attesto.GrantTypes.ClientCredentials,
        Attesto.GrantTypes.DeviceCode, Attesto.GrantTypes.JwtBearer, Attesto.GrantTypes.TokenExchange,
    ];

    public required string ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public bool Public { get; init; }

    public bool Revoked { get; init; }

    public string? TokenEndpointAuthMethod { get; init; }

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string>? GrantTypes { get; init; }

    public string? ApplicationType { get; init; }

    public string? Scope { get; init; }

    public string? DefaultScope { get; init; }

    public JsonObject? Jwks { get; init; }

    public string? JwksUri { get; init; }

    public string? ClientName { get; init; }

    public string? ClientUri { get; init; }

    public string? LogoUri { get; init; }

    public string? PolicyUri { get; init; }

    public string? TosUri { get; init; }

    public string? IdTokenSignedResponseAlg { get; init; }

    public string? AuthorizationSignedResponseAlg { get; init; }

    [JsonPropertyName("userinfo_signed_response_alg")] // RFC 7591 writes userinfo as one word
    public string? UserInfoSignedResponseAlg { get; init; }

    public string? SubjectType { get; init; }

    public string? SectorIdentifierUri { get; init; }

    public bool? RequirePkce { get; init; }

    public bool? ScopeClaimsInIdToken { get; init; }

    public string? DefaultResource { get; init; }

    public bool RequireDpop { get; init; }

    public bool DpopBoundAccessTokens { get; init; }

    public bool RequireMtls { get; init; }

    public bool? TlsClientCertificateBoundAccessTokens { get; init; }

    public string? TlsClientAuthSubjectDn { get; init; }

    public bool RequirePushedAuthorizationRequests { get; init; }

    public bool RequireSignedRequestObject { get; init; }

    public IReadOnlyList<string> AllowedResources { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public string? BackchannelLogoutUri { get; init; }

    public bool BackchannelLogoutSessionRequired { get; init; }

    /// <summary><c>rotate</c> or <c>keep</c>; null follows the server.</summary>
    public string? RefreshTokenUsage { get; init; }

    /// <summary><c>auto</c> grants, <c>deny</c> refuses, <c>screen</c> shows the consent page.</summary>
    public string Consent { get; init; } = "auto";

    /// <summary>Whether the page remembers answers, where <c>RememberConsentFor</c> is set; null goes by the client.</summary>
    public bool? RememberConsent { get; init; }

    /// <summary>True puts check boxes on the consent page.</summary>
    public bool AllowPartialConsent { get; init; }

    /// <summary>Scopes that the host's policy refuses at redemption.</summary>
    public IReadOnlyList<string> DenyScopesAtToken { get; init; } = [];

    /// <summary>What the file says beyond these members: names in other languages (<c>client_name#ja</c>, RFC 7591 §2.2), and what nobody here understands.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }

    private bool IsPublic => Public || string.Equals(TokenEndpointAuthMethod, "none", StringComparison.Ordinal);

    /// <summary>The first thing that is wrong with it, or null.</summary>
    internal string? Fault() =>
        ClientId.Length == 0 ? "client_id is empty" :
        Consent is not ("auto" or "screen" or "deny") ? $"consent is \"{Consent}\", not auto, screen or deny" :
        ApplicationType is not (null or "web" or "native") ? $"application_type is \"{ApplicationType}\", not web or native" :
        SubjectType is not (null or "public" or "pairwise") ? $"subject_type is \"{SubjectType}\", not public or pairwise" :
        RefreshTokenUsage is not (null or "rotate" or "keep") ? $"refresh_token_usage is \"{RefreshTokenUsage}\", not rotate or keep" :
        !ScopeSet.TryParse(Scope, out _) ? "scope breaks the grammar of RFC 6749 §3.3" :
        !ScopeSet.TryParse(DefaultScope, out _) ? "default_scope breaks the grammar of RFC 6749 §3.3" :
        Jwks is not null && !JsonWebKeyReader.TryReadSet(Jwks.ToJsonString(), out _) ? "jwks is not a set of public keys" :
        null;

    /// <summary>The client as the product knows it. What the file leaves out is allowed here, for testers; the product allows nothing by omission.</summary>
    /// <param name="catalogue">What a client without <c>scope</c> may ask for.</param>
    internal Client ToClient(ScopeSet catalogue) => new()
    {
        Id = ClientId,
        IsPublic = IsPublic,
        IsRevoked = Revoked,
        TokenEndpointAuthMethod = TokenEndpointAuthMethod,
        Secrets = ClientSecret is { Length: > 0 } ? [Attesto.ClientSecret.Of(ClientSecret)] : [],
        Jwks = Jwks is not null && JsonWebKeyReader.TryReadSet(Jwks.ToJsonString(), out var keys) ? keys : null,
        JwksUri = JwksUri,
        RedirectUris = [.. RedirectUris],
        ApplicationType = string.Equals(ApplicationType, "native", StringComparison.Ordinal) ? Attesto.ApplicationType.Native : Attesto.ApplicationType.Web,
        GrantTypes = GrantTypes is null ? EveryGrant : [.. GrantTypes],
        AllowedScope = Scope is not null && ScopeSet.TryParse(Scope, out var scope) ? scope : catalogue,
        DefaultScope = DefaultScope is not null && ScopeSet.TryParse(DefaultScope, out var defaults) ? defaults : null,
        AllowedResources = [.. AllowedResources],
        RequirePkce = RequirePkce,
        ScopeClaimsInIdToken = ScopeClaimsInIdToken,
        DefaultResource = DefaultResource,
        RequireDpop = RequireDpop || DpopBoundAccessTokens,
        RequireMtls = RequireMtls || TlsClientCertificateBoundAccessTokens is true,
        BindToCertificate = TlsClientCertificateBoundAccessTokens,
        RequirePushedAuthorizationRequests = RequirePushedAuthorizationRequests,
        RequireSignedRequestObject = RequireSignedRequestObject,
        TlsClientAuthSubjectDn = TlsClientAuthSubjectDn,
        IdTokenSignedResponseAlg = IdTokenSignedResponseAlg,
        UserInfoSignedResponseAlg = UserInfoSignedResponseAlg,
        SubjectType = string.Equals(SubjectType, "pairwise", StringComparison.Ordinal) ? Attesto.SubjectType.Pairwise : Attesto.SubjectType.Public,
        SectorIdentifierUri = SectorIdentifierUri,
        AuthorizationSignedResponseAlg = AuthorizationSignedResponseAlg,
        RefreshTokenUsage = RefreshTokenUsage switch
        {
            "rotate" => Attesto.RefreshTokenUsage.Rotate,
            "keep" => Attesto.RefreshTokenUsage.Keep,
            _ => null,
        },
        RememberConsent = RememberConsent,
        AllowPartialConsent = AllowPartialConsent,
        PostLogoutRedirectUris = [.. PostLogoutRedirectUris],
        BackchannelLogoutUri = BackchannelLogoutUri,
        BackchannelLogoutSessionRequired = BackchannelLogoutSessionRequired,
        Name = ClientName,
        LocalizedNames = LocalizedNames(),
        Uri = ClientUri,
        LogoUri = LogoUri,
        PolicyUri = PolicyUri,
        TosUri = TosUri,
        Tag = this,
    };

    private ImmutableDictionary<string, string> LocalizedNames() => (Others ?? new Dictionary<string, JsonElement>())
        .Where(member => member.Key.StartsWith("client_name#", StringComparison.Ordinal) && member.Value.ValueKind is JsonValueKind.String)
        .ToImmutableDictionary(member => member.Key["client_name#".Length..], member => member.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
}
