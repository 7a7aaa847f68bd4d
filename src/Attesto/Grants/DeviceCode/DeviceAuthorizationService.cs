using Attesto.Clients;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>The device authorization endpoint (RFC 8628 §3.1).</summary>
/// <param name="clients">Authenticates the client.</param>
/// <param name="constraints">Verifies the proof that the code will be bound to.</param>
/// <param name="codes">Makes and stores the codes.</param>
/// <param name="options">The device grant's settings.</param>
/// <param name="logger">Told when a store fails.</param>
internal sealed class DeviceAuthorizationService(
    ClientAuthenticator clients,
    ISenderConstraints constraints,
    DeviceCodeIssuer codes,
    IOptions<AttestoOptions> options,
    ILogger<DeviceAuthorizationService> logger)
{
    private readonly ScopeCatalogue _catalogue = new(options);

    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The codes, or the refusal.</returns>
    public Task<Outcome<DeviceAuthorizationResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Guard.RunAsync(() => AnswerAsync(request, cancellationToken), logger, cancellationToken);

    private async Task<Outcome<DeviceAuthorizationResponse>> AnswerAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        if (!options.Value.Device.Enabled)
        {
            return OAuthError.InvalidRequest("the device grant is not offered");
        }

        if (!(await clients.AuthenticateAsync(request, allowPublic: true, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        if (FindRefusal(client, request) is { } refusal)
        {
            return refusal;
        }

        if (!_catalogue.Read(request.Parameters[Parameters.Scope], client.Client).TryGet(out var scope, out error)
            || !ResourceIndicators.Parse(request.Parameters, client.Client, options.Value).TryGet(out var resources, out error)
            || !(await constraints.ResolveAsync(request, client.Client, request.Url, cancellationToken)).TryGet(out var constraint, out error))
        {
            return error;
        }

        if (await constraints.CommitAsync(constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        var jkt = (constraint as SenderConstraint.Dpop)?.Jkt;
        return new(await codes.IssueAsync(client.Id, request.ClientIp, scope, resources.Values, jkt, cancellationToken), []);
    }

    // A device's tokens travel far: those of a public client are bound to its key from the start.
    private OAuthError? FindRefusal(AuthenticatedClient client, OAuthRequest request) =>
        !client.Client.MayUse(GrantTypes.DeviceCode)
            ? new OAuthError(ErrorCodes.UnauthorizedClient, "the client may not use this grant type")
        : client.Client.IsPublic && request.Dpop.IsEmpty && !options.Value.Device.AllowPublicClientsWithoutDpop
            ? new OAuthError(ErrorCodes.InvalidClient, "a public client needs a DPoP proof here")
        : null;
}
