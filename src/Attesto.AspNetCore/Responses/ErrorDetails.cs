using System.Diagnostics;
using Attesto.Authorize;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What a page can tell a person whose request nobody may be redirected with (RFC 6749 §4.1.2.1).</summary>
/// <param name="Error">The error. Its description is for developers.</param>
public sealed record ErrorDetails(OAuthError Error)
{
    /// <summary>What the person can quote: it stands in the log beside the cause.</summary>
    public required string Reference { get; init; }

    /// <summary>Where a link leads that tells the application about it; null if none is known to be meant. Never followed unasked (RFC 9700 §4.11.2).</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Where that is, in words: a host, or the name of an application's scheme.</summary>
    public string? ReturnTo { get; init; }

    internal static ErrorDetails Of(HttpContext http, OAuthError error, AuthorizationResponse? back = null) => new(error)
    {
        Reference = Activity.Current is { } activity ? activity.TraceId.ToHexString() : http.TraceIdentifier,
        ReturnUrl = back?.ToLocation(),
        ReturnTo = back is null ? null : RedirectTarget.Of(back.RedirectUri.Value).Name,
    };
}
