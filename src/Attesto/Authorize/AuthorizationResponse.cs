using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>An authorization response, ready to travel (RFC 6749 §4.1.2). Under JARM the parameters are one signed <c>response</c>.</summary>
/// <param name="RedirectUri">Where it goes.</param>
/// <param name="Delivery">How it travels.</param>
/// <param name="Parameters">What it says, in order; unencoded.</param>
internal sealed record AuthorizationResponse(
    ValidatedRedirectUri RedirectUri,
    ResponseDelivery Delivery,
    ImmutableArray<KeyValuePair<string, string>> Parameters)
{
    /// <summary>The redirect target of a <see cref="ResponseDelivery.Query"/> or <see cref="ResponseDelivery.Fragment"/> delivery: the redirect URI,
    /// its own query kept, with the encoded parameters.</summary>
    /// <returns>The value of <c>Location</c>.</returns>
    public string ToLocation() => Delivery is ResponseDelivery.Fragment
        ? $"{RedirectUri.Value}#{QueryComponent.Encode(Parameters)}"
        : QueryComponent.Append(RedirectUri.Value, Parameters);

    /// <summary>Names the type only: a generated one would print the code into logs.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(AuthorizationResponse);
}

/// <summary>How an authorization response travels (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post Response Mode §2).</summary>
internal enum ResponseDelivery
{
    /// <summary>A redirect, parameters in the query.</summary>
    Query,

    /// <summary>A redirect, parameters in the fragment.</summary>
    Fragment,

    /// <summary>A page whose form posts the parameters to the redirect URI.</summary>
    FormPost,
}
