namespace Attesto.Authorize;

/// <summary>The <c>request_uri</c> of a pushed request (RFC 9126 §4).</summary>
internal static class PushedReference
{
    internal const string Prefix = "urn:ietf:params:oauth:request_uri:";

    private const int LongestReference = 256;

    /// <summary>Loads the pushed request. It replaces the front channel's parameters entirely, and stays until a code is issued.
    /// Its lifetime is judged when a browser first brings it: from then on it is a person's time that counts.</summary>
    internal static async ValueTask<OAuthError?> Resolve(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (context[Parameters.RequestUri] is not { } reference || !reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var pushed = reference.Length <= LongestReference ? await services.PushedRequests.FindAsync(TokenHash.Of(reference), cancellationToken) : null;
        if (pushed is null || pushed.ExpiresAt <= context.Now)
        {
            return new OAuthError(ErrorCodes.InvalidRequestUri, "request_uri is unknown, expired or used");
        }

        if (context[Parameters.ClientId] is { } clientId && !string.Equals(clientId, pushed.ClientId, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("request_uri belongs to another client");
        }

        (context.Pushed, context.RequestUri, context.Parameters) = (pushed, reference, pushed.Parameters);
        context.Reference = new PendingReference(reference, pushed);
        return null;
    }

    /// <summary>A push must not refer to another push (RFC 9126 §2.1).</summary>
    internal static OAuthError? RefuseInPush(AuthorizationContext context) =>
        context.Parameters.Find(Parameters.RequestUri) is not null ? OAuthError.InvalidRequest("request_uri must not be pushed") : null;

    internal static OAuthError? Require(AuthorizationContext context) =>
        context.Pushed is null && (context.Options.PushedAuthorization.Required is true || context.Client.RequirePushedAuthorizationRequests)
            ? OAuthError.InvalidRequest("this request must be pushed (RFC 9126)")
            : null;

    /// <summary>Any other reference would make this server fetch a URL that a stranger chose.</summary>
    internal static OAuthError? RefuseForeign(AuthorizationContext context) =>
        context[Parameters.RequestUri] is not null ? new OAuthError(ErrorCodes.RequestUriNotSupported, "request_uri must come from a pushed request") : null;
}
