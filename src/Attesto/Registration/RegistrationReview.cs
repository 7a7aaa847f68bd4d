using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Registration;

/// <summary>Reads a registration request and decides what is registered: the software statement over the client's own words, then the rules, then the host.</summary>
/// <param name="statements">Software statements.</param>
/// <param name="rules">The rules.</param>
/// <param name="policies">The host's decision, if it makes one.</param>
internal sealed class RegistrationReview(SoftwareStatements statements, RegistrationRules rules, IEnumerable<IRegistrationPolicy> policies)
{
    private readonly IRegistrationPolicy? _policy = policies.LastOrDefault();

    /// <summary>Reviews one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its JSON object.</param>
    /// <param name="clientId">The client that changes its registration, or null for a new one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is registered.</returns>
    internal async ValueTask<Result<ClientMetadata>> DecideAsync(OAuthRequest request, JsonElement body, string? clientId, CancellationToken cancellationToken)
    {
        var (claims, fault) = await statements.VerifyAsync(body, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        if (!ClientMetadata.Read(claims is { } vouched ? Merge(body, vouched) : body).TryGet(out var said, out var error)
            || !(await rules.CheckAsync(said, cancellationToken)).TryGet(out var checkedMetadata, out error))
        {
            return error;
        }

        if (_policy is null)
        {
            return checkedMetadata;
        }

        var asked = new RegistrationContext { Metadata = checkedMetadata, ClientId = clientId, SoftwareStatement = claims, ClientIp = request.ClientIp };
        var decision = await _policy.DecideAsync(asked, cancellationToken);
        return decision.TryGet(out var decided, out error) ? await rules.CheckAsync(decided, cancellationToken) : error;
    }

    // RFC 7591 §2.3: what the statement says takes precedence.
    private static JsonElement Merge(JsonElement body, JsonElement claims)
    {
        var merged = JsonObject.Create(body)!;
        foreach (var claim in claims.EnumerateObject())
        {
            if (!claim.NameEquals(MetadataNames.SoftwareStatement))
            {
                merged[claim.Name] = JsonNode.Parse(claim.Value.GetRawText());
            }
        }

        return JsonElement.Parse(merged.ToJsonString());
    }
}
