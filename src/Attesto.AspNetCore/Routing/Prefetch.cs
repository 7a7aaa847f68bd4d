using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>A browser that only guesses where its person will go (<c>Sec-Purpose: prefetch</c>, Fetch Standard §2.2.6) gets nothing: no code is spent, no
/// session ends, and when the person really comes the page is made for them.</summary>
internal static class Prefetch
{
    public static OAuthError NotYet { get; } = new(
        ErrorCodes.TemporarilyUnavailable, "this page is made when somebody comes, not in advance", StatusCodes.Status503ServiceUnavailable);

    public static bool Is(HttpRequest request) => IsGuess(request.Headers["Sec-Purpose"].ToString()) || IsGuess(request.Headers["Purpose"].ToString());

    private static bool IsGuess(string purpose) =>
        purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase);
}
