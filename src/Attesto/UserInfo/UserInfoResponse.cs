using System.Text.Json.Nodes;

namespace Attesto.UserInfo;

/// <summary>A UserInfo response (OpenID Connect Core §5.3.2), plain or signed.</summary>
/// <param name="Claims">The claims.</param>
/// <param name="Jwt">The signed response that is sent instead, if the client registered for it; else null.</param>
internal sealed record UserInfoResponse(JsonObject Claims, string? Jwt = null);
