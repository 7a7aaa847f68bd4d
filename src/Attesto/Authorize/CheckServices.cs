using Attesto.Clients;
using Attesto.Issuing;
using Attesto.Scopes;
using Attesto.SenderConstraints;

namespace Attesto.Authorize;

/// <summary>What checks that look something up may use.</summary>
internal sealed record CheckServices(
    IClientStore Clients,
    ScopeCatalogue Scopes,
    IPushedRequestStore PushedRequests,
    PendingRequests Pending,
    RequestObjectVerifier RequestObjects,
    IdTokenVerifier IdTokens,
    PushServices Push);

/// <summary>What only a push needs: there the client speaks for itself.</summary>
internal sealed record PushServices(ClientAuthenticator Authenticator, ISenderConstraints Constraints, EndpointUrls Urls);
