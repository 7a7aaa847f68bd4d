namespace Attesto.AspNetCore;

/// <summary>How many requests one client address may make on one node. A reverse proxy in front usually does this better; these limits are for hosts without one.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests for public documents within <see cref="Window"/>; null sets no limit.</summary>
    public int? Metadata { get; set; }

    /// <summary>Requests to pages that a person visits within <see cref="Window"/>; null sets no limit.</summary>
    public int? Interactive { get; set; }

    /// <summary>Requests of clients, such as token requests, within <see cref="Window"/>; null sets no limit.</summary>
    public int? Protocol { get; set; }

    /// <summary>Authorization requests within <see cref="Window"/> that are kept in the database for a person who has yet to sign in: those that are signed
    /// or too long for a URL. Each may be 32 kB and is kept for 10 minutes, or for an hour once its sign-in page was opened. Null sets no limit.</summary>
    public int? PendingRequests { get; set; } = 60;

    /// <summary>Forms posted to the host's own pages, such as sign-ins, within <see cref="Window"/>; null sets no limit. A large office has one address.</summary>
    public int? SignIns { get; set; } = 300;

    /// <summary>Device authorizations (RFC 8628 §3.1) within <see cref="Window"/>, each of which takes a user code; null sets no limit.</summary>
    public int? DeviceCodes { get; set; } = 60;

    /// <summary>Client metadata documents within <see cref="Window"/> that are looked for elsewhere because a request names a client that is not known, or no
    /// longer; null sets no limit. Such a request needs no credentials, and has this server call somebody's.</summary>
    public int? ClientMetadataDocuments { get; set; } = 100;

    /// <summary>The window of the limits.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);
}
