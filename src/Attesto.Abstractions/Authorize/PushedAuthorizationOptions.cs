namespace Attesto;

/// <summary>Settings of pushed authorization requests (RFC 9126).</summary>
public sealed class PushedAuthorizationOptions
{
    /// <summary>Refuses every authorization request that was not pushed (RFC 9126 §5, <c>require_pushed_authorization_requests</c>); null follows
    /// <see cref="AttestoOptions.Profile"/>.</summary>
    public bool? Required { get; set; }

    /// <summary>How long a reference lives. At most 10 minutes (FAPI 2.0 Security Profile §5.3.2.2).</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(90);
}
