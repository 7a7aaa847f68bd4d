using System.Collections.Immutable;
using System.Text.Json;

namespace Attesto;

/// <summary>Reads the known members of one JSON object; the first one of a wrong type is the fault.</summary>
internal sealed class ClientMetadataReader(JsonElement json, bool keepEmpty = false)
{
    private const int MaxArrayLength = 64;

    private OAuthError? _fault;

    // In the order in which faults are reported: method, grants, redirects, scope, the rest.
    public Result<ClientMetadata> Read()
    {
        var metadata = new ClientMetadata
        {
            TokenEndpointAuthMethod = Text(MetadataNames.TokenEndpointAuthMethod),
            TokenEndpointAuthMethodsSupported = Texts(MetadataNames.TokenEndpointAuthMethodsSupported),
            TokenEndpointAuthSigningAlg = Text(MetadataNames.TokenEndpointAuthSigningAlg),
            GrantTypes = Texts(MetadataNames.GrantTypes),
            ResponseTypes = Texts(MetadataNames.ResponseTypes),
            RedirectUris = Texts(MetadataNames.RedirectUris, ErrorCodes.InvalidRedirectUri),
            Scope = Text(Parameters.Scope),
            ApplicationType = Text(MetadataNames.ApplicationType),
            ClientName = Text(MetadataNames.ClientName),
            LocalizedClientNames = Localized(MetadataNames.ClientName),
            ClientUri = Text(MetadataNames.ClientUri),
            LogoUri = Text(MetadataNames.LogoUri),
            TosUri = Text(MetadataNames.TosUri),
            PolicyUri = Text(MetadataNames.PolicyUri),
            Contacts = Texts(MetadataNames.Contacts),
            Jwks = Object(MetadataNames.Jwks),
            JwksUri = Text(MetadataNames.JwksUri),
            SoftwareId = Text(MetadataNames.SoftwareId),
            SoftwareVersion = Text(MetadataNames.SoftwareVersion),
            SoftwareStatement = Text(MetadataNames.SoftwareStatement),
            PostLogoutRedirectUris = Texts(MetadataNames.PostLogoutRedirectUris),
            BackchannelLogoutUri = Text(MetadataNames.BackchannelLogoutUri),
            BackchannelLogoutSessionRequired = Flag(MetadataNames.BackchannelLogoutSessionRequired),
            SubjectType = Text(MetadataNames.SubjectType),
            SectorIdentifierUri = Text(MetadataNames.SectorIdentifierUri),
            UserInfoSignedResponseAlg = Text(MetadataNames.UserInfoSignedResponseAlg),
            IdTokenSignedResponseAlg = Text(MetadataNames.IdTokenSignedResponseAlg),
            RequestObjectSigningAlg = Text(MetadataNames.RequestObjectSigningAlg),
            AuthorizationSignedResponseAlg = Text(MetadataNames.AuthorizationSignedResponseAlg),
            RequirePushedAuthorizationRequests = Flag(MetadataNames.RequirePushedAuthorizationRequests),
            RequireSignedRequestObject = Flag(MetadataNames.RequireSignedRequestObject),
            DpopBoundAccessTokens = Flag(MetadataNames.DpopBoundAccessTokens),
            TlsClientCertificateBoundAccessTokens = Flag(MetadataNames.TlsClientCertificateBoundAccessTokens),
            TlsClientAuthSubjectDn = Text(MetadataNames.TlsClientAuthSubjectDn),
        };
        return _fault is null ? metadata : _fault;
    }

    private string? Text(string name) =>
        Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } member => member.GetString() is { Length: > 0 } text ? text : null, // some write "" for what they leave out
            _ => Refuse<string>(name, "a string"),
        };

    // RFC 7591 §2.2: the name, '#', a BCP 47 tag.
    private ImmutableDictionary<string, string>? Localized(string name)
    {
        ImmutableDictionary<string, string>.Builder? found = null;
        foreach (var member in json.EnumerateObject().Where(member => member.Name.StartsWith($"{name}#", StringComparison.Ordinal)).Take(MaxArrayLength))
        {
            if (Text(member.Name) is { } text)
            {
                found ??= ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
                found[member.Name[(name.Length + 1)..]] = text;
            }
        }

        return found?.ToImmutable();
    }

    private bool? Flag(string name)
    {
        var member = Find(name);
        if (member is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Refuse<object>(name, "a boolean");
            return null;
        }

        return member?.GetBoolean();
    }

    private JsonElement? Object(string name)
    {
        var member = Find(name);
        if (member is { ValueKind: not JsonValueKind.Object })
        {
            Refuse<object>(name, "an object");
            return null;
        }

        return member;
    }

    private ImmutableArray<string>? Texts(string name, string code = ErrorCodes.InvalidClientMetadata)
    {
        if (Find(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind is not JsonValueKind.Array || member.GetArrayLength() > MaxArrayLength
            || member.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Refuse<object>(name, "an array of strings", code);
            return null;
        }

        // Some libraries write an empty array for what they leave out.
        return member.GetArrayLength() == 0 && !keepEmpty ? null : [.. member.EnumerateArray().Select(item => item.GetString()!)];
    }

    private JsonElement? Find(string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    private T? Refuse<T>(string name, string kind, string code = ErrorCodes.InvalidClientMetadata)
        where T : class
    {
        _fault ??= new OAuthError(code, $"{name} must be {kind}");
        return null;
    }
}
