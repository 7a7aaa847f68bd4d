using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Attesto.Guesses;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>How many requests one address may have stored before anybody is signed in.</summary>
internal sealed class PendingRequestLimit : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter;

    public PendingRequestLimit(IOptions<AttestoHttpOptions> options)
    {
        var limits = options.Value.RateLimits;
        _limiter = PartitionedRateLimiter.Create<string, string>(address => limits.PendingRequests is { } permits
            ? RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = limits.Window })
            : RateLimitPartition.GetNoLimiter(address));
    }

    public void Dispose() => _limiter.Dispose();

    public bool TryTake(string? address)
    {
        using var lease = _limiter.AttemptAcquire(ClientAddress.Subscriber(address));
        return lease.IsAcquired;
    }

    public void Take(string? address)
    {
        if (!TryTake(address))
        {
            throw new PendingRequestsExceededException();
        }
    }
}

/// <summary>One address has stored more requests than <see cref="RateLimitOptions.PendingRequests"/> allows.</summary>
[SuppressMessage("Design", "RCS1194", Justification = "It says one thing, and carries nothing.")]
public sealed class PendingRequestsExceededException : Exception
{
    /// <summary>Makes one.</summary>
    public PendingRequestsExceededException()
        : base("too many authorization requests of this address are waiting")
    {
    }
}
