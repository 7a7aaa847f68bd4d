using Attesto.Issuing;
using Attesto.Resources;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>What an exchanged token will be for (RFC 8693 §2.1): what the presented one is for, or less; or another API that client and host allow.</summary>
/// <param name="options">The resources served.</param>
/// <param name="policy">The host's decision about others; without one there are none.</param>
internal sealed class ExchangeTargets(IOptions<AttestoOptions> options, ITokenExchangePolicy? policy = null)
{
    /// <summary>Finds the resources of the new token.</summary>
    /// <returns>The resources, or <c>invalid_target</c>.</returns>
    public async ValueTask<Result<ResourceIndicators>> FindAsync(
        VerifiedAccessToken subject, ScopeSet scope, TokenRequest request, CancellationToken cancellationToken)
    {
        var client = request.Client.Client;
        var named = request.Parameters.All(Parameters.Resource).AddRange(request.Parameters.All(Parameters.Audience));

        // Without a target the subject token's own audience carries over, as far as it is this client's to ask for.
        if (!ResourceIndicators.Parse(named.IsEmpty ? subject.Audience : named, client, options.Value).TryGet(out var asked, out var error))
        {
            return error;
        }

        if (asked.Narrow(subject.Audience, options.Value).TryGet(out var within, out error))
        {
            return within;
        }

        var wider = new TokenExchangeContext { Client = client, SubjectToken = subject, Scope = scope, Resources = asked.Values };
        return policy is not null && await policy.AllowsAsync(wider, cancellationToken) ? asked : error;
    }
}
