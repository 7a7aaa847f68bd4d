namespace Attesto.AspNetCore;

/// <summary>What a host sets about HTTP itself: proxies, other origins, rate limits. Bound from the section <c>Attesto</c>, as <see cref="AttestoOptions"/> is,
/// and checked with it.</summary>
public sealed class AttestoHttpOptions
{
    /// <summary>Whose <c>X-Forwarded-*</c> headers count: <c>loopback</c>, <c>any</c>, IP addresses or CIDR ranges of proxies. None by default.
    /// ASP.NET Core's middleware applies them, from the right, for the whole host; <c>any</c> believes the last hop only.</summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>Which web pages of other origins may read this server's answers.</summary>
    public CrossOriginOptions Cors { get; set; } = new();

    /// <summary>How many requests one client address may make.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();
}
