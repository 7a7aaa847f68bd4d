namespace Attesto;

/// <summary>Settings of requests that this server sends to strangers.</summary>
public sealed class OutboundOptions
{
    /// <summary>Lets requests reach loopback addresses, and no other special-use address. Refused outside Development.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>How many requests may be under way at once; more wait, within their own time limit.</summary>
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>How many of them may be under way to one host, so that one that hangs delays nobody who asks another.</summary>
    public int MaxConcurrentRequestsPerHost { get; set; } = 4;
}
