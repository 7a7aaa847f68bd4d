namespace Attesto.Grants;

/// <summary>The device authorization endpoint (RFC 8628 §3.1).</summary>
public sealed class DeviceAuthorizationService
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The codes, or the refusal.</returns>
    public Task<Outcome<DeviceAuthorizationResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<DeviceAuthorizationResponse>>(new OAuthError(ErrorCodes.ServerError));
}
