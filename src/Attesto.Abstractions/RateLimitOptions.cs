namespace Attesto;

/// <summary>How many requests one client address may make on one node. A reverse proxy in front usually does this better; these limits are for hosts without one.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests for public documents within <see cref="Window"/>; null sets no limit.</summary>
    public int? Metadata { get; set; }

    /// <summary>Requests to pages that a person visits within <see cref="Window"/>; null sets no limit.</summary>
    public int? Interactive { get; set; }

    /// <summary>Requests of clients, such as token requests, within <see cref="Window"/>; null sets no limit.</summary>
    public int? Protocol { get; set; }

    /// <summary>The window of the limits.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);
}
