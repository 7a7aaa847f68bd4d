using System.Collections.Immutable;
using Attesto.Clients;
using Attesto.Keys;
using Attesto.Profiles;
using Attesto.Scopes;
using Attesto.Token;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>What may be registered: what discovery advertises, no more and no less (RFC 7591 §2).</summary>
/// <param name="authenticator">The client authentication methods of this server.</param>
/// <param name="grants">The grants of this server.</param>
/// <param name="scopes">The scope catalogue.</param>
/// <param name="keystore">The algorithms of this server.</param>
/// <param name="options">The settings.</param>
public sealed class RegistrationRules(
    ClientAuthenticator authenticator, OfferedGrants grants, ScopeCatalogue scopes, IKeystore keystore, IOptions<AttestoOptions> options)
{
    private const string Code = "code";
    private const string Public = "public";

    private readonly AttestoOptions _options = options.Value;

    /// <summary>Fills in defaults and checks every member. The first fault wins, in the order method, grants, redirects, scope, the rest.</summary>
    internal async ValueTask<Result<ClientMetadata>> CheckAsync(ClientMetadata said, CancellationToken cancellationToken)
    {
        var metadata = WithDefaults(said);
        return FindMethodFault(metadata)
            ?? FindGrantFault(metadata)
            ?? RedirectRules.FindFault(metadata, _options.Registration)
            ?? FindScopeFault(metadata)
            ?? MetadataRules.FindFault(metadata, _options)
            ?? await FindAlgorithmFaultAsync(metadata, cancellationToken)
            ?? FindProfileFault(metadata)
            ?? (Result<ClientMetadata>)metadata;
    }

    private ClientMetadata WithDefaults(ClientMetadata said)
    {
        var types = said.GrantTypes is { Length: > 0 } asked ? asked : [MetadataClient.AuthorizationCode]; // RFC 7591 §2
        return said with
        {
            TokenEndpointAuthMethod = said.TokenEndpointAuthMethod ?? UsualMethod(),
            GrantTypes = types,
            ResponseTypes = said.ResponseTypes ?? (types.Contains(MetadataClient.AuthorizationCode, StringComparer.Ordinal) ? [Code] : []),
            ApplicationType = said.ApplicationType ?? RedirectRules.TypeOf(said),
            Scope = string.IsNullOrWhiteSpace(said.Scope) ? DefaultScope() : said.Scope,
        };
    }

    private string UsualMethod()
    {
        var offered = authenticator.GetMethods(allowPublic: true);
        return offered.Contains(AuthenticationMethods.ClientSecretBasic, StringComparer.Ordinal) || offered.IsEmpty ? AuthenticationMethods.ClientSecretBasic : offered[0];
    }

    private string? DefaultScope() =>
        _options.Registration.DefaultScope is "*" ? string.Join(' ', _options.ScopesSupported) : _options.Registration.DefaultScope;

    private OAuthError? FindMethodFault(ClientMetadata metadata) =>
        authenticator.GetMethods(allowPublic: true).Contains(metadata.TokenEndpointAuthMethod!, StringComparer.Ordinal)
            ? null
            : MetadataRules.Invalid(MetadataNames.TokenEndpointAuthMethod, "is not supported");

    private OAuthError? FindGrantFault(ClientMetadata metadata)
    {
        var isPublic = metadata.TokenEndpointAuthMethod is AuthenticationMethods.None;
        foreach (var type in metadata.GrantTypes!.Value)
        {
            if (grants.Find(type) is not { } grant)
            {
                return MetadataRules.Invalid(MetadataNames.GrantTypes, "names a grant that is not supported");
            }

            if (isPublic && grant.NeedsConfidentialClient)
            {
                return MetadataRules.Invalid(MetadataNames.GrantTypes, "names a grant that a public client cannot use");
            }
        }

        // RFC 7591 §2.1: the two lists must fit each other.
        var wantsCode = metadata.GrantTypes.Value.Contains(MetadataClient.AuthorizationCode, StringComparer.Ordinal);
        ImmutableArray<string> responses = metadata.ResponseTypes!.Value;
        return responses.Any(type => type is not Code) || (responses.IsEmpty == wantsCode)
            ? MetadataRules.Invalid(MetadataNames.ResponseTypes, "does not fit the grant types; only code is supported")
            : null;
    }

    private OAuthError? FindScopeFault(ClientMetadata metadata) =>
        ScopeSet.TryParse(metadata.Scope, out var scope) && scopes.Check(scope, new Client { Id = "" }).TryGet(out _, out _)
            ? null
            : MetadataRules.Invalid(Parameters.Scope, "is malformed or not in the catalogue");

    private async ValueTask<OAuthError?> FindAlgorithmFaultAsync(ClientMetadata metadata, CancellationToken cancellationToken) =>
        metadata.SubjectType is not (null or Public) ? MetadataRules.Invalid(MetadataNames.SubjectType, "is not supported")
        : !await CanSignAsync(metadata.IdTokenSignedResponseAlg, cancellationToken) ? MetadataRules.Invalid(MetadataNames.IdTokenSignedResponseAlg, "is not supported")
        : !await CanSignAsync(metadata.AuthorizationSignedResponseAlg, cancellationToken)
            ? MetadataRules.Invalid(MetadataNames.AuthorizationSignedResponseAlg, "is not supported")
            : null;

    private OAuthError? FindProfileFault(ClientMetadata metadata) =>
        Fapi2Clients.FaultOf(MetadataClient.Of(clientId: "", metadata, ClientOrigin.Registration), _options.Profile) is { } fault
            ? new OAuthError(ErrorCodes.InvalidClientMetadata, $"the client {fault}")
            : null;

    private async ValueTask<bool> CanSignAsync(string? algorithm, CancellationToken cancellationToken) =>
        algorithm is null || await keystore.FindSigningKeyAsync(algorithm, cancellationToken) is not null;
}
