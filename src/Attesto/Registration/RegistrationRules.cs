using System.Collections.Immutable;
using Attesto.Clients;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Profiles;
using Attesto.Subjects;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>What may be registered: what discovery advertises and the host lists for registered clients. Of a list the client gets what can be served, and is told
/// what that is (RFC 7591 §2, §3.2.1); refused is what is dangerous, what nothing is left of, and a single demand that cannot be met.</summary>
/// <param name="authenticator">The client authentication methods of this server.</param>
/// <param name="grants">The grants of this server.</param>
/// <param name="keystore">The algorithms of this server.</param>
/// <param name="subjects">Whether a client can have pairwise subjects.</param>
/// <param name="sectors">Whether its sector knows it.</param>
/// <param name="options">The settings.</param>
internal sealed class RegistrationRules(
    ClientAuthenticator authenticator,
    OfferedGrants grants,
    IKeystore keystore,
    PairwiseSubjects subjects,
    SectorDocuments sectors,
    IOptions<AttestoOptions> options)
{
    private const string Code = "code";
    private const string Public = "public";
    private const string Pairwise = "pairwise";

    private readonly AttestoOptions _options = options.Value;

    /// <summary>Fills in defaults, leaves out what cannot be served and checks every member. The first fault wins, in the order method, grants, redirects, scope,
    /// the rest.</summary>
    internal async ValueTask<Result<ClientMetadata>> CheckAsync(ClientMetadata said, CancellationToken cancellationToken)
    {
        var offered = authenticator.GetMethods(allowPublic: true);
        var metadata = Narrow(said with { TokenEndpointAuthMethod = MethodRules.Choose(said, offered), TokenEndpointAuthMethodsSupported = null });
        return MethodRules.FaultOf(metadata, _options, offered)
            ?? FindGrantFault(metadata)
            ?? RedirectRules.FaultOf(metadata)
            ?? FindScopeFault(metadata)
            ?? MetadataRules.FaultOf(metadata, _options)
            ?? await FindAlgorithmFaultAsync(metadata, cancellationToken)
            ?? FindProfileFault(metadata)
            ?? await FindSubjectFaultAsync(metadata, cancellationToken)
            ?? (Result<ClientMetadata>)metadata;
    }

    private ClientMetadata Narrow(ClientMetadata said)
    {
        var isPublic = said.TokenEndpointAuthMethod is AuthenticationMethods.None;
        ImmutableArray<string> types = [.. (said.GrantTypes ?? MetadataClient.UsualGrants).Where(type => IsServed(type, isPublic))];
        return RedirectRules.Narrow(said, _options.Registration) with
        {
            GrantTypes = types,
            ResponseTypes = ResponseTypesOf(said, types.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal)),
            Scope = ScopeOf(said.Scope),
        };
    }

    private bool IsServed(string grantType, bool isPublic) =>
        _options.Registration.GrantTypes.Contains(grantType) && grants.Find(grantType) is { } grant && !(isPublic && grant.NeedsConfidentialClient);

    // RFC 7591 §2.1: the response types follow from the grant types.
    private static ImmutableArray<string> ResponseTypesOf(ClientMetadata said, bool usesCodes) =>
        !usesCodes ? []
        : said.ResponseTypes is { } named ? [.. named.Where(type => type is Code)]
        : [Code];

    private string DefaultScope() => _options.Registration.DefaultScope switch
    {
        null => StandardScopes.OpenId,
        "*" => ListedAllowance.ScopesOf(_options.Registration.Scopes).ToString(),
        var scope => scope,
    };

    // A client of which no scope is listed gets what one gets that names none: some send a scope of their own to every server.
    private string ScopeOf(string? text)
    {
        if (!ScopeSet.TryParse(text, out var asked))
        {
            return text!; // for the check that names it
        }

        var listed = ScopeSet.Of(asked.Where(ListedAllowance.ScopesOf(_options.Registration.Scopes).Contains));
        return listed.Count > 0 ? listed.ToString() : DefaultScope();
    }

    private OAuthError? FindGrantFault(ClientMetadata metadata) =>
        !metadata.GrantTypes!.Value.Any(type => type is not GrantTypes.RefreshToken)
            ? MetadataRules.Invalid(MetadataNames.GrantTypes, $"names no grant that this client may register for; those are {string.Join(' ', _options.Registration.GrantTypes)}")
        : metadata.GrantTypes.Value.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal) && metadata.ResponseTypes!.Value.IsEmpty
            ? MetadataRules.Invalid(MetadataNames.ResponseTypes, "must name code, the only one that is supported")
        : null;

    private static OAuthError? FindScopeFault(ClientMetadata metadata) =>
        ScopeSet.TryParse(metadata.Scope, out _) ? null : MetadataRules.Invalid(Parameters.Scope, "is malformed");

    private async ValueTask<OAuthError?> FindAlgorithmFaultAsync(ClientMetadata metadata, CancellationToken cancellationToken) =>
        !await CanSignAsync(metadata.IdTokenSignedResponseAlg, cancellationToken) ? MetadataRules.Invalid(MetadataNames.IdTokenSignedResponseAlg, "is not supported")
        : !await CanSignAsync(metadata.UserInfoSignedResponseAlg, cancellationToken) ? MetadataRules.Invalid(MetadataNames.UserInfoSignedResponseAlg, "is not supported")
        : metadata.RequestObjectSigningAlg is { } algorithm && !_options.RequestObjectAlgorithms().Contains(algorithm)
            ? MetadataRules.Invalid(MetadataNames.RequestObjectSigningAlg, "is not supported")
        : !await CanSignAsync(metadata.AuthorizationSignedResponseAlg, cancellationToken)
            ? MetadataRules.Invalid(MetadataNames.AuthorizationSignedResponseAlg, "is not supported")
            : null;

    private OAuthError? FindProfileFault(ClientMetadata metadata) =>
        Fapi2Clients.FaultOf(MetadataClient.Of(clientId: "", metadata, ClientOrigin.Registration), _options.Profile) is { } fault
            ? new OAuthError(ErrorCodes.InvalidClientMetadata, $"the client {fault}")
            : null;

    // Last of all, since it may ask the client's server.
    private async ValueTask<OAuthError?> FindSubjectFaultAsync(ClientMetadata metadata, CancellationToken cancellationToken) =>
        metadata.SubjectType is not (null or Public or Pairwise) || (metadata.SubjectType is Pairwise && _options.Subjects.PairwiseSalt is null)
            ? MetadataRules.Invalid(MetadataNames.SubjectType, "is not supported")
        : subjects.FaultOf(MetadataClient.Of(clientId: "", metadata, ClientOrigin.Registration)) is not null
            ? MetadataRules.Invalid(MetadataNames.SectorIdentifierUri, "is required for pairwise subjects where redirect URIs have several hosts")
        : metadata.SectorIdentifierUri is { } uri && await sectors.FaultOfAsync(uri, metadata.RedirectUris ?? [], cancellationToken) is { } fault
            ? MetadataRules.Invalid(MetadataNames.SectorIdentifierUri, fault)
            : null;

    private async ValueTask<bool> CanSignAsync(string? algorithm, CancellationToken cancellationToken) =>
        algorithm is null || await keystore.FindSigningCredentialsAsync(algorithm, cancellationToken) is not null;
}
