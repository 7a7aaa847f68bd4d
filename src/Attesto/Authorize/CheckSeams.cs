using Attesto.Clients;
using Attesto.Discovery;
using Attesto.Dpop;
using Attesto.Scopes;
using Attesto.Tokens;

namespace Attesto.Authorize;

/// <summary>What checks that look something up may use.</summary>
internal sealed record CheckSeams(
    IClientStore Clients,
    ScopeCatalogue Scopes,
    IPushedRequestStore PushedRequests,
    RequestObjectVerifier RequestObjects,
    IdTokenVerifier IdTokens,
    PushSeams Push);

/// <summary>What only a push needs: there the client speaks for itself.</summary>
internal sealed record PushSeams(ClientAuthenticator Authenticator, ISenderConstraints Constraints, EndpointUrls Urls);
