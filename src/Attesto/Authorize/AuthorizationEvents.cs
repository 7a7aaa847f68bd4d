using System.Collections.Immutable;
using Attesto.Events;

namespace Attesto.Authorize;

/// <summary>The events of the authorization endpoint.</summary>
internal static class AuthorizationEvents
{
    private const string GrantType = "authorization_code";
    private const string ClientIp = "client_ip";

    internal static ServerEvent CodeIssued(AuthorizationRequest request, Authorization authorization, OAuthRequest http) =>
        new(EventName.CodeIssued)
        {
            ClientId = request.Client.Id,
            Scope = authorization.Scope.ToString(),
            GrantType = GrantType,
            Metadata = From(http),
        };

    internal static ServerEvent Denied(AuthorizationRequest request, OAuthRequest http) =>
        new(EventName.AuthorizationDenied) { ClientId = request.Client.Id, Metadata = From(http) };

    internal static ServerEvent Failed(string? clientId, OAuthError error, OAuthRequest http) =>
        new(EventName.AuthorizationFailed)
        {
            ClientId = EventText.EchoClientId(clientId),
            Result = error.Code,
            Metadata = From(http).AddRange(RefusalCures.Explain(error)),
        };

    private static ImmutableDictionary<string, object?> From(OAuthRequest http) =>
        http.ClientIp is { } ip ? ImmutableDictionary<string, object?>.Empty.Add(ClientIp, ip) : ImmutableDictionary<string, object?>.Empty;
}
