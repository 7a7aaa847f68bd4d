using System.Collections.Immutable;
using Attesto.Jose;

namespace Attesto.Registration;

/// <summary>Turns metadata that was checked into the client that it describes.</summary>
internal static class MetadataClient
{
    private const string Native = "native";
    private const string Pairwise = "pairwise";

    /// <summary>What a client may use that names no grant (RFC 7591 §2): the code, and its refresh, which the scope decides about.</summary>
    public static ImmutableArray<string> UsualGrants { get; } = [Attesto.GrantTypes.AuthorizationCode, Attesto.GrantTypes.RefreshToken];

    public static Client Of(string clientId, ClientMetadata metadata, ClientOrigin origin) => new()
    {
        Id = clientId,
        Origin = origin,
        IsPublic = metadata.TokenEndpointAuthMethod is AuthenticationMethods.None,
        TokenEndpointAuthMethod = metadata.TokenEndpointAuthMethod,
        TokenEndpointAuthSigningAlg = metadata.TokenEndpointAuthSigningAlg,
        RequestObjectSigningAlg = metadata.RequestObjectSigningAlg,
        Jwks = metadata.Jwks is { } json && JsonWebKeyReader.TryReadSet(json, out var keys) ? keys : null,
        JwksUri = metadata.JwksUri,
        RedirectUris = metadata.RedirectUris ?? [],
        ApplicationType = metadata.ApplicationType is Native ? ApplicationType.Native : ApplicationType.Web,
        GrantTypes = metadata.GrantTypes ?? UsualGrants,
        AllowedScope = Scope(metadata),
        DefaultScope = Scope(metadata),
        RequirePkce = true, // nobody vouched for this client; a host may relax it for those that register
        BindToCertificate = metadata.TlsClientCertificateBoundAccessTokens,
        RequireDpop = metadata.DpopBoundAccessTokens is true,
        RequireMtls = metadata.TlsClientCertificateBoundAccessTokens is true,
        RequirePushedAuthorizationRequests = metadata.RequirePushedAuthorizationRequests is true,
        RequireSignedRequestObject = metadata.RequireSignedRequestObject is true,
        TlsClientAuthSubjectDn = metadata.TlsClientAuthSubjectDn,
        IdTokenSignedResponseAlg = metadata.IdTokenSignedResponseAlg,
        UserInfoSignedResponseAlg = metadata.UserInfoSignedResponseAlg,
        SubjectType = metadata.SubjectType is Pairwise ? SubjectType.Pairwise : SubjectType.Public,
        SectorIdentifierUri = metadata.SectorIdentifierUri,
        AuthorizationSignedResponseAlg = metadata.AuthorizationSignedResponseAlg,
        PostLogoutRedirectUris = metadata.PostLogoutRedirectUris ?? [],
        BackchannelLogoutUri = metadata.BackchannelLogoutUri,
        BackchannelLogoutSessionRequired = metadata.BackchannelLogoutSessionRequired is true,
        Name = metadata.ClientName,
        LocalizedNames = metadata.LocalizedClientNames ?? ImmutableDictionary<string, string>.Empty,
        Uri = metadata.ClientUri,
        LogoUri = metadata.LogoUri,
        PolicyUri = metadata.PolicyUri,
        TosUri = metadata.TosUri,
    };

    private static ScopeSet? Scope(ClientMetadata metadata) =>
        metadata.Scope is { } text && ScopeSet.TryParse(text, out var scope) && scope.Count > 0 ? scope : null;
}
