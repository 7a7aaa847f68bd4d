using Attesto.Clients;
using Attesto.Issuing;
using Attesto.Scopes;
using Attesto.SenderConstraints;

namespace Attesto.Authorize;

/// <summary>What checks that look something up may use.</summary>
internal sealed record CheckSeams(
    IClientStore Clients,
    ScopeCatalogue Scopes,
    IPushedRequestStore PushedRequests,
    PendingRequests Pending,
    RequestObjectVerifier RequestObjects,
    IdTokenVerifier IdTokens,
    PushSeams Push);

/// <summary>What only a push needs: there the client speaks for itself.</summary>
internal sealed record PushSeams(ClientAuthenticator Authenticator, ISenderConstraints Constraints, EndpointUrls Urls);
