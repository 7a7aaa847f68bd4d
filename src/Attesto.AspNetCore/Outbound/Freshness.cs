namespace Attesto.AspNetCore;

/// <summary>How long a response may be kept (RFC 9111 §4.2).</summary>
internal static class Freshness
{
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.CacheControl is { NoStore: true } or { NoCache: true })
        {
            return TimeSpan.Zero;
        }

        var lifetime = response.Headers.CacheControl?.MaxAge ?? UntilExpires(response, now);
        var left = lifetime - (response.Headers.Age ?? TimeSpan.Zero);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private static TimeSpan? UntilExpires(HttpResponseMessage response, DateTimeOffset now) =>
        response.Content.Headers.Expires is { } expires ? expires - (response.Headers.Date ?? now)
        : response.Content.Headers.NonValidated.Contains("Expires") ? TimeSpan.Zero // RFC 9111 §5.3: an invalid date is in the past
        : null;
}
