using Attesto.Clients;

namespace Attesto.Authorize;

/// <summary>Only the code flow: tokens never travel through the browser (RFC 9700 §2.1.2).</summary>
internal static class ResponseType
{
    private const string Code = "code";

    internal static OAuthError? Require(AuthorizationContext context) => context.Parameters.Find(Parameters.ResponseType) switch
    {
        null => OAuthError.InvalidRequest("response_type is missing"),
        Code when MayUseCodes(context) => null,
        Code => new OAuthError(ErrorCodes.UnauthorizedClient, "this client may not use authorization codes"),
        _ => new OAuthError(ErrorCodes.UnsupportedResponseType, "response_type must be code"),
    };

    private static bool MayUseCodes(AuthorizationContext context) =>
        context.Client.MayUse(GrantTypes.AuthorizationCode)
        && (context.Options.Tokens.GrantTypes is not { } offered || offered.Contains(GrantTypes.AuthorizationCode));
}
