using Attesto.Clients;

namespace Attesto.Authorize;

/// <summary>Only the code flow: tokens never travel through the browser (RFC 9700 §2.1.2).</summary>
internal static class ResponseType
{
    private const string Code = "code";

    internal static OAuthError? Require(AuthorizationDraft draft) => draft.Parameters.Find(Parameters.ResponseType) switch
    {
        null => OAuthError.InvalidRequest("response_type is missing"),
        Code when MayUseCodes(draft) => null,
        Code => new OAuthError(ErrorCodes.UnauthorizedClient, "this client may not use authorization codes"),
        _ => new OAuthError(ErrorCodes.UnsupportedResponseType, "response_type must be code"),
    };

    private static bool MayUseCodes(AuthorizationDraft draft) =>
        draft.Client.MayUse(GrantTypes.AuthorizationCode)
        && (draft.Options.GrantTypesSupported is not { } offered || offered.Contains(GrantTypes.AuthorizationCode));
}
