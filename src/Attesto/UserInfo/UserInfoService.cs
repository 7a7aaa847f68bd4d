using System.Text.Json.Nodes;

namespace Attesto.UserInfo;

/// <summary>The UserInfo endpoint (OpenID Connect Core §5.3).</summary>
public sealed class UserInfoService
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims, or the refusal with its challenge.</returns>
    public Task<Outcome<JsonObject>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<JsonObject>>(new OAuthError(ErrorCodes.ServerError));
}
