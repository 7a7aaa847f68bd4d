using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>Writes the members that are set.</summary>
internal static class ClientMetadataWriter
{
    public static JsonObject Write(ClientMetadata metadata)
    {
        var json = new JsonObject();
        Add(json, MetadataNames.TokenEndpointAuthMethod, metadata.TokenEndpointAuthMethod);
        Add(json, MetadataNames.TokenEndpointAuthSigningAlg, metadata.TokenEndpointAuthSigningAlg);
        Add(json, MetadataNames.GrantTypes, metadata.GrantTypes);
        Add(json, MetadataNames.ResponseTypes, metadata.ResponseTypes);
        Add(json, MetadataNames.RedirectUris, metadata.RedirectUris);
        Add(json, Parameters.Scope, metadata.Scope);
        Add(json, MetadataNames.ApplicationType, metadata.ApplicationType);
        Add(json, MetadataNames.ClientName, metadata.ClientName);
        foreach (var (language, name) in metadata.LocalizedClientNames ?? [])
        {
            Add(json, $"{MetadataNames.ClientName}#{language}", name);
        }

        Add(json, MetadataNames.ClientUri, metadata.ClientUri);
        Add(json, MetadataNames.LogoUri, metadata.LogoUri);
        Add(json, MetadataNames.TosUri, metadata.TosUri);
        Add(json, MetadataNames.PolicyUri, metadata.PolicyUri);
        Add(json, MetadataNames.Contacts, metadata.Contacts);
        Add(json, MetadataNames.Jwks, metadata.Jwks is { } jwks ? JsonNode.Parse(jwks.GetRawText()) : null);
        Add(json, MetadataNames.JwksUri, metadata.JwksUri);
        Add(json, MetadataNames.SoftwareId, metadata.SoftwareId);
        Add(json, MetadataNames.SoftwareVersion, metadata.SoftwareVersion);
        Add(json, MetadataNames.SoftwareStatement, metadata.SoftwareStatement);
        Add(json, MetadataNames.PostLogoutRedirectUris, metadata.PostLogoutRedirectUris);
        Add(json, MetadataNames.BackchannelLogoutUri, metadata.BackchannelLogoutUri);
        Add(json, MetadataNames.BackchannelLogoutSessionRequired, metadata.BackchannelLogoutSessionRequired);
        Add(json, MetadataNames.SubjectType, metadata.SubjectType);
        Add(json, MetadataNames.SectorIdentifierUri, metadata.SectorIdentifierUri);
        Add(json, MetadataNames.UserInfoSignedResponseAlg, metadata.UserInfoSignedResponseAlg);
        Add(json, MetadataNames.IdTokenSignedResponseAlg, metadata.IdTokenSignedResponseAlg);
        Add(json, MetadataNames.RequestObjectSigningAlg, metadata.RequestObjectSigningAlg);
        Add(json, MetadataNames.AuthorizationSignedResponseAlg, metadata.AuthorizationSignedResponseAlg);
        Add(json, MetadataNames.RequirePushedAuthorizationRequests, metadata.RequirePushedAuthorizationRequests);
        Add(json, MetadataNames.RequireSignedRequestObject, metadata.RequireSignedRequestObject);
        Add(json, MetadataNames.DpopBoundAccessTokens, metadata.DpopBoundAccessTokens);
        Add(json, MetadataNames.TlsClientCertificateBoundAccessTokens, metadata.TlsClientCertificateBoundAccessTokens);
        Add(json, MetadataNames.TlsClientAuthSubjectDn, metadata.TlsClientAuthSubjectDn);
        return json;
    }

    private static void Add(JsonObject json, string name, ImmutableArray<string>? values) =>
        Add(json, name, values is { } texts ? new JsonArray([.. texts.Select(text => (JsonNode)text)]) : null);

    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
