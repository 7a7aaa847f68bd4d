using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>A response mode: how the parameters travel, and whether they are signed.</summary>
internal sealed record ResponseMode(string Name, ResponseDelivery Delivery, bool IsSigned);

/// <summary>The response modes (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2, JARM §2.3).</summary>
internal static class ResponseModes
{
    internal static readonly ResponseMode Query = new("query", ResponseDelivery.Query, IsSigned: false);

    /// <summary>Every mode, in the order they are advertised.</summary>
    internal static readonly ImmutableArray<ResponseMode> All =
    [
        Query,
        new("fragment", ResponseDelivery.Fragment, IsSigned: false),
        new("form_post", ResponseDelivery.FormPost, IsSigned: false),
        new("jwt", ResponseDelivery.Query, IsSigned: true), // for response_type=code the same as query.jwt (JARM §2.3.4)
        new("query.jwt", ResponseDelivery.Query, IsSigned: true),
        new("fragment.jwt", ResponseDelivery.Fragment, IsSigned: true),
        new("form_post.jwt", ResponseDelivery.FormPost, IsSigned: true),
    ];

    private static readonly FrozenDictionary<string, ResponseMode> ByName = All.ToFrozenDictionary(mode => mode.Name, StringComparer.Ordinal);

    /// <summary>The modes that are served, in the order they are advertised.</summary>
    internal static IEnumerable<ResponseMode> Offered(AttestoOptions options) => options.Authorization.RequireSignedResponses is true ? All.Where(mode => mode.IsSigned) : All;

    /// <summary>The mode of that name; one that passed <see cref="Require"/> is always there.</summary>
    internal static ResponseMode Of(string name) => ByName.GetValueOrDefault(name, Query);

    /// <summary>Settles early how even an error will travel; an unusable mode falls back to the query until <see cref="Require"/> refuses it.</summary>
    internal static OAuthError? Choose(AuthorizationContext context)
    {
        context.ResponseMode = context.Parameters.All(Parameters.ResponseMode) is [{ } name] ? Of(name) : Query;
        return null;
    }

    /// <summary>Refuses a mode that is not served, or that the redirect URI cannot take.</summary>
    internal static OAuthError? Require(AuthorizationContext context) => context.Parameters.Find(Parameters.ResponseMode) switch
    {
        not null and var name when !ByName.ContainsKey(name) => OAuthError.InvalidRequest("response_mode is not supported"),
        _ when context.Options.Authorization.RequireSignedResponses is true && !context.ResponseMode.IsSigned =>
            OAuthError.InvalidRequest("response_mode must be a signed one, such as jwt (JARM)"),
        _ when !CanReach(context.ResponseMode, context.RedirectUri!) => Fallback(context),
        _ => null,
    };

    /// <summary>A page can post to web origins only: a private-use scheme opens an application, which gets no body.</summary>
    internal static bool CanReach(ResponseMode mode, ValidatedRedirectUri uri) =>
        mode.Delivery is not ResponseDelivery.FormPost
        || uri.Value.StartsWith("https://", StringComparison.Ordinal)
        || uri.Value.StartsWith("http://", StringComparison.Ordinal);

    private static OAuthError Fallback(AuthorizationContext context)
    {
        context.ResponseMode = Query;
        return OAuthError.InvalidRequest("response_mode cannot reach this redirect_uri");
    }
}
