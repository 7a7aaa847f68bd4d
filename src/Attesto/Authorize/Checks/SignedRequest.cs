namespace Attesto.Authorize;

/// <summary>The request object (RFC 9101).</summary>
internal static class SignedRequest
{
    /// <summary>Verifies the request object; its claims replace the unsigned parameters (RFC 9101 §6.3). A pushed one is verified again, it may have expired.
    /// A fault travels the way that the unsigned parameters say, if they name a registered redirect URI.</summary>
    internal static async ValueTask<OAuthError?> Open(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (context[Parameters.Request] is not { } text)
        {
            return null;
        }

        if (!(await services.RequestObjects.VerifyAsync(text, context.Client, cancellationToken)).TryGet(out var signed, out var error))
        {
            context.RedirectUri = RedirectUris.Find(context);
            return error;
        }

        (context.Parameters, context.IsSigned) = (signed, true);
        return ResponseModes.Choose(context);
    }

    internal static OAuthError? Require(AuthorizationContext context) =>
        !context.IsSigned && (context.Client.RequireSignedRequestObject || context.Options.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning)
            ? OAuthError.InvalidRequest("this request must be signed (RFC 9101)")
            : null;
}
